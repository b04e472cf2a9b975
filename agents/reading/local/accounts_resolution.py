"""Which account a spot means, where its words fit several: what the rest of the message and the sender say."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from agents.reading.local.accounts_regions import REGIONS
from agents.reading.local.accounts_spots import Spot
from agents.reading.local.finders.addresses import registrable
from workflow.accounts import Account, Candidates, Recognition
from workflow.definition import AccountRule
from workflow.document import Document

LEAD = 1.25
"""The best reading must lead the second by this factor, or the spot stays ambiguous."""

LAYERS = {"new": 0.6, "attachment": 0.45, "forward": 0.35, "thread": 0.3, "signature": 0.25, "quote": 0.1, "aside": 0.1}
"""What a clear mention elsewhere adds to an account, by whose words it stands in."""

TOLD, WINDOW = 0.8, 80
"""What a value of the record adds that stands so many characters beside the spot."""

MEMBER = 0.4
"""What belonging to the sender's family adds."""


@dataclass(frozen=True)
class Standing:
    """Who the sender is: own accounts with how surely, and the family that they may speak for."""

    own: dict[str, float]
    family: frozenset[str]
    heads: frozenset[str]  #: accounts that others stand below
    namesakes: frozenset[str] = frozenset()  #: of a like name, with nothing in the org that joins them
    acts: bool = False  #: of a rare kind (a broker, an agency, a group): it writes for accounts of the usual one
    usual: frozenset[str] = frozenset()  #: the candidates of the usual kind

    @property
    def store(self) -> str:
        """The one account that the sender surely belongs to and that is no group; empty where there is none."""
        sure = [account for account, weight in self.own.items() if weight >= 0.5]
        return sure[0] if len(sure) == 1 and sure[0] not in self.heads else ""


def standing(candidates: Candidates, rule: AccountRule) -> Standing:
    """The sender's standing, from the mentions that have no place in the text."""
    own: dict[str, float] = {}
    family: set[str] = set(candidates.sender)
    namesakes: set[str] = set()
    senders = [c.account for c in candidates.candidates if c.account.id in candidates.sender]
    names = {account.name for account in senders}
    for candidate in candidates.candidates:
        for mention in candidate.mentions:
            if mention.span is not None:
                continue
            if mention.by in (Recognition.SENDER_CONTACT, Recognition.SENDER_DOMAIN):
                own[candidate.account.id] = max(mention.weight, own.get(candidate.account.id, 0.0))
            elif mention.by is Recognition.GROUP and mention.text in names:
                related = any(_kin(account, candidate.account, rule) for account in senders)
                (family if related else namesakes).add(candidate.account.id)
    heads = frozenset(c.account.parent for c in candidates.candidates if c.account.parent)
    kinds = {str(account.values.get(rule.kind) or "") for account in senders}
    return Standing(
        dict(sorted(own.items(), key=lambda each: -each[1])),
        frozenset(family),
        heads,
        frozenset(namesakes),
        acts=bool(candidates.usual and kinds and candidates.usual not in kinds),
        usual=frozenset(
            c.account.id
            for c in candidates.candidates
            if str(c.account.values.get(rule.kind) or "") == candidates.usual
        ),
    )


def _kin(one: Account, other: Account, rule: AccountRule) -> bool:
    """Whether the org says that two accounts belong together, and not their names alone: namesakes are no family."""
    if one.id == other.id or other.parent in {one.id, one.parent} - {""} or one.parent == other.id:
        return True
    for field in rule.recognise_by.group:
        if one.values.get(field) and one.values.get(field) == other.values.get(field):
            return True
    hosts = {registrable(str(one.values.get(f) or "")) for f in rule.recognise_by.host} - {None, ""}
    return any(registrable(str(other.values.get(field) or "")) in hosts for field in rule.recognise_by.host)


def resolve(document: Document, candidates: Candidates, spots: list[Spot], sender: Standing) -> None:
    """Sets the accounts of every spot: clear ones first, then the others in their light."""
    support: dict[str, float] = defaultdict(float)
    for account, weight in sender.own.items():
        support[account] += 1.2 * weight
    for account in sender.family:
        support[account] += MEMBER
    clear = [spot for spot in spots if len(spot.readings) == 1]
    for spot in clear:
        spot.accounts = tuple(spot.readings)
        if spot.strong:
            account = spot.accounts[0]
            support[account] = max(support[account], 0) + LAYERS[spot.layer] * (1 if spot.row is None else 0.5)
    rows: dict[tuple[str, tuple[int, int]], list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.row is not None:
            rows[spot.part, spot.row].append(spot)
    for spot in spots:
        if len(spot.readings) > 1:
            beside = rows[spot.part, spot.row] if spot.row is not None else []
            near = _row_support(spot, beside)
            for account in _told_apart(document, candidates, spot):
                near[account] += TOLD
            spot.accounts = _best(spot, support, near)


def _row_support(spot: Spot, beside: list[Spot]) -> dict[str, float]:
    """What else stands in the same row of a table says which account the row is about."""
    found: dict[str, float] = defaultdict(float)
    for other in beside:
        if other is not spot:
            total = sum(other.readings.values())
            for account, weight in other.readings.items():
                found[account] += 2.0 * weight / total
    return found


def _told_apart(document: Document, candidates: Candidates, spot: Spot) -> list[str]:
    """The readings of which a value stands beside the spot that not all of them have: the state, a postal code."""
    text = document.part(spot.part).text
    near = text[max(0, spot.start - WINDOW // 2) : spot.end + WINDOW]
    told: dict[str, set[str]] = {}
    for account in spot.readings:
        candidate = candidates.get(account)
        values = candidate.account.values.values() if candidate else ()
        told[account] = {str(value).strip() for value in values if isinstance(value, str) and 2 <= len(value) <= 40}
    shared = set.intersection(*told.values()) if told else set()
    return [account for account, values in told.items() if any(_stands(value, near) for value in values - shared)]


def _stands(value: str, text: str) -> bool:
    """Whether a value is written in a text: in its own case where it is as short as an abbreviation."""
    for spelling in REGIONS.get(value, REGIONS.get(value.casefold(), (value,))):
        flags = 0 if len(spelling) <= 3 else re.IGNORECASE
        if re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, flags):
            return True
    return False


def _best(spot: Spot, support: dict[str, float], row: dict[str, float]) -> tuple[str, ...]:
    scores = {
        account: weight * (1 + min(2.0, support.get(account, 0.0)) + row.get(account, 0.0))
        for account, weight in spot.readings.items()
    }
    ranked = sorted(scores, key=lambda account: -scores[account])
    best, second = scores[ranked[0]], scores[ranked[1]]
    if best >= LEAD * second:
        return (ranked[0],)
    return tuple(account for account in ranked if scores[account] * LEAD > best)

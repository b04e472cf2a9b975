"""How sure it is that a file is of a kind: signals of its title, text and name and of the mail, weighed against 'none'.

A conditional logit: each kind has a utility, the weighted sum of its signals, and 'none of them' has one, too; the
share of a kind's exponential is its probability. So what is said for another usual paper speaks for 'none'.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from agents.reading.local.documents_kinds import VAGUE
from agents.reading.local.documents_looks import Look, Place, places
from agents.reading.local.documents_mentions import Mention
from agents.reading.local.documents_profiles import Profile, Profiles
from workflow.document import Span

WEIGHTS = (5.0, 8.0, 5.0, 5.8, 1.6, 1.5)
"""Of title, text, name, mail, likeness, state."""

NONE = (4.6, 5.5, 2.0)
"""The utility of 'none of them': always, by another paper in the title, by another one in the name."""

BROAD = 0.35
"""What the title of a paper counts that takes in the one that is meant: an estimate may be one of repairs."""

FURTHER = 0.65
"""What each further phrase in the text leaves of the doubt."""


class Signals(NamedTuple):
    """What speaks for one kind, 0 to 1 each (state: -1 to 1), and where it stands."""

    title: float
    inside: float
    name: float
    mail: float
    like: float
    state: float
    spans: tuple[Span, ...]  #: the title, then phrases of the text
    said: tuple[Mention, ...]

    @property
    def values(self) -> tuple[float, ...]:
        """As they are weighed."""
        return self[:6]


class Against(NamedTuple):
    """What speaks for another usual paper than any of the kinds: in the title, and in the name."""

    title: float
    name: float
    paper: str


class Own(NamedTuple):
    """What a file shows of a set's own phrases: places in title and text, kinds in its name, share of each phrase."""

    title: tuple[Place, ...]
    inside: tuple[Place, ...]
    named: frozenset[str]
    shares: tuple[float, ...]


def own_of(look: Look, profiles: Profiles) -> Own:
    """What a file shows of the phrases of a set."""
    title, inside, _ = places(look.part.name, look.text, profiles.book)
    named = frozenset(found.owner for found in profiles.book.find(look.name))
    return Own(title, inside, named, tuple(profiles.shares(look.head)))


def signals_of(
    look: Look, own: Own, said: Sequence[Mention], profiles: Profiles, elimination: frozenset[str]
) -> list[Signals]:
    """The signals of a file for each kind. `elimination`: kinds that only this file can be by what the mail says."""
    title, inside = own.title, own.inside
    states = look.states | {mention.owner for mention in said if mention.role == "state"}
    out = []
    for profile, like in zip(profiles.profiles, own.shares, strict=True):
        broad = [p._replace(worth=BROAD * p.worth) for p in look.title if p.owner in profile.broad]
        best = _best([p for p in title if p.owner == profile.id], _weighed(look.title, profile), broad)
        phrases = [p for p in inside if p.owner == profile.id] + _weighed(look.inside, profile)
        distinct = {look.text[p.span.start : p.span.end].lower(): p.worth for p in phrases if p.span is not None}
        told = tuple(mention for mention in said if _means(mention, profile))
        mail = max((mention.strength for mention in told), default=0.0)
        if profile.id in elimination:
            mail = max(mail, 0.9)
        out.append(
            Signals(
                title=best.worth if best else 0.0,
                inside=1 - FURTHER ** sum(distinct.values()),
                name=_name(look, profile, own.named),
                mail=mail,
                like=like,
                state=_state(profile, states),
                spans=_spans(best, phrases),
                said=told[:1],
            )
        )
    return out


def against(look: Look, profiles: Profiles) -> Against:
    """The strongest sign of a usual paper that none of the kinds is."""
    known = {paper for profile in profiles.profiles for paper in (*profile.usual, *profile.broad)}
    title = max((p for p in look.title if p.owner not in known | VAGUE), key=lambda p: p.worth, default=None)
    name = next((p.owner for p in look.named if p.owner not in known | VAGUE), "")
    return Against(title.worth if title else 0.0, 1.0 if name else 0.0, title.owner if title else name)


def probabilities(signals: Sequence[Signals], other: Against) -> list[float]:
    """The probability of each kind; what they lack of 1 is that of none."""
    utilities = [sum(w * x for w, x in zip(WEIGHTS, each.values, strict=True)) for each in signals]
    none = NONE[0] + NONE[1] * other.title + NONE[2] * other.name
    top = max([none, *utilities])
    shares = [math.exp(utility - top) for utility in utilities]
    total = sum(shares) + math.exp(none - top)
    return [share / total for share in shares]


def _weighed(found: Sequence[Place], profile: Profile) -> list[Place]:
    """The places of usual papers that a kind means, a little less sure than its own words."""
    return [
        Place(profile.id, 0.95 * place.worth * profile.usual[place.owner], place.span)
        for place in found
        if place.owner in profile.usual
    ]


def _best(*groups: Sequence[Place]) -> Place | None:
    return max((place for group in groups for place in group), key=lambda place: place.worth, default=None)


def _means(mention: Mention, profile: Profile) -> bool:
    if mention.role == "own":
        return mention.owner == profile.id
    return mention.role == "usual" and profile.usual.get(mention.owner, 0.0) >= 0.5


def _name(look: Look, profile: Profile, own: frozenset[str]) -> float:
    if profile.id in own:
        return 1.0
    usual = max((profile.usual.get(place.owner, 0.0) for place in look.named), default=0.0)
    if not usual and "photo" in profile.usual and look.part.media_type.startswith("image/"):
        return 0.4
    return 0.95 * usual


def _state(profile: Profile, states: set[str] | frozenset[str]) -> float:
    if not profile.states:
        return 0.0
    if profile.states & states:
        return 1.0
    return -1.0 if states else 0.0


def _spans(title: Place | None, phrases: Sequence[Place]) -> tuple[Span, ...]:
    """The title's place, and those of two other phrases."""
    spans: list[Span] = [title.span] if title and title.span else []
    for place in sorted(phrases, key=lambda p: -p.worth):
        apart = place.span is not None and all(
            place.span.end <= span.start or span.end <= place.span.start for span in spans
        )
        if apart and place.span is not None and len(spans) < 3:
            spans.append(place.span)
    return tuple(spans)

"""Splitting by the local reader: from mentions of accounts to requests, one for each account that is asked about."""

from __future__ import annotations

from collections import defaultdict

from agents.reading.local import requests_unlisted
from agents.reading.local.accounts_places import place
from agents.reading.local.accounts_resolution import resolve, standing
from agents.reading.local.accounts_roles import play
from agents.reading.local.accounts_spots import Spot, spots
from agents.reading.local.accounts_subjects import Scene, Subject, Subjects, subjects
from agents.reading.local.requests_spans import Anchor, spans
from workflow.accounts import Candidates
from workflow.definition import AccountRule
from workflow.document import Document, Span
from workflow.evidence import Evidence, quote_of
from workflow.identifiers import digest
from workflow.interpretation import Request, Splitting

MOST_QUOTES = 4


def split(document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
    """The requests of a message, each with the accounts it may be about (likeliest first) and its own text.

    A message about one account has one request without spans. An account that the org does not have gives a request
    with `named` alone. Confidence is that the set of accounts is right and whole.
    """
    found = spots(document, candidates)
    place(document, found)
    sender = standing(candidates, rule)
    resolve(document, candidates, found, sender)
    play(document, found)
    scene = Scene(document, candidates, sender, tuple(found))
    told = subjects(scene)
    drafts = [_draft(scene, subject) for subject in told.found] if told else []
    strangers = _strangers(scene, told, found)
    drafts.extend(strangers)
    if not drafts:
        return _nobody(scene)
    confidence, reason = (told.confidence, told.reason) if told else (0.75, "an account that the org does not have")
    if strangers and told:
        confidence, reason = confidence * 0.88, f"{reason}; {len(strangers)} not in the org"
    ordered = sorted(drafts, key=lambda draft: _order(document, draft))
    return Splitting(requests=_finished(document, ordered), confidence=round(confidence, 3), reason=reason)


class _Draft:
    """A request in the making."""

    def __init__(
        self, accounts: tuple[str, ...], named: str, places: list[Spot] | list[Span], evidence: list[Evidence]
    ) -> None:
        self.accounts, self.named, self.evidence = accounts, named, evidence
        self.spots = [each for each in places if isinstance(each, Spot)]
        self.places = [each.span if isinstance(each, Spot) else each for each in places]


def _draft(scene: Scene, subject: Subject) -> _Draft:
    quotes = [quote_of(scene.document, spot.span) for spot in subject.spots[:MOST_QUOTES]]
    if not quotes and scene.document.sender.email:
        quotes = [Evidence(quote=scene.document.sender.email, kind="header")]
    named = _name(scene, subject)
    return _Draft(subject.accounts, named, subject.spots, quotes)


def _name(scene: Scene, subject: Subject) -> str:
    """The account's name as written: the longest of its mentions that is no address."""
    texts = [scene.document.text(spot.span).strip(" \n(") for spot in subject.spots]
    names = [
        " ".join(text.split())
        for text in texts
        if not ("." in text and " " not in text) and any(c.isalpha() for c in text)
    ]
    return max(names, key=len) if names else (scene.name(subject.accounts[0]) if len(subject.accounts) == 1 else "")


def _strangers(scene: Scene, told: Subjects | None, found: list[Spot]) -> list[_Draft]:
    """Requests for accounts that the org does not have."""
    document = scene.document
    if told is None:
        one = requests_unlisted.alone(document, scene.candidates)
        if one is None:
            return []
        return [_Draft((), one.text, [one.span], [quote_of(document, one.span)])]
    drafts = [
        _Draft((), " ".join(each.text.split()), [each.span], [quote_of(document, each.span)])
        for each in requests_unlisted.beside(document, scene.candidates, found)
    ]
    asked_rows = any(spot.row is not None for subject in told.found for spot in subject.spots)
    for name, span in requests_unlisted.rows(document, found) if asked_rows else ():
        drafts.append(_Draft((), name, [span], [quote_of(document, span)]))
    return drafts


def _nobody(scene: Scene) -> Splitting:
    """One request about nobody known: the whole message is its text."""
    email = scene.document.sender.email
    evidence = (Evidence(quote=email, kind="header"),) if email else ()
    key = digest(scene.document.subject + scene.new_text)
    request = Request(key=key, evidence=evidence)
    reason = "neither the text nor the sender names an account that the org has"
    return Splitting(requests=(request,), confidence=0.35, reason=reason)


def _order(document: Document, draft: _Draft) -> tuple[int, int]:
    names = [part.name for part in document.parts]
    return min(
        ((names.index(span.part), span.start) for span in draft.places if span.part != "subject"), default=(0, 0)
    )


def _finished(document: Document, drafts: list[_Draft]) -> tuple[Request, ...]:
    anchors: dict[str, list[Anchor]] = defaultdict(list)
    for number, draft in enumerate(drafts):
        rows = {(spot.part, spot.start): spot for spot in draft.spots}
        for span in draft.places:
            spot = rows.get((span.part, span.start))
            row = spot.row if spot else _row_of(document, span)
            heads = spot.heads if spot else True
            anchors[span.part].append(Anchor(number, span.start, span.end, heads, row))
    own = spans(document, anchors) if len(drafts) > 1 else {}
    requests = []
    for number, draft in enumerate(drafts):
        key = draft.accounts[0] if len(draft.accounts) == 1 else digest(f"{number} {draft.named} {draft.accounts}")
        requests.append(
            Request(
                key=key,
                accounts=draft.accounts,
                named=draft.named,
                spans=tuple(sorted(own.get(number, ()), key=lambda span: (span.part, span.start))),
                evidence=tuple(draft.evidence),
            )
        )
    return tuple(requests)


def _row_of(document: Document, span: Span) -> tuple[int, int] | None:
    for number, table in enumerate(document.part(span.part).tables):
        for index, row in enumerate(table.rows):
            if any(start <= span.start < end for start, end in row):
                return number, index
    return None

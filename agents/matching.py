"""The matching specialist: which account is a request about? Evidence over the directory's candidates, and abstention.

Each kind of evidence (host, code, name, sender …) counts once, by its best mention: `weight × zone × place`. Kinds are
combined by noisy-or, `1 - Π(1 - e)`: independent kinds make each other surer, the same name ten times does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.accounts import Candidate, Candidates, Mention, Recognition
from workflow.definition import AccountRule
from workflow.document import Document, Span, ZoneKind
from workflow.interpretation import Matching, RejectedAccount, Request

ZONES = {
    ZoneKind.NEW: 1.0,
    ZoneKind.FORWARD: 0.85,
    ZoneKind.SIGNATURE: 0.5,
    ZoneKind.QUOTE: 0.25,
    ZoneKind.DISCLAIMER: 0.0,
    ZoneKind.HIDDEN: 0.0,
}
"""Whose words: what stands in a signature or an older message says less of what is asked now."""

OWN, ELSEWHERE = 1.0, 0.4
"""Place: in the text that concerns the request, or elsewhere in a message of several requests."""

SENDER = frozenset({Recognition.SENDER_CONTACT, Recognition.SENDER_DOMAIN})
CERTAIN = frozenset({Recognition.HOST, Recognition.CODE})
"""Kinds that name one account and are not mistaken: where two of them differ in one line, a person decides."""

SHORT, MEMBERSHIP = 0.45, 2.2
"""A short name ('the north branch') says this many times more of a member of the sender's own family."""

CLEAR = 0.15
"""A lead below this over another reading of the same words is no lead."""

WEAK = 0.5
"""A score below this is too little to act on."""

MOST_RUNNERS_UP = 5


@dataclass(frozen=True)
class _Scored:
    """A candidate with what speaks for it."""

    candidate: Candidate
    score: float
    mentions: tuple[Mention, ...]  #: those that count, strongest first

    @property
    def id(self) -> str:
        return self.candidate.account.id

    @property
    def name(self) -> str:
        return self.candidate.account.name


def match(document: Document, request: Request, candidates: Candidates, rule: AccountRule) -> Matching:
    """The account of one request, or None where the org has it not; `sure` is False where a person should look.

    It abstains where two accounts fit the same words equally, where certain evidence contradicts the choice, and
    where only a signature or an older message speaks for it.
    """
    if not request.accounts:
        return _unknown(request, candidates)
    scored = [_score(each, request) for each in candidates.candidates]
    eligible = sorted(
        (s for s in scored if s.id in request.accounts), key=lambda s: (-s.score, request.accounts.index(s.id))
    )
    if not eligible:
        reason = "none of the accounts named for this request is a candidate"
        return Matching(account=None, confidence=0.0, reason=reason, sure=False)
    chosen, others = eligible[0], [s for s in scored if s.id != eligible[0].id]
    rival = _rival(chosen, others, request)
    margin = chosen.score - (rival.score if rival else 0.0)
    doubts = list(_doubts(document, request, chosen, rival, margin, others))
    confidence = _confidence(chosen, margin, bool(rival)) * (0.5 if doubts else 1.0)
    kinds = ", ".join(dict.fromkeys(mention.by.value.replace("_", " ") for mention in chosen.mentions[:5]))
    reason = f"{chosen.name}: by {kinds}" if kinds else f"{chosen.name}: the only account that the request can mean"
    return Matching(
        account=chosen.id,
        score=round(chosen.score, 4),
        margin=round(margin, 4),
        confidence=round(confidence, 3),
        reason="; ".join([reason, *doubts]),
        mentions=chosen.mentions[:12],
        runners_up=_runners_up(chosen, others, request),
        sure=not doubts,
    )


def _unknown(request: Request, candidates: Candidates) -> Matching:
    """No account of the org: sure where the text names one, in words or by a host, that the org does not have."""
    if not request.named:
        return Matching(account=None, confidence=0.3, reason="nothing names an account that the org has", sure=False)
    spans = [span for evidence in request.evidence for span in evidence.spans]
    likely = max((each.weight for each in candidates.unlisted if _overlaps(each.span, spans)), default=0.4)
    near = [
        c
        for c in candidates.candidates
        if any(m.span and m.weight >= 0.3 and _overlaps(m.span, spans) for m in c.mentions)
    ]
    reason = f"{request.named} is not in the org"
    if near:
        reason += f"; close to {near[0].account.name}"
    confidence = 0.4 if near else min(0.95, 0.6 + 0.35 * likely)
    return Matching(account=None, score=likely, confidence=round(confidence, 3), reason=reason, sure=not near)


def _score(candidate: Candidate, request: Request) -> _Scored:
    best: dict[Recognition, tuple[float, Mention]] = {}
    related = any(m.span is None and m.by in SENDER | {Recognition.GROUP} for m in candidate.mentions)
    for mention in candidate.mentions:
        worth = _weight(mention, related) * ZONES[mention.zone] * _place(mention, request, candidate.account.id)
        if worth > best.get(mention.by, (0.0, mention))[0]:
            best[mention.by] = worth, mention
    lacking = 1.0
    for worth, _ in best.values():
        lacking *= 1 - min(0.98, worth)
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    return _Scored(candidate, 1 - lacking, tuple(mention for worth, mention in ranked if worth > 0.02))


def _weight(mention: Mention, related: bool) -> float:
    if related and mention.by is Recognition.NAME and not mention.exact and mention.weight <= SHORT:
        return min(0.85, MEMBERSHIP * mention.weight)
    return mention.weight


def _place(mention: Mention, request: Request, account: str) -> float:
    """How much a mention counts for this request by where it stands."""
    if mention.span is None:
        return OWN if not request.spans or mention.by not in SENDER else ELSEWHERE
    own = [span for evidence in request.evidence for span in evidence.spans]
    if _overlaps(mention.span, own) or _overlaps(mention.span, request.spans):
        return OWN
    if account not in request.accounts:
        # Splitting saw it and found it beside the point: an example, a neighbour, another request's account.
        return ELSEWHERE
    return ELSEWHERE if request.spans else OWN


def _overlaps(span: Span, others: Iterable[Span]) -> bool:
    return any(span.part == other.part and span.start < other.end and other.start < span.end for other in others)


def _rival(chosen: _Scored, others: list[_Scored], request: Request) -> _Scored | None:
    """The strongest other reading of what speaks for the choice: the same words, or the same sender."""
    spans = [m.span for m in chosen.mentions if m.span is not None]
    rivals = []
    for other in others:
        shared = any(m.span and _overlaps(m.span, spans) for m in other.mentions if m.by is not Recognition.GROUP)
        sent = not spans and any(m.by in SENDER for m in other.mentions)
        if shared or sent or other.id in request.accounts:
            rivals.append(other)
    return max(rivals, key=lambda s: s.score, default=None)


def _doubts(
    document: Document, request: Request, chosen: _Scored, rival: _Scored | None, margin: float, others: list[_Scored]
) -> Iterable[str]:
    if len(request.accounts) > 1 and rival is not None:
        yield f"it may be {rival.name} as well"
    elif rival is not None and margin < CLEAR:
        yield f"{rival.name} fits nearly as well"
    against = _contradiction(document, chosen, others)
    if against:
        yield against
    zones = {mention.zone for mention in chosen.mentions if mention.span is not None}
    by_sender = any(mention.span is None and mention.by in SENDER for mention in chosen.mentions)
    if zones and not by_sender and zones <= {ZoneKind.QUOTE, ZoneKind.SIGNATURE}:
        kinds = {mention.by for mention in chosen.mentions if mention.zone is ZoneKind.SIGNATURE}
        if ZoneKind.SIGNATURE not in zones:
            yield "only an older message of the thread names it"
        elif len(kinds - {Recognition.GROUP}) < 2:
            yield "only the signature names it"
    if chosen.score < WEAK:
        yield "little speaks for it"


def _contradiction(document: Document, chosen: _Scored, others: list[_Scored]) -> str:
    """A host or code of another account in the very line that names the chosen one, which itself has none."""
    mine = [m for m in chosen.candidate.mentions if m.span is not None and m.zone in (ZoneKind.NEW, ZoneKind.FORWARD)]
    kinds = {m.by for m in mine}
    lines = {_line(document, m.span) for m in mine if m.span is not None and m.by in CERTAIN | {Recognition.NAME}}
    for other in others:
        placed = [(m, _line(document, m.span)) for m in other.candidate.mentions if m.span is not None]
        # Where its own name stands beside it, the other account is meant, and not this one mistaken.
        named = {line for m, line in placed if m.by is Recognition.NAME and m.exact}
        for mention, line in placed:
            if mention.by in CERTAIN - kinds and mention.exact and mention.weight >= 0.8 and line in lines - named:
                return f"{mention.by.value} {mention.text} beside it is that of {other.name}"
    return ""


def _line(document: Document, span: Span) -> tuple[str, int]:
    return span.part, document.part(span.part).text.rfind("\n", 0, span.start)


def _confidence(chosen: _Scored, margin: float, rivalled: bool) -> float:
    """Half of what is lacking to certainty is taken on trust (calibrated on labelled mail); a small lead costs."""
    confidence = 1 - (1 - chosen.score) * 0.5
    if rivalled:
        confidence *= 0.6 + 0.4 * min(1.0, max(0.0, margin) / 0.4)
    return confidence


def _runners_up(chosen: _Scored, others: list[_Scored], request: Request) -> tuple[RejectedAccount, ...]:
    ranked = sorted((s for s in others if s.score > 0.02), key=lambda s: -s.score)[:MOST_RUNNERS_UP]
    return tuple(
        RejectedAccount(account=s.id, name=s.name, score=round(s.score, 4), reason=_why_not(s, chosen, request))
        for s in ranked
    )


def _why_not(other: _Scored, chosen: _Scored, request: Request) -> str:
    """Why a candidate was not chosen, in words."""
    spans = [m.span for m in chosen.mentions if m.span is not None]
    placed = [m for m in other.mentions if m.span is not None]
    if not placed:
        if any(m.by in SENDER for m in other.mentions):
            return "the sender's, but the text names another" if spans else "less surely the sender's"
        return "of the same family, but not named"
    if any(m.span and _overlaps(m.span, spans) for m in placed):
        return "the same words fit it less well"
    zones = {m.zone for m in placed}
    if any(m.by in SENDER for m in other.mentions) and zones <= {ZoneKind.QUOTE, ZoneKind.SIGNATURE}:
        return "the sender's, but the text names another"
    if zones <= {ZoneKind.SIGNATURE}:
        return "only in the signature"
    if zones <= {ZoneKind.QUOTE, ZoneKind.SIGNATURE}:
        return "only in an older message"
    if other.id in request.accounts:
        return "fits less well"
    return "mentioned elsewhere in the message, not asked about here"

"""The cases of a run: what was interpreted and decided for each, with its evidence and what spoke against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.console.views.highlights import FIXED_HUES, Highlight
from app.console.views.labels import Labels
from app.console.views.talk import TalkView, talk_view
from app.console.views.values import shown
from app.console.views.words import EVIDENCE, RECOGNISED, ZONES
from workflow.document import ZoneKind
from workflow.interpretation import FieldValue
from workflow.review import ProposedCase
from workflow.waits import Wait
from workflow.work import CaseWork

MOST_SCORES = 5
"""Categories whose share is shown."""

GIVEN_APART = frozenset({"queue", "skill"})
"""Outputs of tables that have a place of their own."""


@dataclass(frozen=True)
class MentionRow:
    """A piece of evidence for the account."""

    text: str
    by: str
    zone: str
    weight: float
    highlight: str  #: id, or empty where it stands in no text


@dataclass(frozen=True)
class AccountRow:
    """An account that was not chosen."""

    name: str
    score: float
    reason: str


@dataclass(frozen=True)
class ScoreRow:
    """A category's share; `chosen` is the one that the case has."""

    label: str
    share: float
    chosen: bool


@dataclass(frozen=True)
class FieldRow:
    """A value of the case. `source` says where it comes from when that is not the sender's new text."""

    name: str
    label: str
    value: str
    quote: str
    source: str
    confidence: float
    hue: int
    highlight: str


@dataclass(frozen=True)
class CaseView:
    """One case. `account` is empty where none was chosen."""

    key: str
    number: int
    account: str
    account_key: str
    named: str
    account_reason: str
    account_confidence: float | None
    mentions: tuple[MentionRow, ...]
    runners_up: tuple[AccountRow, ...]
    category: str
    category_reason: str
    category_confidence: float | None
    category_highlight: str
    scores: tuple[ScoreRow, ...]
    fields: tuple[FieldRow, ...]
    not_stated: tuple[str, ...]
    missing: tuple[str, ...]
    question: str
    queue: str
    skill: str
    given: tuple[tuple[str, str], ...]
    confidence: float
    record: str
    record_id: str
    doubts: tuple[str, ...]
    talk: TalkView | None


def case_view(
    case: CaseWork,
    proposed: ProposedCase | None,
    highlights: Sequence[Highlight],
    labels: Labels,
    waits: Sequence[Wait] = (),
) -> CaseView:
    """The view of one case; `proposed` brings what is derived by the definition (queue and skill)."""
    own = [h for h in highlights if case.number + 1 in h.cases]
    matching, classification = case.matching, case.classification
    queue = (
        (proposed.queue if proposed else None) or case.given.get("queue") or (case.saved.owner if case.saved else "")
    )
    skill = (proposed.skill if proposed else None) or case.given.get("skill")
    return CaseView(
        key=case.key,
        number=case.number + 1,
        account=case.account.name if case.account else "",
        account_key=case.account.key if case.account else "",
        named=case.request.named,
        account_reason=matching.reason if matching else "",
        account_confidence=matching.confidence if matching else None,
        mentions=_mentions(case, own),
        runners_up=tuple(AccountRow(r.name, r.score, r.reason) for r in matching.runners_up) if matching else (),
        category=labels.category(case.category),
        category_reason=classification.reason if classification else "",
        category_confidence=classification.confidence if classification else None,
        category_highlight=next((h.id for h in own if h.kind == "category"), ""),
        scores=scores(classification.scores, case.category, labels) if classification else (),
        fields=tuple(_field(v, own, labels) for v in case.extraction.values) if case.extraction else (),
        not_stated=tuple(labels.field(name) for name in case.extraction.not_stated) if case.extraction else (),
        missing=tuple(labels.field(name) for name in case.missing),
        question=case.completeness.question if case.completeness else "",
        queue=str(queue or ""),
        skill=str(skill or ""),
        given=tuple((name, shown(value)) for name, value in case.given.items() if name not in GIVEN_APART),
        confidence=case.confidence,
        record=case.saved.number or case.saved.case if case.saved else "",
        record_id=case.saved.case if case.saved else "",
        doubts=tuple(doubt.reason for doubt in case.doubts),
        talk=talk_view(case, waits),
    )


def scores(shares: Mapping[str, float], chosen: str | None, labels: Labels) -> tuple[ScoreRow, ...]:
    """The likeliest categories, the greatest share first; the chosen one is always among them."""
    ordered = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    kept = [item for place, item in enumerate(ordered) if place < MOST_SCORES or item[0] == chosen]
    return tuple(ScoreRow(labels.category(name), share, name == chosen) for name, share in kept if share > 0.0005)


def _mentions(case: CaseWork, own: Sequence[Highlight]) -> tuple[MentionRow, ...]:
    if case.matching is None:
        return ()
    rows = []
    for mention in case.matching.mentions:
        if case.account is not None and mention.account != case.account.id:
            continue
        highlight = next((h.id for h in own if h.kind == "account" and mention.span in h.spans), "")
        by = RECOGNISED.get(mention.by.value, mention.by.value)
        rows.append(MentionRow(mention.text, by, ZONES[mention.zone], mention.weight, highlight))
    return tuple(rows)


def _field(value: FieldValue, own: Sequence[Highlight], labels: Labels) -> FieldRow:
    highlight = next(
        (h for h in own if h.name == value.field and h.kind == "field" and h.spans == value.evidence.spans), None
    )
    evidence = value.evidence
    source = EVIDENCE.get(evidence.kind, "") if evidence.kind != "quote" else ZONES[evidence.zone]
    if evidence.zone is ZoneKind.HIDDEN:
        source = "hidden text"
    if value.message:
        source = f"an answer, {source}"
    return FieldRow(
        name=value.field,
        label=labels.field(value.field),
        value=shown(value.value),
        # What stands for a person's entry is no quote of the message.
        quote="" if evidence.kind == "person" else evidence.quote,
        source=source,
        confidence=value.confidence,
        hue=highlight.hue if highlight else FIXED_HUES["triage"],
        highlight=highlight.id if highlight else "",
    )

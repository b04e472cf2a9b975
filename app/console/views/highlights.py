"""Highlights: every piece of evidence of a run, as stretches of the message's text with a label and a colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.console.views.labels import Labels
from app.console.views.values import shown
from app.console.views.words import RECOGNISED
from workflow.document import Span
from workflow.interpretation import Triage
from workflow.work import CaseWork, MessageWork

Kind = Literal["triage", "account", "category", "field", "request"]

FIXED_HUES = {"account": 0, "category": 1, "triage": 2, "request": 2}
"""Hues that always mean the same; fields take the others."""

FIELD_HUES = tuple(range(3, 12))
"""Hues of the style sheet that fields are given."""


@dataclass(frozen=True)
class Highlight:
    """Evidence for one value. `cases` counts from 1 and is empty where the whole message is meant.

    A highlight of kind `request` is the text that concerns a case: it is no proof of a value and stays unmarked until
    its case is looked at.
    """

    id: str
    kind: Kind
    name: str  #: field id, or the kind
    label: str
    value: str
    spans: tuple[Span, ...]
    cases: tuple[int, ...] = ()
    hue: int = 0

    @property
    def words(self) -> str:
        """What a person who points at it is told."""
        who = "" if not self.cases else " · case " + ", ".join(map(str, self.cases[:8]))
        return f"{self.label}: {self.value}{who}{' …' if len(self.cases) > 8 else ''}"


def highlights(message: MessageWork, cases: Sequence[CaseWork], labels: Labels) -> tuple[Highlight, ...]:
    """All evidence with a place in the text. The same evidence for several cases is one highlight."""
    found: list[Highlight] = []
    if message.triage:
        found += _of_triage(message.triage)
    for case in sorted(cases, key=lambda case: case.number):
        found += _of_case(case, labels)
    merged = _merged(found)
    hues = field_hues((h.name for h in merged if h.kind == "field"), labels.fields)
    return tuple(
        replace(one, id=f"e{number}", hue=hues.get(one.name, 0) if one.kind == "field" else FIXED_HUES[one.kind])
        for number, one in enumerate(merged, 1)
    )


def field_hues(used: Iterable[str], known: Iterable[str]) -> dict[str, int]:
    """A hue for each field: its own by its place in the bundle where that is free, so that it seldom changes."""
    order = {name: place for place, name in enumerate(known)}
    hues: dict[str, int] = {}
    for name in sorted(set(used), key=lambda name: (order.get(name, len(order)), name)):
        own = order.get(name, len(order)) % len(FIELD_HUES)
        free = [hue for hue in (*FIELD_HUES[own:], *FIELD_HUES[:own]) if hue not in hues.values()]
        hues[name] = free[0] if free else FIELD_HUES[own]
    return hues


def _of_triage(triage: Triage) -> list[Highlight]:
    spans = tuple(span for evidence in triage.evidence for span in evidence.spans)
    value = triage.kind.replace("_", " ")
    return [Highlight("", "triage", "triage", "Kind of message", value, spans)] if spans else []


def _of_case(case: CaseWork, labels: Labels) -> list[Highlight]:
    number = (case.number + 1,)
    out = []
    if case.request.spans:
        named = case.request.named or "this case"
        out.append(Highlight("", "request", "request", "Text about", named, case.request.spans, number))
    for mention in case.matching.mentions if case.matching else ():
        if mention.span and case.account and mention.account == case.account.id:
            value = f"{case.account.name} by {RECOGNISED.get(mention.by.value, mention.by.value)}"
            out.append(Highlight("", "account", "account", "Account", value, (mention.span,), number))
    if case.classification:
        spans = tuple(span for evidence in case.classification.evidence for span in evidence.spans)
        category = labels.category(case.classification.category)
        if spans:
            out.append(Highlight("", "category", "category", "Category", category, spans, number))
    for found in case.extraction.values if case.extraction else ():
        # What an answer brought stands in another message than the one that is shown.
        if found.evidence.spans and not found.message:
            label = labels.field(found.field)
            out.append(Highlight("", "field", found.field, label, shown(found.value), found.evidence.spans, number))
    return out


def _merged(found: Sequence[Highlight]) -> list[Highlight]:
    merged: dict[tuple[object, ...], Highlight] = {}
    for one in found:
        key = (one.kind, one.name, one.value, one.spans)
        before = merged.get(key)
        merged[key] = replace(before, cases=tuple(dict.fromkeys(before.cases + one.cases))) if before else one
    return list(merged.values())

"""'No work' must be proven; a request is never lost on an invented quote."""

from __future__ import annotations

from letters import NOBODY, PARCELS, letter

from agents.reading.local import LocalReader
from agents.triage import triage
from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.document import Document, Span
from workflow.evidence import Evidence
from workflow.interpretation import Triage

DOCUMENT = letter("Where is our parcel?")


class Says(LocalReader):
    """A reader with one fixed answer."""

    def __init__(self, answer: Triage) -> None:
        self.answer = answer

    def triage(self, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
        return self.answer


def judged(**answer: object) -> Triage:
    said = Triage.model_validate({"reason": "because", "confidence": 0.9, **answer})
    return triage(Says(said), DOCUMENT, (PARCELS,), NOBODY)


def test_no_work_on_an_invented_quote_is_work_for_a_person() -> None:
    invented = Evidence(quote="unsubscribe", spans=(Span(part="body", start=0, end=11),))
    answer = judged(actionable=False, kind="newsletter", evidence=(invented,))
    assert answer.actionable
    assert answer.confidence == 0.0


def test_no_work_by_a_header_or_by_a_quote_that_holds_stands() -> None:
    header = Evidence(quote="auto-submitted: auto-replied", kind="header")
    assert not judged(actionable=False, kind="auto_reply", evidence=(header,)).actionable
    real = Evidence(quote="Where", spans=(Span(part="body", start=0, end=5),))
    assert not judged(actionable=False, kind="spam", evidence=(real,)).actionable


def test_confidence_is_clamped() -> None:
    assert judged(actionable=True, confidence=9.0).confidence == 1.0


def test_the_local_readers_answer_passes() -> None:
    assert triage(LocalReader(), DOCUMENT, (PARCELS,), NOBODY).actionable

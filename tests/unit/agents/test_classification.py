"""Only configured categories pass, and confidence only with quotes that hold."""

from __future__ import annotations

from letters import PARCELS, WHOLE, letter

from agents.classification import classify
from agents.reading.local import LocalReader
from workflow.categories import CategorySet
from workflow.document import Document, Span
from workflow.evidence import Evidence
from workflow.interpretation import Classification, Request

DOCUMENT = letter("Two boxes were crushed.")


class Says(LocalReader):
    """A reader with one fixed answer."""

    def __init__(self, answer: Classification) -> None:
        self.answer = answer

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        return self.answer


def judged(category: str | None, confidence: float, *evidence: Evidence) -> Classification:
    answer = Classification(category=category, confidence=confidence, reason="because", evidence=evidence)
    return classify(Says(answer), DOCUMENT, WHOLE, PARCELS)


def test_a_category_that_is_not_configured_is_none() -> None:
    answer = judged("dragons", 0.9)
    assert (answer.category, answer.confidence) == (None, 0.0)
    assert "dragons" in answer.reason


def test_confidence_is_clamped() -> None:
    assert judged("damage", 3.0).confidence == 1.0


def test_quotes_that_do_not_hold_take_the_confidence_with_them() -> None:
    invented = Evidence(quote="cancel it all", spans=(Span(part="body", start=0, end=9),))
    real = Evidence(quote="boxes", spans=(Span(part="body", start=4, end=9),))
    assert judged("damage", 0.9, invented).confidence == 0.0
    answer = judged("damage", 0.9, invented, real)
    assert answer.confidence == 0.9
    assert answer.evidence == (real,)


def test_the_local_readers_answer_passes() -> None:
    assert classify(LocalReader(), DOCUMENT, WHOLE, PARCELS).category == "damage"

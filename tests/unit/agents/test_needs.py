"""What a request states speaks for the categories that need it."""

from __future__ import annotations

import pytest
from letters import fields

from agents.needs import weighed
from workflow.evidence import Evidence
from workflow.interpretation import Classification, Extraction, FieldValue

FIELDS = fields(
    {"id": "day", "type": "date", "required": ["pickup", "storage"]},
    {"id": "parcel", "type": "string", "required": ["tracking"]},
    {"id": "note", "type": "text"},
)
UNDECIDED = Classification(
    category="pickup", confidence=0.4, reason="like it", scores={"pickup": 0.4, "tracking": 0.35, "storage": 0.25}
)


def stating(*names: str, kind: str = "quote") -> Extraction:
    evidence = Evidence(quote="", kind=kind)  # type: ignore[arg-type]
    return Extraction(values=tuple(FieldValue(field=f, value="x", evidence=evidence, confidence=1.0) for f in names))


def test_what_only_one_category_needs_leads_to_it() -> None:
    answer = weighed(UNDECIDED, FIELDS, stating("parcel"))
    assert answer.category == "tracking"
    assert "parcel" in answer.reason
    assert "pickup" in answer.reason
    assert answer.evidence
    assert sum(answer.scores.values()) == pytest.approx(1.0, abs=0.001)


def test_what_many_need_says_less() -> None:
    rare = weighed(UNDECIDED, FIELDS, stating("parcel")).scores["tracking"] / UNDECIDED.scores["tracking"]
    common = weighed(UNDECIDED, FIELDS, stating("day")).scores["pickup"] / UNDECIDED.scores["pickup"]
    assert rare > common > 1


def test_lacking_fields_of_others_make_nobody_surer() -> None:
    loose = UNDECIDED.model_copy(
        update={"category": "other", "scores": {"other": 0.6, "pickup": 0.4}, "confidence": 0.6}
    )
    answer = weighed(loose, FIELDS, stating("note", "parcel"))
    assert answer.category == "other"
    assert answer.confidence <= 0.6


def test_what_was_searched_for_and_not_said_is_not_stated() -> None:
    assert weighed(UNDECIDED, FIELDS, stating("parcel", kind="not_stated")).category == "pickup"


def test_a_single_share_stays_as_it_is() -> None:
    model = Classification(category="pickup", confidence=0.9, reason="a model said so", scores={"pickup": 0.9})
    assert weighed(model, FIELDS, stating("parcel")) == model
    assert weighed(UNDECIDED, fields({"id": "note", "type": "text"}), stating("note")) == UNDECIDED

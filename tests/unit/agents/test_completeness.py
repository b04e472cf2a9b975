"""What a category requires and the message lacks is asked for; what was searched for and not said is not."""

from __future__ import annotations

from letters import fields, letter

from agents.completeness import complete
from agents.reading.local import LocalReader
from workflow.evidence import Evidence
from workflow.interpretation import Extraction, FieldValue

FIELDS = fields(
    {"id": "day", "label": "Day of collection", "type": "date", "required": ["pickup"]},
    {"id": "pallets", "label": "Number of pallets", "type": "integer", "required": ["pickup"]},
    {"id": "reason", "type": "enum", "values": ["price", "not_stated"], "required": ["pickup"]},
    {"id": "note", "type": "text"},
)
READER = LocalReader()


def given(**values: object) -> Extraction:
    evidence = Evidence(quote="", kind="not_stated")
    return Extraction(
        values=tuple(FieldValue(field=f, value=v, evidence=evidence, confidence=1.0) for f, v in values.items())
    )


def test_required_fields_that_are_missing_are_named_and_asked_for() -> None:
    answer = complete(READER, letter("x", language="de"), FIELDS, "pickup", given(pallets=3, reason="not_stated"))
    assert answer.missing == ("day",)
    assert "Day of collection" in answer.question
    assert "Number of pallets" not in answer.question
    assert answer.question.startswith("Vielen Dank")


def test_nothing_is_missing_for_a_category_that_requires_nothing() -> None:
    answer = complete(READER, letter("x"), FIELDS, "tracking", given())
    assert (answer.missing, answer.question) == ((), "")
    assert complete(READER, letter("x"), FIELDS, None, given()).missing == ()

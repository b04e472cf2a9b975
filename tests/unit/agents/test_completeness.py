"""What a category requires and the message lacks is asked for; what was searched for and not said is not."""

from __future__ import annotations

from letters import fields, letter
from shoebox import KINDS

from agents.completeness import complete
from agents.reading.local import LocalReader
from workflow.evidence import Evidence
from workflow.interpretation import Documents, Extraction, FieldValue, FiledDocument

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
    answer = complete(
        READER, letter("x", language="de"), FIELDS, {"pickup": 1.0}, given(pallets=3, reason="not_stated")
    )
    assert answer.missing == ("day",)
    assert "Day of collection" in answer.question
    assert "Number of pallets" not in answer.question
    assert answer.question.startswith("Vielen Dank")


def test_while_the_category_is_in_doubt_only_what_is_likely_to_be_required_is_missing() -> None:
    wanted = fields(
        {"id": "day", "type": "date", "required": ["pickup", "tracking"]},
        {"id": "pallets", "type": "integer", "required": ["pickup"]},
    )
    answer = complete(READER, letter("x"), wanted, {"pickup": 0.25, "tracking": 0.24, "other": 0.2}, given())
    assert answer.missing == ("day",)


def test_while_the_category_is_in_doubt_what_is_told_by_meaning_is_not_asked_for() -> None:
    assert complete(READER, letter("x"), FIELDS, {"pickup": 0.5}, given()).missing == ("day", "pallets")
    assert complete(READER, letter("x"), FIELDS, {"pickup": 0.8}, given()).missing == ("day", "pallets", "reason")


def test_nothing_is_missing_for_a_category_that_requires_nothing() -> None:
    answer = complete(READER, letter("x"), FIELDS, {"tracking": 1.0}, given())
    assert (answer.missing, answer.question) == ((), "")
    assert complete(READER, letter("x"), FIELDS, {}, given()).missing == ()


def came(*kinds: str | None) -> Documents:
    files = (
        FiledDocument(part=f"attachment:{n}", filename=str(n), type=kind, confidence=0.9, reason="so")
        for n, kind in enumerate(kinds)
    )
    return Documents(files=tuple(files))


def test_required_documents_that_did_not_come_are_named_and_asked_for_beside_fields() -> None:
    wanted = fields({"id": "sum", "label": "Sum", "type": "money", "required": ["credit"]})
    answer = complete(READER, letter("x"), wanted, {"credit": 1.0}, given(), KINDS, came("payslip", None))
    assert (answer.missing, answer.documents) == (("sum",), ("bank_statement",))
    assert "- Sum" in answer.question
    assert "- Bank statement (Statement of the account for the last three months)" in answer.question
    assert "Payslip" not in answer.question


def test_documents_alone_are_asked_for_and_none_where_all_came() -> None:
    answer = complete(READER, letter("x"), fields(), {"credit": 1.0}, given(), KINDS, came())
    assert answer.documents == ("bank_statement", "payslip")
    everything = came("bank_statement", "payslip")
    assert complete(READER, letter("x"), fields(), {"credit": 1.0}, given(), KINDS, everything).question == ""
    assert complete(READER, letter("x"), fields(), {"other": 1.0}, given(), KINDS, came()).documents == ()


def test_where_nobody_looked_for_documents_none_are_missing() -> None:
    assert complete(READER, letter("x"), fields(), {"credit": 1.0}, given(), KINDS, None).documents == ()

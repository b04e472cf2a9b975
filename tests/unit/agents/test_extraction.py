"""No value passes that its quote does not prove."""

from __future__ import annotations

from typing import Any

import pytest
from letters import NOBODY, WHOLE, fields, letter, span_of

from agents.extraction import extract, joined, least_sure
from agents.reading.local import LocalReader
from agents.verification import refusal
from workflow.accounts import Candidates
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Evidence
from workflow.fields import FieldSet
from workflow.interpretation import Extraction, FieldValue, Request


class Claims(LocalReader):
    """A reader that claims whatever it is told to."""

    def __init__(self, *values: FieldValue) -> None:
        self.values = values

    def extract(
        self, document: Document, request: Request, fields: FieldSet, category: str | None, candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:  # fmt: skip
        return Extraction(values=self.values)


FIELDS = fields(
    {"id": "due", "type": "date"},
    {"id": "sum", "type": "money"},
    {"id": "kind", "type": "enum", "values": ["glass", "stone", "not_stated"], "required": ["order"]},
    {"id": "kinds", "type": "list", "of": "enum", "values": ["glass", "stone"]},
    {"id": "phone", "type": "phone"},
    {"id": "host", "type": "host"},
    {"id": "note", "type": "string"},
)
DOCUMENT = letter(
    "Due June 3, 2025, $1,250.00 for glass, no stone. Call 312-555-0147 or see greenfield.\nexample.com now.",
    zones=((ZoneKind.HIDDEN, " secret stone"),),
)


def claim(field: str, value: Any, quote: str, confidence: float = 0.9, span: Span | None = None) -> FieldValue:
    evidence = Evidence(quote=quote, spans=(span or span_of(DOCUMENT, quote),))
    return FieldValue(field=field, value=value, evidence=evidence, confidence=confidence)


def accepted(*values: FieldValue, category: str | None = None) -> dict[str, Any]:
    return extract(Claims(*values), DOCUMENT, WHOLE, FIELDS, category, NOBODY).plain()


@pytest.mark.parametrize(
    ("field", "value", "quote"),
    [
        ("due", "2025-06-03", "Due June 3, 2025"),
        ("sum", {"amount": 1250.0, "currency": "USD"}, "$1,250.00"),
        ("kind", "glass", "for glass"),
        ("kinds", ["glass"], "glass"),
        ("phone", "+13125550147", "312-555-0147"),
        ("host", "greenfield.example.com", "greenfield.\nexample.com"),
        ("note", "glass", "glass"),
    ],
)
def test_a_value_that_its_quote_proves_passes(field: str, value: Any, quote: str) -> None:
    assert accepted(claim(field, value, quote)) == {field: value}


@pytest.mark.parametrize(
    ("field", "value", "quote"),
    [
        ("due", "2025-06-04", "Due June 3, 2025"),
        ("sum", {"amount": 1200.0, "currency": "USD"}, "$1,250.00"),
        ("kind", "marble", "glass"),
        ("kind", "stone", "no stone"),
        ("kinds", "glass", "glass"),
        ("phone", "+13125550148", "312-555-0147"),
        ("host", "bluefield.example.com", "greenfield.\nexample.com"),
        ("note", "wood", "glass"),
        ("note", "stone", "secret stone"),
        ("unheard", "glass", "glass"),
    ],
)
def test_a_value_that_its_quote_does_not_prove_is_dropped(field: str, value: Any, quote: str) -> None:
    assert field not in accepted(claim(field, value, quote))


def test_a_quote_at_the_wrong_place_proves_nothing() -> None:
    assert accepted(claim("note", "glass", "glass", span=Span(part="body", start=0, end=5))) == {}


def test_every_refusal_says_why() -> None:
    due = FIELDS.fields[0]
    assert "cannot be read" in refusal(DOCUMENT, due, claim("due", "2025-06-04", "June 3, 2025"))
    hidden = refusal(DOCUMENT, FIELDS.fields[6], claim("note", "stone", "secret stone"))
    assert "invisible" in hidden


def test_confidence_stays_between_nothing_and_certainty() -> None:
    answer = extract(Claims(claim("note", "glass", "glass", 7.0)), DOCUMENT, WHOLE, FIELDS, None, NOBODY)
    assert answer.values[0].confidence == 1.0


def test_an_enum_with_a_value_for_nothing_said_gets_it_where_it_is_required() -> None:
    answer = extract(Claims(), DOCUMENT, WHOLE, FIELDS, "order", NOBODY)
    assert answer.plain() == {"kind": "not_stated"}
    assert answer.values[0].evidence.kind == "not_stated"
    assert extract(Claims(), DOCUMENT, WHOLE, FIELDS, "else", NOBODY).plain() == {}


def test_the_first_of_two_answers_for_one_field_counts() -> None:
    assert accepted(claim("note", "glass", "glass"), claim("note", "Due", "Due")) == {"note": "glass"}


def test_what_the_local_reader_finds_is_never_refused() -> None:
    document = letter("Please pay $1,250.00 by June 30, 2025. Call me on 312-555-0147. It is about the glass.")
    found = LocalReader().extract(document, WHOLE, FIELDS, "order", NOBODY)
    assert len(found.values) >= 3
    assert not [
        refusal(document, field, v)
        for v in found.values
        if (field := FIELDS.get(v.field)) and refusal(document, field, v)
    ]


def test_the_least_sure_value_says_whether_another_model_is_asked() -> None:
    said = Extraction(values=(claim("due", "2025-06-03", "Due June 3, 2025", 0.9), claim("note", "now", "now", 0.6)))
    assert least_sure(said, FIELDS, None) == 0.6
    assert least_sure(said, FIELDS, "order") == 0.0  # it requires `kind`, which was not found
    assert least_sure(Extraction(), FIELDS, None) == 1.0


def test_what_the_cheaper_model_was_sure_of_stays_and_the_next_one_says_the_rest() -> None:
    cheaper = Extraction(
        values=(claim("due", "2025-06-03", "Due June 3, 2025", 0.9), claim("kind", "stone", "glass", 0.5)),
        not_stated=("sum", "phone"),
    )
    careful = Extraction(
        values=(claim("due", "2025-03-06", "Due June 3, 2025"), claim("kind", "glass", "glass")),
        not_stated=("sum", "phone"),
    )
    both = joined(cheaper, careful, 0.8)
    assert both.plain() == {"due": "2025-06-03", "kind": "glass"}
    assert joined(cheaper, Extraction(not_stated=("due", "kind", "sum")), 0.8).not_stated == ("kind", "sum")

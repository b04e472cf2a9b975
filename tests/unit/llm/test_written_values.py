"""What a model writes for a value becomes the form of the type, or is refused."""

from __future__ import annotations

from typing import Any

import pytest

from agents.reading.llm.answers import SaidTriage, parse
from agents.reading.llm.values import typed
from workflow.errors import InputError
from workflow.fields import FieldDefinition, FieldType


def field(kind: str, **more: Any) -> FieldDefinition:
    return FieldDefinition(id="it", type=FieldType(kind), **more)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("string", " K-118 ", "K-118"),
        ("string", 118, "118"),
        ("boolean", "Yes", True),
        ("boolean", False, False),
        ("integer", "1,200", 1200),
        ("number", "12.5", 12.5),
        ("percent", "15 %", 15),
        ("money", "850.00 USD", {"amount": 850.0, "currency": "USD"}),
        ("money", "EUR 1,250.50", {"amount": 1250.5, "currency": "EUR"}),
        ("money", "40", {"amount": 40, "currency": None}),
        ("money", {"amount": 3, "currency": "GBP"}, {"amount": 3, "currency": "GBP"}),
        ("date", "2026-03-31T00:00:00Z", "2026-03-31"),
        ("host", "https://www.Example.com/a?b", "example.com"),
        ("email", "Ben@A.example", "ben@a.example"),
        ("phone", "030 901820", "+4930901820"),
        ("phone", "+1 (202) 555-0101", "+12025550101"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("duration", "p30d", "P30D"),
        ("vin", "1ftfw1e50nfa0 0001", "1FTFW1E50NFA00001"),
        ("country", "de", "DE"),
    ],
)
def test_a_value_takes_the_form_of_its_type(kind: str, written: Any, value: Any) -> None:
    assert typed(field(kind), written, ("DE",)) == value


def test_an_enum_is_taken_in_any_case() -> None:
    assert typed(field("enum", values=("Mercedes-Benz", "MINI")), "mini") == "MINI"


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("date", "31.03.2026"), ("date", "2026-02-30"), ("money", "much"), ("number", "1e999"), ("number", "NaN"),
        ("integer", "1.5"), ("boolean", "perhaps"), ("email", "ben"), ("vin", "123"), ("iban", "DE00"), ("string", ""),
        ("string", None), ("string", ["a"]), ("number", True), ("money", {"amount": "1"}), ("phone", "soon"),
    ],
)  # fmt: skip
def test_what_has_another_form_is_refused(kind: str, written: Any) -> None:
    with pytest.raises(InputError):
        typed(field(kind), written, ("DE",))


def test_an_enum_value_that_is_not_configured_is_refused() -> None:
    with pytest.raises(InputError, match="one of: a, b"):
        typed(field("enum", values=("a", "b")), "c")


GOOD = '{"actionable": true, "confidence": 0.9}'


@pytest.mark.parametrize("text", [GOOD, f"```json\n{GOOD}\n```", f"Here you are:\n{GOOD}\nAnything else?"])
def test_an_answer_is_read_however_it_is_wrapped(text: str) -> None:
    assert parse(text, SaidTriage).confidence == 0.9


def test_a_share_counted_to_a_hundred_is_understood_and_none_leaves_its_bounds() -> None:
    assert parse('{"actionable": true, "confidence": 95}', SaidTriage).confidence == 0.95
    assert parse('{"actionable": true, "confidence": -3}', SaidTriage).confidence == 0.0
    assert parse('{"actionable": true, "confidence": 1e9}', SaidTriage).confidence == 1.0


def test_keys_that_nobody_asked_for_are_dropped() -> None:
    said = parse(
        '{"actionable": true, "confidence": 1, "tool": "http.post", "url": "https://evil.example"}', SaidTriage
    )
    assert set(said.model_dump()) == {"actionable", "kind", "reason", "confidence", "quotes"}


def test_a_reason_is_one_short_line_without_control_characters() -> None:
    said = parse(
        '{"actionable": true, "confidence": 1, "reason": "a\\n\\u202eb\\u001b[31m' + "x" * 999 + '"}', SaidTriage
    )
    assert said.reason.startswith("a b [31mxxx")
    assert len(said.reason) <= 240


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "not JSON"), ("no", "not JSON"), ("[1]", "no JSON object"), ('{"actionable": NaN}', "NaN is no JSON"),
        ('{"confidence": 1}', "actionable: Field required"), ('{"actionable": 3, "confidence": 1}', "actionable"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "nested"), ("x" * 400_001, "too long"),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_read_says_why(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parse(text, SaidTriage)

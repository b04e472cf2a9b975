"""Values ↔ inputs of a form."""

from __future__ import annotations

import pytest
from harbour import FIELDS

from app.console.views.inputs import Unreadable, control_of, read, texts_of
from workflow.fields import FieldDefinition, FieldType


def field(kind: FieldType, of: FieldType | None = None, values: tuple[str, ...] = ()) -> FieldDefinition:
    return FieldDefinition(id="f", type=kind, of=of, values=values)


ROUND = [
    (field(FieldType.STRING), "Pier 3"),
    (field(FieldType.TEXT), "two\nlines"),
    (field(FieldType.INTEGER), 12),
    (field(FieldType.NUMBER), 2.4),
    (field(FieldType.NUMBER), 7),
    (field(FieldType.PERCENT), 12.5),
    (field(FieldType.BOOLEAN), True),
    (field(FieldType.BOOLEAN), False),
    (field(FieldType.DATE), "2026-05-03"),
    (field(FieldType.DATETIME), "2026-05-03T09:30"),
    (field(FieldType.DATETIME), "2026-05-03T09:30:00+02:00"),
    (field(FieldType.MONEY), {"amount": 1250.5, "currency": "EUR"}),
    (field(FieldType.MONEY), {"amount": 180.0, "currency": None}),
    (field(FieldType.ENUM, values=("a", "b")), "b"),
    (field(FieldType.EMAIL), "ada@charter.example"),
    (field(FieldType.VIN), "WAUZZZ8V5KA000001"),
    (field(FieldType.OBJECT), {"name": "Dunlin", "length": 12}),
    (field(FieldType.LIST, FieldType.STRING), ["PB-1", "PB-2"]),
    (field(FieldType.LIST, FieldType.ENUM, ("water", "power")), ["power", "water"]),
    (field(FieldType.LIST, FieldType.MONEY), [{"amount": 1.5, "currency": "USD"}, {"amount": 2.0, "currency": "USD"}]),
]


@pytest.mark.parametrize(("definition", "value"), ROUND, ids=lambda p: str(p)[:40])
def test_a_value_comes_back_from_its_input_as_it_was(definition: FieldDefinition, value: object):
    assert read(definition, texts_of(definition, value)) == value


@pytest.mark.parametrize("definition", FIELDS.fields, ids=lambda f: f.id)
def test_nothing_in_an_input_is_no_value(definition: FieldDefinition):
    assert texts_of(definition, None) == ()
    assert read(definition, ()) is None
    assert read(definition, ("  ",)) is None


WRONG = [
    (FieldType.INTEGER, "2.5", "whole number"),
    (FieldType.INTEGER, "many", "whole number"),
    (FieldType.NUMBER, "1e9", "number"),
    (FieldType.MONEY, "about 5", "amount and a currency"),
    (FieldType.MONEY, "EUR 5 USD", "amount and a currency"),
    (FieldType.DATE, "3 May", "date such as"),
    (FieldType.DATE, "2026-02-30", "date such as"),
    (FieldType.DATETIME, "noon", "date and time"),
    (FieldType.EMAIL, "nobody", "e-mail address"),
    (FieldType.VIN, "WAUZZZ8V5KA00000", "17 letters"),
    (FieldType.PHONE, "555 0101", "country code"),
    (FieldType.HOST, "https://harbour.example/fees", "without https"),
    (FieldType.IBAN, "DE89370400440532013001", "check digits"),
    (FieldType.DURATION, "a month", "ISO 8601"),
    (FieldType.MONEY, "9999999999999999 EUR", "amount and a currency"),
    (FieldType.TEXT, "x" * 32_001, "at most 32,000 characters"),
    (FieldType.BOOLEAN, "maybe", "yes or no"),
    (FieldType.OBJECT, "[1]", "object of JSON"),
    (FieldType.OBJECT, "[" * 100_000, "object of JSON"),
]


@pytest.mark.parametrize(("kind", "text", "words"), WRONG, ids=lambda p: str(p)[:20])
def test_a_text_that_is_no_value_of_its_type_says_what_one_looks_like(kind: FieldType, text: str, words: str):
    with pytest.raises(Unreadable, match=words):
        read(field(kind), (text,))


def test_an_enum_takes_none_but_its_values():
    with pytest.raises(Unreadable, match="one of: a, b"):
        read(field(FieldType.ENUM, values=("a", "b")), ("c",))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.HOST, "www.Harbour.Example", "harbour.example"),
        (FieldType.PHONE, "+1 (202) 555-0101", "+12025550101"),
        (FieldType.IBAN, "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        (FieldType.COUNTRY, "de", "DE"),
        (FieldType.PERSON, '{"name": "Ada"}', {"name": "Ada"}),
    ],
)
def test_a_value_is_read_in_the_form_that_stands_on_the_record(kind: FieldType, text: str, value: object):
    assert read(field(kind), (text,)) == value


def test_a_list_has_an_end():
    with pytest.raises(Unreadable, match="at most 500 values"):
        read(field(FieldType.LIST, FieldType.STRING), ("x\n" * 501,))


@pytest.mark.parametrize("text", ["EUR 1,250.00", "1250 eur", "1'250.00 EUR", "1 250.00EUR"])
def test_money_is_read_in_the_ways_in_which_people_type_it(text: str):
    assert read(field(FieldType.MONEY), (text,)) == {"amount": 1250.0, "currency": "EUR"}


@pytest.mark.parametrize(
    ("definition", "text", "control"),
    [
        (field(FieldType.DATE), "2026-05-03", "date"),
        (field(FieldType.DATE), "soon", "text"),
        (field(FieldType.DATE), "20260503", "text"),
        (field(FieldType.DATETIME), "2026-05-03T09:30", "datetime-local"),
        (field(FieldType.DATETIME), "2026-05-03T09:30+02:00", "text"),
        (field(FieldType.NUMBER), "a few", "text"),
        (field(FieldType.ENUM, values=("a",)), "z", "text"),
        (field(FieldType.BOOLEAN), "perhaps", "text"),
        (field(FieldType.STRING), "two\nlines", "textarea"),
        (field(FieldType.LIST, FieldType.ENUM, ("a",)), "z", "textarea"),
    ],
)
def test_a_control_that_would_swallow_what_stands_in_it_is_not_used(definition, text, control):
    assert control_of(definition, (text,)) == control

"""What a person may enter in a field: the form of each type, and a message that says what it is."""

from __future__ import annotations

from typing import Any

import pytest

from workflow.errors import InputError
from workflow.fields import FieldDefinition, FieldType
from workflow.values import FORMS, checked


def field(kind: str, of: str | None = None) -> FieldDefinition:
    values = ("price", "service") if "enum" in (kind, of) else ()
    return FieldDefinition.model_validate({"id": "it", "type": kind, "of": of, "values": values})


TAKEN = [
    ("string", " Front desk ", "Front desk"), ("text", "two\nlines", "two\nlines"),
    ("integer", 12, 12), ("integer", 12.0, 12), ("number", 12.5, 12.5), ("percent", 15, 15),
    ("boolean", False, False),
    ("date", "2026-03-31", "2026-03-31"), ("datetime", "2026-03-31T14:30", "2026-03-31T14:30"),
    ("datetime", "2026-03-31T14:30:00+02:00", "2026-03-31T14:30:00+02:00"),
    ("duration", "P30D", "P30D"), ("duration", "pt1h30m", "PT1H30M"),
    ("money", {"amount": 1200, "currency": "USD"}, {"amount": 1200, "currency": "USD"}),
    ("money", {"amount": 9.5}, {"amount": 9.5, "currency": None}),
    ("enum", "price", "price"),
    ("email", "Ada@Example.com", "ada@example.com"), ("phone", "+1 202-555-0101", "+12025550101"),
    ("host", "www.Example.com", "example.com"), ("host", "münchen.example", "münchen.example"),
    ("url", "https://example.com/a?b=1", "https://example.com/a?b=1"),
    ("vin", "1m8gdm9axkp042788", "1M8GDM9AXKP042788"), ("iban", "DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
    ("postal_code", "K1A 0B1", "K1A 0B1"), ("country", "de", "DE"), ("language", "FR", "fr"),
    ("person", "Ada Norvik", "Ada Norvik"), ("object", {"a": 1}, {"a": 1}),
]  # fmt: skip

REFUSED = [
    ("string", 5), ("string", ["a"]), ("text", "x" * 40_000),
    ("integer", "12"), ("integer", True), ("integer", 12.5), ("number", float("nan")), ("number", 10**15),
    ("percent", "15 %"), ("boolean", "true"), ("boolean", 1),
    ("date", "31.03.2026"), ("date", "2026-02-30"), ("date", 20260331), ("datetime", "2026-03-31"),
    ("duration", "30 days"), ("duration", "P"), ("duration", "PT"),
    ("money", 1200), ("money", {"amount": "1200"}), ("money", {"amount": 1, "currency": "$"}),
    ("money", {"amount": 1, "currency": 5}), ("money", {"amount": 1, "tax": 0}),
    ("enum", "weather"), ("enum", ["price"]), ("enum", {"price": 1}),
    ("email", "ada"), ("phone", "555 0101"), ("phone", 12025550101), ("host", "https://example.com"),
    ("host", "localhost"), ("url", "example.com"), ("vin", "1M8GDM9AXKP04278"), ("vin", "IOQ8GDM9AXKP04278"),
    ("iban", "DE89370400440532013001"), ("postal_code", "-"), ("country", "Germany"), ("language", "french"),
    ("person", 5), ("object", [1]), ("object", "{}"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value", "wanted"), TAKEN)
def test_a_value_of_its_type_is_taken_in_its_form(kind: str, value: Any, wanted: Any) -> None:
    assert checked(field(kind), value) == wanted
    assert checked(field(kind), wanted) == wanted


@pytest.mark.parametrize(("kind", "value"), REFUSED)
def test_a_value_of_another_type_is_refused_with_what_it_must_be(kind: str, value: Any) -> None:
    with pytest.raises(InputError, match=r"^the field it is .+, not ") as told:
        checked(field(kind), value)
    assert len(str(told.value)) < 250


@pytest.mark.parametrize("value", [None, "", "  ", []])
@pytest.mark.parametrize("kind", ["string", "money", "enum"])
def test_an_empty_value_takes_the_value_away(kind: str, value: Any) -> None:
    assert checked(field(kind), value) is None


def test_each_element_of_a_list_is_checked() -> None:
    assert checked(field("list", "vin"), ["1m8gdm9axkp042788"]) == ["1M8GDM9AXKP042788"]
    assert checked(field("list", "enum"), ("price", "service")) == ["price", "service"]
    for value in ("price", ["price", "weather"], [None], {"price": 1}, ["price"] * 501):
        with pytest.raises(InputError, match="the field it is"):
            checked(field("list", "enum"), value)


def test_every_type_has_a_form() -> None:
    assert set(FORMS) == set(FieldType) - {FieldType.ENUM, FieldType.LIST}


@pytest.mark.parametrize("depth", [2, 300])
def test_an_object_that_no_reader_could_write_down_is_refused(depth: int) -> None:
    nested: dict[str, Any] = {"end": 1}
    for _ in range(depth):
        nested = {"in": nested}
    field = FieldDefinition(id="thing", type=FieldType.OBJECT)
    if depth == 300:
        with pytest.raises(InputError, match="object"):
            checked(field, nested)
        with pytest.raises(InputError, match="object"):
            checked(field, {"n": float("nan")})
    else:
        assert checked(field, nested) == nested

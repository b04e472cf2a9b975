"""An enum's value is recognised by its words, by what can be derived from them, and by meaning."""

from __future__ import annotations

from typing import Any

import pytest

from agents.reading.local.finders.enums import find_enums
from workflow.fields import FieldDefinition


def enum(values: list[str], **more: Any) -> FieldDefinition:
    return FieldDefinition.model_validate({"id": "kind", "type": "enum", "values": values, **more})


@pytest.mark.parametrize(
    ("values", "text", "told"),
    [
        (["cold_storage", "dry"], "it needs cold storage", "cold_storage"),
        (["cold_storage", "dry"], "cold-storage please", "cold_storage"),
        (["window", "door"], "both windows are broken", "window"),
        (["Alpha Beta", "Gamma"], "an AB in blue", "Alpha Beta"),
        (["Northwagen", "Plume"], "two NW in the yard", "Northwagen"),
        (["Rosalinde", "Plume"], "our Rosaly stopped", "Rosalinde"),
        (["gas", "electricity"], "Ihre Gasrechnung ist falsch", "gas"),
        (["temperature_controlled", "express"], "con temperatura controlada", "temperature_controlled"),
        (["fire", "theft", "water"], "das Auto wurde gestohlen", "theft"),
        (["fire", "theft", "water"], "une fuite dans la cuisine", "water"),
        (["fire", "theft", "water"], "水漏れしています", "water"),
    ],
)
def test_a_value_is_told_in_many_ways(values: list[str], text: str, told: str) -> None:
    assert told in {match.value for match in find_enums(text, enum(values))}


def test_initials_of_values_in_a_row_are_an_abbreviation_of_all() -> None:
    matches = find_enums("the ABCD fleet", enum(["Aro", "Belm", "Corr", "Dane", "Erst"]))
    assert [match.value for match in matches] == ["Aro", "Belm", "Corr", "Dane"]


def test_synonyms_count_as_the_values_words() -> None:
    field = enum(["lift", "stairs"], synonyms={"lift": ("paternoster",)})
    assert [m.value for m in find_enums("the paternoster squeaks", field)] == ["lift"]


def test_what_the_description_says_of_a_value_tells_it() -> None:
    field = enum(["low", "normal", "high"], description="high: nobody can work; low: 'take your time'")
    assert [m.value for m in find_enums("Nobody here can work today.", field)] == ["high"]
    assert [m.value for m in find_enums("take your time", field)] == ["low"]


def test_values_that_are_names_are_not_guessed_by_meaning() -> None:
    field = enum(["Carrow", "Plume", "Dirk"])
    assert find_enums("my car is dirty", field) == []


def test_the_value_for_nothing_said_is_never_found() -> None:
    assert find_enums("the reason is unknown, not stated", enum(["price", "not_stated", "unknown"])) == []

"""Codes by the form that a field shows: examples, 'in the form …', a beginning in brackets."""

from __future__ import annotations

import pytest

from agents.reading.local.finders.shapes import find_shaped, shapes_of
from workflow.fields import FieldDefinition, FieldType


def field(description: str = "", examples: tuple[str, ...] = ()) -> FieldDefinition:
    return FieldDefinition(id="code", type=FieldType.STRING, description=description, examples=examples)


def found(text: str, description: str = "", examples: tuple[str, ...] = ()) -> list[str]:
    return [one.value for one in find_shaped(text, shapes_of(field(description, examples)))]


def test_an_example_shows_the_form_of_all_codes() -> None:
    assert found("see QT-23-004417 and QT-9, not XT-23-004417", examples=("QT-10-000001",)) == ["QT-23-004417"]


def test_letters_that_differ_between_examples_may_be_any() -> None:
    assert found("the van KL19 XBD", examples=("AB12 CDE", "XY99 ZZZ")) == ["KL19 XBD"]


@pytest.mark.parametrize(
    ("description", "text", "codes"),
    [
        ("Our part numbers, in the form 55-10234", "12 of 71-20091 and 71-20092", ["71-20091", "71-20092"]),
        ("Number of the ticket (TK- and digits), as written", "about TK-88213, not SK-88213", ["TK-88213"]),
        ("Our number of the case (K, year, digits)", "K24-00871 is open", ["K24-00871"]),
    ],
)
def test_a_description_shows_the_form(description: str, text: str, codes: list[str]) -> None:
    assert found(text, description) == codes


@pytest.mark.parametrize("description", ["Amount above 10.000", "Date such as 2025-06-30", "Up to 24 months", ""])
def test_sums_dates_and_counts_show_no_form(description: str) -> None:
    assert shapes_of(field(description)) == ()


def test_a_code_inside_a_longer_one_is_none() -> None:
    assert found("AB-12345-9 and 9-AB-12345", examples=("AB-12345",)) == []

"""Values compare as `workflow/comparison.py` says, whatever they are."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.comparison import equal, is_empty, key, members, moment, order, show, to_number, truth

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Loss", " lOSS "),
        ("Straße", "STRASSE"),
        ("cafe\u0301", "CAF\u00c9"),
        ("two  words", "Two\nwords"),
        (5, 5.0),
        (5, "5"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (date(2025, 6, 30), "2025-06-30"),
        ("2025-06-30T10:00:00+02:00", "2025-06-30T08:00:00Z"),
        (datetime.fromisoformat("2025-06-30T10:00:00+02:00"), "2025-06-30 08:00"),
        (["a", 1], ["A", "1"]),
    ],
)
def test_the_same_in_another_spelling_is_equal(left: Any, right: Any) -> None:
    assert equal(left, right)
    assert equal(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("01234", 1234),
        ("5.0", 5),
        (1, True),
        ("", ""),
        (None, None),
        ([], []),
        ("a", ["a"]),
        (["a", "b"], ["b", "a"]),
        ({"length": 5}, 5),
        (float("nan"), float("nan")),
        ("2025-06-30", "2025-06-30T00:00:00Z"),
    ],
)
def test_what_is_something_else_or_empty_is_not_equal(left: Any, right: Any) -> None:
    assert not equal(left, right)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (9, "10"),
        ("2499.99", 2500),
        ("2025-06-30", date(2025, 7, 1)),
        ("2025-06-30T23:59:00", "2025-07-01"),
        ("2025-06-30T10:00:00+02:00", "2025-06-30T09:00:00Z"),
    ],
)
def test_numbers_and_dates_have_an_order(less: Any, more: Any) -> None:
    assert order(less, more) == -1
    assert order(more, less) == 1
    assert order(less, less) == 0


@pytest.mark.parametrize("pair", [("a", "b"), (5, "many"), (5, "2025-01-01"), (True, 0), (None, 5), ([1], 2)])
def test_what_is_of_different_kinds_has_none(pair: tuple[Any, Any]) -> None:
    assert order(*pair) is None


def test_a_date_against_a_moment_compares_the_days_as_written() -> None:
    late_in_tokyo = "2025-07-01T00:30:00+09:00"  # still June in UTC
    assert order(late_in_tokyo, "2025-07-01") == 0


def test_a_multi_select_picklist_has_members() -> None:
    assert members("Books; Toys;;") == ["Books", "Toys"]
    assert members(["a", "", None, 0]) == ["a", 0]
    assert members(None) == []


def test_zero_and_false_are_set_and_blanks_are_empty() -> None:
    assert [is_empty(value) for value in (0, False, "0", "x", [0])] == [False] * 5
    assert [is_empty(value) for value in (None, "", " \u00a0\n", [], {}, ())] == [True] * 6


def test_only_true_is_true() -> None:
    assert truth(True)
    assert truth(" True")
    assert [truth(value) for value in (1, "yes", "false", None, ["true"], {"a": 1})] == [False] * 6


@pytest.mark.parametrize("text", ["1e5", "1_000", "٣", "0x1", "inf", "nan", "1.", "--1", "9" * 40])
def test_what_only_python_calls_a_number_is_none(text: str) -> None:
    assert to_number(text) is None


def test_numbers_out_of_all_bounds_are_empty() -> None:
    assert to_number(10**400) is None
    assert key(float("inf")) is None


@pytest.mark.parametrize("text", ["2025-02-30", "2025-13-01T10:00", "٢٠٢٥-٠١-٠١", "0000-01-01"])
def test_an_impossible_date_is_a_text_without_order(text: str) -> None:
    assert moment(text) is None
    assert order(text, "2025-01-01") is None
    assert equal(text, text)


@given(ANY, ANY)
def test_any_two_values_can_be_compared(left: Any, right: Any) -> None:
    assert equal(left, right) == equal(right, left)
    forth, back = order(left, right), order(right, left)
    assert (forth is None) == (back is None)
    assert forth is None or forth == -(back or 0)
    assert isinstance(show(left), str)


@given(ANY)
def test_a_value_equals_itself_unless_it_is_empty_or_has_no_comparable_form(value: Any) -> None:
    if key(value) is not None:
        assert equal(value, value)
    if is_empty(value):
        assert not equal(value, value)


def test_money_counts_by_its_amount_whatever_the_currency() -> None:
    money = {"amount": 12_500.0, "currency": "CHF"}
    assert order(money, 10_000) == 1
    assert order("12500", money) == 0
    assert equal(money, {"amount": 12_500.0, "currency": "EUR"})
    assert to_number({"amount": 5, "unit": "kg"}) is None

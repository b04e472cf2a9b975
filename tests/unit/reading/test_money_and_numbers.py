"""Sums, numbers and percentages are read with either kind of separators."""

from __future__ import annotations

import pytest

from agents.reading.local.finders.money import find_money, parse_number
from agents.reading.local.finders.numbers import find_integers, find_numbers, find_percents


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("about $860 each", 860.0, "USD"),
        ("€ 2.600 per maand", 2600.0, "EUR"),
        ("1.375,00 €", 1375.0, "EUR"),
        ("£1,375.00", 1375.0, "GBP"),
        ("1 200,50 euros", 1200.5, "EUR"),
        ("CHF 1'250.00", 1250.0, "CHF"),
        ("5000 dollars", 5000.0, "USD"),
        ("12k EUR", 12000.0, "EUR"),
        ("2,5 Mio. €", 2_500_000.0, "EUR"),
        ("3万円", 30000.0, "JPY"),
        ("先月より8,650円高い", 8650.0, "JPY"),
        ("退回多收的730元", 730.0, "CNY"),
        ("合計は￥4,200です", 4200.0, "JPY"),
        ("$40 CAD", 40.0, "CAD"),
    ],
)
def test_a_sum_is_read_in_every_form(text: str, amount: float, currency: str) -> None:
    assert [found.value for found in find_money(text)] == [{"amount": amount, "currency": currency}]


def test_a_bare_dollar_is_the_countrys() -> None:
    assert find_money("$20", "CAD")[0].value["currency"] == "CAD"


@pytest.mark.parametrize("text", ["invoice 2025-113", "room 214", "14 boxes", "at 10:30", "v2.0"])
def test_what_names_no_currency_is_no_sum(text: str) -> None:
    assert find_money(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.234,50", 1234.5), ("1,234.50", 1234.5), ("1.234", 1234.0), ("12,5", 12.5), ("1.234.567", 1234567.0)],
)
def test_separators_of_both_sides_of_the_ocean(text: str, number: float) -> None:
    assert parse_number(text) == number


def test_numbers_stand_for_themselves_and_in_words_and_beside_kanji() -> None:
    assert [f.value for f in find_integers("three pallets of 40, about 1,250 kg")] == [3, 40, 1250]
    assert [f.value for f in find_integers("パレット4枚、約1,200kg")] == [4, 1200]


def test_parts_of_codes_dates_and_times_are_no_numbers() -> None:
    assert find_numbers("F53022, 10:30, INV-3381, 2025-06-12") == ()


def test_percentages() -> None:
    assert [f.value for f in find_percents("12,5 % and 3 percent, 20 pour cent")] == [12.5, 3.0, 20.0]

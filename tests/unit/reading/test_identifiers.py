"""Identifiers with check digits, codes, postal codes and countries."""

from __future__ import annotations

import pytest

from agents.reading.local.finders.identifiers import find_codes, find_grouped_codes, find_ibans, find_vins
from agents.reading.local.finders.places import find_countries, find_languages, find_postal_codes


def test_a_vin_is_in_upper_case_and_surer_with_its_check_digit() -> None:
    right, other = find_vins("1m8gdm9axkp042788 and 1M8GDM9A1KP042788")
    assert right.value == "1M8GDM9AXKP042788"
    assert right.sure > other.sure


def test_what_is_as_long_as_a_vin_but_none_is_left_out() -> None:
    assert find_vins("ABCDEFGHJKLMNPRST 12345678901234567") == ()


def test_an_iban_needs_its_check_sum_and_loses_its_spaces() -> None:
    assert find_ibans("IBAN DE89 3704 0044 0532 0130 00 bitte")[0].value == "DE89370400440532013000"
    assert find_ibans("DE89 3704 0044 0532 0130 01") == ()


def test_codes_mix_letters_and_digits_and_leave_dates_and_sums_alone() -> None:
    text = "invoice INV-207, depot 52391, 10am, 05/10/2025, 1,940.00, 3rd"
    assert [found.value for found in find_codes(text)] == ["INV-207", "52391"]


@pytest.mark.parametrize("code", ["FK 231 ZT", "HV 22-7781-03", "4821 KLM"])
def test_codes_in_groups_are_one_code(code: str) -> None:
    assert [found.value for found in find_grouped_codes(f"Nummer {code}, danke")] == [code]


def test_postal_codes_are_those_of_the_likeliest_country() -> None:
    assert find_postal_codes("69003 Lyon", ("FR",))[0].value == "69003"
    assert find_postal_codes("Halifax, B3H 4R2", ("CA",))[0].value == "B3H 4R2"
    assert find_postal_codes("we sold 12345 of them", ("US",)) == ()


def test_countries_and_languages_in_any_language() -> None:
    assert [f.value for f in find_countries("de Alemania a Portugal, dann in die Schweiz")] == ["DE", "PT", "CH"]
    assert [f.value for f in find_languages("on parle allemand, 日本語")] == ["de", "ja"]

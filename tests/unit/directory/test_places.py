"""Addresses and towns beside a name tell accounts with like names apart."""

from __future__ import annotations

from functools import cache

import pytest
from estate import document

from tools.directory import Directory
from workflow.accounts import Recognition
from workflow.definition import AccountRule

RULE = AccountRule(key="Id")
SITES = """
S1|Harbour Youth Trust|14 Pelham Road|Dunwich|NR33 1AA
S2|Harbour Youth Trust - Larkmoor|7 E 113th Street|Dunwich|NR33 2BB
S3|Harbour Youth Trust - Saint Hilda Hall|9 Quay Road|Wexcote|WX1 4QQ
S4|Pelham|60 Sluice Lane|Wexcote|WX1 9ZZ
S5|V & J Nursery School|3 Orchard Way|Hestonbury|HB2 7DD
S6|Brackwater Pumps|55 Sandoyle Avenue|Dunwich|NR33 5EE
S7|Brackwater Pumps|55 Sandoyle Avenue|Wexcote|WX1 5FF
S8|Quarrymoor Valves||Porthbran|
""".strip().splitlines()


@cache
def sites() -> Directory:
    columns = ("Id", "Name", "BillingStreet", "BillingCity", "BillingPostalCode")
    return Directory.build([dict(zip(columns, line.split("|"), strict=True)) for line in SITES], [], RULE)


def _weights(text: str, by: Recognition) -> dict[str, float]:
    found = sites().candidates(document(text)).candidates
    weights = {each.account.id: [m.weight for m in each.mentions if m.by is by] for each in found}
    return {account: max(each) for account, each in weights.items() if each}


def test_of_sites_with_like_names_the_address_beside_the_name_tells_which() -> None:
    weights = _weights("It is about Harbour Youth Trust, 7 E 113 St, Dunwich.", Recognition.NAME)
    assert weights["S2"] == 0.6
    assert weights["S1"] == pytest.approx(0.9 * 0.4, abs=0.03)


def test_without_an_address_the_whole_name_is_the_one_that_bears_it() -> None:
    weights = _weights("It is about Harbour Youth Trust.", Recognition.NAME)
    assert max(weights, key=weights.__getitem__) == "S1"
    assert weights["S1"] == 0.9


def test_a_street_that_is_called_as_an_account_does_not_name_it() -> None:
    weights = _weights("Please come to 14 Pelham Road on Monday.", Recognition.NAME)
    assert weights.get("S4", 0.0) <= 0.75 * 0.4


@pytest.mark.parametrize("written", ["7 E 113th Street", "7 E. 113 St", "7 east 113th"])
def test_a_numbered_street_is_found_with_and_without_its_ending(written: str) -> None:
    assert _weights(f"we are at {written} now", Recognition.ADDRESS) == {"S2": 0.7}


def test_a_misspelt_street_is_found_by_house_number_and_postal_code() -> None:
    assert _weights("we are at 60 Sluise Lane, WX1 9ZZ", Recognition.ADDRESS) == {"S4": 0.8}
    assert _weights("we are at 60 Sluise Lane", Recognition.ADDRESS) == {}


def test_the_postal_code_tells_one_street_from_its_namesake_in_another_town() -> None:
    assert _weights("55 Sandoyle Avenue, WX1 5FF Wexcote", Recognition.ADDRESS) == {"S7": 0.8, "S6": 0.35}
    assert _weights("55 Sandoyle Avenue", Recognition.ADDRESS) == {"S6": 0.35, "S7": 0.35}


def test_a_name_with_a_dash_in_it_is_found_whole() -> None:
    weights = _weights("Harbour Youth Trust - Saint Hilda Hall has no heating.", Recognition.NAME)
    assert weights["S3"] == 0.9
    assert all(weight < 0.5 for account, weight in weights.items() if account != "S3")


def test_letters_that_tell_nothing_by_themselves_tell_beside_each_other() -> None:
    assert "S5" in _weights("on behalf of V and J Nursery in Hestonbury", Recognition.NAME)


def test_a_known_name_in_the_town_of_another_is_weaker_than_in_its_own() -> None:
    own, other, alone = (
        _weights(text, Recognition.NAME)["S8"]
        for text in ("Quarrymoor Valves in Porthbran", "Quarrymoor Valves in Wexcote", "Quarrymoor Valves")
    )
    assert (own, other, alone) == (0.95, pytest.approx(0.54), 0.9)

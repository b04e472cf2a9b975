"""Finding an account by what a person types."""

from __future__ import annotations

import pytest

from tools.directory import Directory
from workflow.accounts import Account
from workflow.definition import AccountRule, RecogniseBy

NAMES = [
    "Kittiwake Marina",
    "Kittiwake",
    "Old Kittiwake Yard",
    "Grey Skua Wharf",
    "Café Cormorant",
    "Seakittiwake Ltd",
]
ROWS = [
    {"Id": f"001{number}", "Key__c": f"QUAY-{number}", "Name": name, "Town": town}
    for number, (name, town) in enumerate(zip(NAMES, ["Sandoyle", "", "Sandoyle", "Porthbran", "", ""], strict=True))
]
RULE = AccountRule(key="Key__c", recognise_by=RecogniseBy(town=("Town",)))


@pytest.fixture(scope="module")
def quay() -> Directory:
    return Directory.build(ROWS, [], RULE)


def names(found: list[Account]) -> list[str]:
    return [account.name for account in found]


def test_the_name_itself_comes_first_then_names_that_begin_so_then_words_that_do(quay: Directory):
    assert names(quay.search("kittiwake", 9)) == [
        "Kittiwake",
        "Kittiwake Marina",
        "Old Kittiwake Yard",
        "Seakittiwake Ltd",
    ]


def test_every_word_has_to_stand_somewhere_in_any_order(quay: Directory):
    assert names(quay.search("sandoyle kitti", 9)) == ["Kittiwake Marina", "Old Kittiwake Yard"]
    assert quay.search("kittiwake porthbran", 9) == []


@pytest.mark.parametrize("text", ["QUAY-3", "quay-3", "0013"])
def test_key_and_record_id_find_their_account(quay: Directory, text: str):
    assert names(quay.search(text, 9)) == ["Grey Skua Wharf"]


def test_letter_case_and_accents_do_not_matter(quay: Directory):
    assert names(quay.search("CAFE cormorant", 9)) == ["Café Cormorant"]


def test_no_more_than_were_asked_for(quay: Directory):
    assert len(quay.search("quay", 2)) == 2


@pytest.mark.parametrize("text", ["", "   ", "\n", "zeppelin"])
def test_nothing_finds_nothing(quay: Directory, text: str):
    assert quay.search(text, 9) == []


def test_an_empty_directory_finds_nothing():
    assert Directory.build([], [], RULE).search("kittiwake", 9) == []


def test_one_account_is_not_found_by_words_of_the_next(quay: Directory):
    assert quay.search("marina old", 9) == []

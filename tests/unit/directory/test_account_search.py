"""Finding an account by what a person types."""

from __future__ import annotations

import pytest

from tools.directory.search import Search
from workflow.accounts import Account

NAMES = [
    "Kittiwake Marina",
    "Kittiwake",
    "Old Kittiwake Yard",
    "Grey Skua Wharf",
    "Café Cormorant",
    "Seakittiwake Ltd",
]
ACCOUNTS = [
    Account(id=f"001{number}", key=f"QUAY-{number}", name=name, values={"Town": town})
    for number, (name, town) in enumerate(zip(NAMES, ["Sandoyle", "", "Sandoyle", "Porthbran", "", ""], strict=True))
]


@pytest.fixture
def search() -> Search:
    return Search(ACCOUNTS, ["Town"])


def names(found: list[Account]) -> list[str]:
    return [account.name for account in found]


def test_the_name_itself_comes_first_then_names_that_begin_so_then_words_that_do(search: Search):
    assert names(search.find("kittiwake", 9)) == [
        "Kittiwake",
        "Kittiwake Marina",
        "Old Kittiwake Yard",
        "Seakittiwake Ltd",
    ]


def test_every_word_has_to_stand_somewhere_in_any_order(search: Search):
    assert names(search.find("sandoyle kitti", 9)) == ["Kittiwake Marina", "Old Kittiwake Yard"]
    assert search.find("kittiwake porthbran", 9) == []


@pytest.mark.parametrize("text", ["QUAY-3", "quay-3", "0013"])
def test_key_and_record_id_find_their_account(search: Search, text: str):
    assert names(search.find(text, 9)) == ["Grey Skua Wharf"]


def test_letter_case_and_accents_do_not_matter(search: Search):
    assert names(search.find("CAFE cormorant", 9)) == ["Café Cormorant"]


def test_no_more_than_were_asked_for(search: Search):
    assert len(search.find("quay", 2)) == 2


@pytest.mark.parametrize("text", ["", "   ", "\n", "zeppelin"])
def test_nothing_finds_nothing(search: Search, text: str):
    assert search.find(text, 9) == []


def test_an_empty_directory_finds_nothing():
    assert Search([], ["Town"]).find("kittiwake", 9) == []


def test_one_account_is_not_found_by_words_of_the_next(search: Search):
    assert search.find("marina old", 9) == []

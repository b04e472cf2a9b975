"""Record ids and their suffixes; the examples are ids of real orgs."""

from __future__ import annotations

import pytest

from tools.salesforce.org.record_id import compose, normalise


@pytest.mark.parametrize(
    "full", ["001Da00000xnAk6IAE", "0019H00000H1RMDQA3", "003P000001avB4GIAU", "a00D0000008pQRAIA2"]
)
def test_the_suffix_follows_from_the_letter_case(full: str) -> None:
    assert normalise(full[:15]) == full
    assert normalise(full) == full


def test_an_id_that_lost_its_letter_case_is_repaired_by_its_suffix() -> None:
    assert normalise("0035500001h9dbvaaz") == "0035500001H9dBVAAZ"
    assert normalise("0035500001H9DBVAAZ") == "0035500001H9dBVAAZ"


@pytest.mark.parametrize("text", ["", "001", "001Da00000xnAk6IA", "001Da00000xnAk6999", "001Da00000xnAk-", None, 15])
def test_what_is_no_id_is_none(text: object) -> None:
    assert normalise(text) is None


def test_numbers_make_different_ids_of_one_object() -> None:
    made = [compose("500", number) for number in (0, 1, 61, 62, 62**9 - 1)]
    assert len(set(made)) == 5
    assert all(one.startswith("500Ew0") and normalise(one[:15]) == one for one in made)
    assert made[3] == compose("500", 62)
    assert made[3][6:15] == "000000010"

"""Names are found as people write them, and nothing is found where none stands."""

from __future__ import annotations

import pytest
from estate import found, mentions, strongest

from workflow.accounts import Recognition


def test_a_whole_name_is_exact_and_its_span_is_the_name() -> None:
    candidates = found("The lift at Thornbury Gate Apartments is stuck.")
    (mention,) = mentions(candidates, "H-04")
    assert (mention.by, mention.text, mention.exact) == (Recognition.NAME, "Thornbury Gate Apartments", True)
    assert mention.weight >= 0.85
    assert strongest(candidates).keys() == {"H-04"}


@pytest.mark.parametrize(
    ("text", "account"),
    [
        ("the roof of THORNBURY GATE APARTMENTS leaks", "H-04"),
        ("Post für Wohnpark Birkenau bitte", "H-06"),  # without the legal form
        ("Post für wohnpark  birkenau gmbh", "H-06"),
        ("I live in Thornbury Gate.", "H-04"),  # without the common word
        ("the boiler at Thornbury Gate Apts. is cold", "H-04"),  # an abbreviation of the common word
        ("the boiler at Thornburry Gate Apartments", "H-04"),  # misspelt
        ("a room in Cranley Hall", "H-07"),
        ("my flat in Tollgate Works", "H-03"),  # the former name
        ("Amber Mill Lofts' roof", "H-03"),
        ("緑ヶ丘レジデンスの件でご連絡しました。", "H-12"),  # a script without spaces
    ],
)
def test_a_name_is_found_however_it_is_written(text: str, account: str) -> None:
    weights = strongest(found(text))
    assert weights.get(account, 0) >= 0.5
    assert all(weight < weights[account] for other, weight in weights.items() if other != account)


def test_accounts_of_one_name_share_the_mention_equally() -> None:
    weights = strongest(found("Amber Mill Apartments has no water."))
    assert weights["H-02"] == weights["H-05"]
    assert weights["H-02"] <= 0.5


@pytest.mark.parametrize(
    "text",
    ["Amber Mill Apartments in Wexcote has no water", "Amber Mill Apartments (Wexcote) has no water",
     "Amber Mill Apartments, Wexcote has no water"],
)  # fmt: skip
def test_the_town_beside_a_name_tells_namesakes_apart(text: str) -> None:
    weights = strongest(found(text))
    assert weights["H-05"] >= 0.9
    assert weights.get("H-02", 0) < 0.5


def test_a_longer_name_wins_over_the_shorter_that_it_begins_with() -> None:
    weights = strongest(found("Amber Mill Lofts has no water."))
    assert weights["H-03"] >= 0.85
    assert weights.get("H-02", 0) < 0.3


def test_names_that_a_wrapped_line_breaks_are_found_and_lists_of_lines_are_not_joined() -> None:
    wrapped = "The heating has been out for a week now at the Thornbury\nGate Apartments, please send someone."
    assert strongest(found(wrapped))["H-04"] >= 0.85
    assert "H-04" not in strongest(found("Thornhill\nGate\nApartments"))


@pytest.mark.parametrize(
    "text",
    [
        "All apartments have a gate and a lane.",
        "We own a mill. Amber is a colour.",
        "the senior living market",
        "lofts",
    ],
)
def test_common_words_of_names_name_nobody(text: str) -> None:
    assert all(weight < 0.5 for weight in strongest(found(text)).values())


def test_a_name_inside_a_host_counts_as_the_host_only() -> None:
    kinds = [mention.by for mention in mentions(found("see www.thornburygate.co.uk/rent"), "H-04")]
    assert kinds == [Recognition.HOST]


def test_the_name_of_a_host_written_as_words_is_its_account() -> None:
    assert strongest(found("I moved out of Gatehouse Flats in May."))["H-04"] >= 0.85


def test_short_words_mean_members_of_the_senders_family_only() -> None:
    body = "Please paint the hall at the Hestonbury house."
    assert [m.weight for m in mentions(found(body, sender="ida@larchmont-estates.example.com"), "H-03")] == [0.3]
    assert not strongest(found(body))


def test_an_account_that_the_rule_leaves_out_is_no_candidate() -> None:
    candidates = found("Zephyr Lifts came on Monday, zephyrlifts.com", sender="a@zephyrlifts.com")
    assert candidates.candidates == ()
    assert candidates.sender == ()

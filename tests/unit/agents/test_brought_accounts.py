"""Accounts that only a file names: a request where the message brings the file, none beside a request told in full."""

from __future__ import annotations

import pytest
from tenancy import BROKER, GROUP, STORE, asked

SHEET = "Correction: this request concerns Hadley & Moss Ltd and no other account.\n"
OWN = "Please raise the fire cover of our bakery to one million, the new oven was delivered to us last week.\n\nJune"


@pytest.mark.parametrize("sheet", ["", SHEET])
def test_an_account_in_a_file_that_nobody_speaks_of_is_not_asked_about(sheet: str) -> None:
    assert asked(OWN, sender=STORE, sheet=sheet) == [("F-6",)]
    named = "Please raise the fire cover for Ostwall Spedition to one million, starting on the first of June."
    assert asked(named, sender=GROUP, sheet=sheet) == [("F-3",)]


def test_an_account_in_a_file_that_the_words_bring_is_asked_about() -> None:
    assert asked("Please see the attached letter.", sender=BROKER, sheet=SHEET) == [("F-5",)]


@pytest.mark.parametrize(
    "words",
    [
        "The second sheet is a draft of our colleagues of Ostwall Kühlhaus, please ignore it.",
        "Das zweite Blatt ist ein Entwurf von Ostwall Kühlhaus, bitte nicht beachten.",
        "Il secondo foglio è una bozza dei colleghi di Ostwall Kühlhaus, non tenetene conto.",
    ],
)
def test_what_is_to_be_ignored_is_not_asked_for(words: str) -> None:
    assert asked(f"Please raise the cover for Ostwall Spedition to one million.\n\n{words}", sender=GROUP) == [("F-3",)]

"""What a classifier goes by is hashed, and tells of the matter rather than of people."""

from __future__ import annotations

import pytest
from letters import WHOLE, letter

from agents.learning.terms import BLOCKS, term_of, terms_of
from agents.reading.local.said import said_of
from workflow.document import ZoneKind


def terms(text: str, **more: object) -> dict[str, set[int]]:
    found = terms_of(said_of(letter(text, **more), WHOLE))  # type: ignore[arg-type]
    return {name: set(block.terms.tolist()) for name, block in zip(BLOCKS, found, strict=True)}


def test_a_request_is_its_stems_and_their_neighbours() -> None:
    found = terms("Crates arrived crushed.")["words"]
    assert found == {term_of(name) for name in ("crat", "arriv", "crush", "crat arriv", "arriv crush")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The claim 48213390 is open.", "The claim 77120031 is open."),
        ("Our contract K-2024117 ends.", "Our contract K-9981203 ends."),
    ],
)
def test_of_a_long_number_only_the_length_counts(one: str, other: str) -> None:
    assert terms(one) == terms(other)


def test_a_short_number_is_a_word() -> None:
    assert terms("We need 24 crates.") != terms("We need 36 crates.")


def test_addresses_and_hosts_make_no_terms() -> None:
    assert terms("Write to ada.norvik@norvik.example about crates.") == terms("Write to about crates.")
    assert terms("See norvik.example about crates.") == terms("See about crates.")


def test_a_signature_makes_no_terms() -> None:
    plain = terms("The crates are wet.")
    signed = terms("The crates are wet.\n", zones=((ZoneKind.SIGNATURE, "Ada Norvik\nHarbour Lane 7, Port Elm"),))
    assert signed == plain

"""Names beside an address: of accounts with like names the address tells which one is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tools.directory.index.snapshot import Snapshot
from tools.directory.names import FoundName
from tools.directory.tokens import words

REACH = 160
"""So many characters before or behind a name its address stands."""

ELSEWHERE = 0.4
"""What is left of a name where the address beside it is that of another account with a like name."""

CONFIRMED = 0.6
"""What part of a name says of the account whose address stands beside it."""


class Place(NamedTuple):
    """An address in a text: characters `[start, end)`, and the accounts that have it."""

    start: int
    end: int
    accounts: tuple[int, ...]


def place(found: FoundName, text: str, places: Sequence[Place], index: Snapshot) -> None:
    """Weighs the accounts of a name by the address beside it."""
    if any(each.start <= found.start and found.end <= each.end for each in places):
        # A word of the address itself: the street is called as the account is.
        found.weights = {number: weight * ELSEWHERE for number, weight in found.weights.items()}
        return
    nearest = min(
        (each for each in places if _apart(each, found) <= REACH), key=lambda e: _apart(e, found), default=None
    )
    if nearest is None:
        return
    here = [number for number in nearest.accounts if _alike(number, words(text[found.start : found.end]), index)]
    if not here:
        return
    if not found.weights.keys() & here:
        found.weights |= dict.fromkeys(here, CONFIRMED / len(here))
        found.exact -= set(here)
    found.weights = {
        number: max(weight, CONFIRMED / len(here)) if number in here else weight * ELSEWHERE
        for number, weight in found.weights.items()
    }


def _apart(place_: Place, found: FoundName) -> int:
    return max(place_.start - found.end, found.start - place_.end, 0)


def _alike(number: int, written: Iterable[str], index: Snapshot) -> bool:
    """Whether an account has a telling word of what is written in its name, or two of its words."""
    said = {word for word in written if not index.word(word).small}
    telling = {word for word in said if index.word(word).proper}
    return any(
        not telling.isdisjoint(name.core) or len(said.intersection(name.core)) > 1 for name in index.names(number)
    )

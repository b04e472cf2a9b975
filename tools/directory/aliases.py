"""Other spellings of words in names: learned from how the org's own hosts shorten them, or derived from the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import NamedTuple

SHORTEST, LONGEST = 2, 8
SUPPORT = 2
"""Accounts whose hosts must agree on a spelling that is no abbreviation."""

MORE_FOR = 100_000
"""For so many accounts each, one more host has to agree: in a large org chance makes anything stand for anything."""

MOST_RUNS = 20
"""Runs of words that one spelling may stand for."""


class Spelled(NamedTuple):
    """What is left of a host's name, and the words of the account's name that the host lacks."""

    short: str
    lacking: tuple[str, ...]
    words: int  #: of the whole name


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` is made of letters of `full` in order, the first among them: 'apts' of 'apartments'."""
    if not (SHORTEST <= len(short) < len(full)) or short[0] != full[0]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def spelling(label: str, core: Sequence[str]) -> Spelled | None:
    """What one host (its name without suffix) may spell otherwise than the account's name words."""
    if label == "".join(core):
        return None
    rest, missing = f" {label} ", set()
    for word in sorted(core, key=len, reverse=True):
        if len(word) > 1 and word in rest:
            rest = rest.replace(word, " ", 1)
        else:
            missing.add(word)
    pieces = [piece for piece in rest.split() if len(piece) >= SHORTEST]
    if len(pieces) != 1 or not missing or not pieces[0].isalpha() or len(pieces[0]) > LONGEST:
        return None
    return Spelled(pieces[0], tuple(word for word in core if word in missing), len(core))


def learn(spelled: Mapping[Spelled, int], towns: Container[str], accounts: int) -> list[tuple[str, tuple[str, ...]]]:
    """The spellings that enough hosts agree on, and the runs of words that each stands for."""
    support: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    for each, count in spelled.items():
        # A town that a host leaves out is not what the rest of the host stands for.
        lacking = tuple(word for word in each.lacking if word not in towns)
        if lacking and len(lacking) < each.words:
            support[each.short, lacking] += count
    more = accounts // MORE_FOR
    enough = [
        (count, short, full)
        for (short, full), count in support.items()
        if count >= SUPPORT + more or (count >= 1 + more and abbreviates(short, "".join(full)))
    ]
    runs: dict[str, int] = defaultdict(int)
    found = []
    for _, short, full in sorted(enough, key=lambda each: (-each[0], each[1:])):
        runs[short] += 1
        if runs[short] <= MOST_RUNS:
            found.append((short, full))
    return found


class Aliases:
    """Spelling → the runs of name words that it stands for, in any account."""

    def __init__(self, learned: Iterable[tuple[str, Sequence[str]]]) -> None:
        full: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for short, run in learned:
            full[short].add(tuple(run))
        self._full = {short: frozenset(runs) for short, runs in full.items()}
        self._short: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for short, runs in self._full.items():
            for each in runs:
                self._short[each].append(short)

    def of(self, short: str) -> frozenset[tuple[str, ...]]:
        """The runs of words that a spelling stands for."""
        return self._full.get(short, frozenset())

    def __contains__(self, short: object) -> bool:
        return short in self._full

    def spellings(self, full: tuple[str, ...]) -> tuple[str, ...]:
        """The spellings of a run of words."""
        return tuple(self._short.get(full, ()))

"""Other spellings of words in names: learned from how the org's own hosts shorten them, or derived from the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

SHORTEST, LONGEST = 2, 8
SUPPORT = 2
"""Accounts whose hosts must agree on a spelling that is no abbreviation."""


def abbreviates(short: str, full: str) -> bool:
    """Whether `short` is made of letters of `full` in order, the first among them: 'apts' of 'apartments'."""
    if not (SHORTEST <= len(short) < len(full)) or short[0] != full[0]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def initials(words: Sequence[str]) -> str:
    """The first letters of words."""
    return "".join(word[0] for word in words)


class Aliases:
    """Spelling → the runs of name words that it stands for, in any account."""

    def __init__(self, hosts: Iterable[tuple[str, Sequence[str]]], towns: frozenset[str]) -> None:
        """`hosts`: (host name without suffix, the account's name words)."""
        support: dict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
        for label, core in hosts:
            for pair in _learned(label, core, towns):
                support[pair] += 1
        self._full: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for (short, full), count in support.items():
            if count >= SUPPORT or abbreviates(short, "".join(full)):
                self._full[short].add(full)
        self._short: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for short, runs in self._full.items():
            for run in runs:
                self._short[run].append(short)

    def of(self, short: str) -> frozenset[tuple[str, ...]]:
        """The runs of words that a spelling stands for."""
        found = self._full.get(short)
        return frozenset(found) if found else frozenset()

    def __contains__(self, short: object) -> bool:
        return short in self._full

    def spellings(self, full: tuple[str, ...]) -> tuple[str, ...]:
        """The spellings of a run of words."""
        return tuple(self._short.get(full, ()))


def _learned(label: str, core: Sequence[str], towns: frozenset[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What is left of a host name without the words of the account's name stands for the words that it lacks."""
    rest, missing = f" {label} ", []
    for word in sorted(core, key=len, reverse=True):
        if len(word) > 1 and word in rest:
            rest = rest.replace(word, " ", 1)
        elif word not in towns:
            missing.append(word)
    pieces = [piece for piece in rest.split() if len(piece) >= SHORTEST]
    lacking = tuple(word for word in core if word in missing)
    if len(pieces) != 1 or not lacking or not pieces[0].isalpha() or len(pieces[0]) > LONGEST:
        return []
    if len(lacking) == len(core):
        return []
    return [(pieces[0], lacking)]

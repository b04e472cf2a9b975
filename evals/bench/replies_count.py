"""How right a reader of replies is over a set: whole replies, and their lines.

Read alike for every reader: white space is folded; lines without a letter or a digit, and lines marked with `>`, count
for nothing (whether an answered quote stays in sight is a matter of display).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from evals.bench.replies_packages import Reply
from evals.bench.replies_sets import Case

ROUNDS = 1000  #: resamples behind an interval


@dataclass(frozen=True)
class Count:
    """One message. `right`: the whole reply as expected; then its lines, found rightly, wrongly and not."""

    name: str
    right: bool
    hit: int
    wrong: int
    missed: int


@dataclass(frozen=True)
class Score:
    """A reader over a set: messages read right, and F1 over lines with its 95 % interval (bootstrap over messages)."""

    right: int
    of: int
    f1: float
    low: float
    high: float
    missed: tuple[str, ...]


def lines(text: str) -> list[str]:
    """The lines of a reply that count."""
    folded = (" ".join(line.split()) for line in text.replace("\u00a0", " ").split("\n"))
    return [line for line in folded if any(char.isalnum() for char in line) and not line.startswith(">")]


def count(case: Case, reply: Reply, *, signed: bool) -> Count:
    """One reply beside the one expected; `signed` takes the reader's text with the signature."""
    wanted, free = lines(case.reply), frozenset(lines(case.either))
    bare, whole = (_without(lines(text), free) for text in (reply.bare, reply.signed))
    if case.closings:
        right = _inside(bare, wanted) and _inside(wanted, whole)
        return _count(case.name, right, bare, whole, wanted)
    got = whole if signed else bare
    return _count(case.name, " ".join(got) == " ".join(wanted), got, got, wanted)


def _count(name: str, right: bool, least: list[str], most: list[str], wanted: list[str]) -> Count:
    """Lines of `least` are said to be the reply's, those beyond `most` not to be; between them count neither way."""
    low, high, goal = Counter(least), Counter(most), Counter(wanted)
    return Count(name, right, (low & goal).total(), (low - goal).total(), (goal - high).total())


def _without(found: list[str], free: frozenset[str]) -> list[str]:
    return [line for line in found if line not in free]


def _inside(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the words of one stand in the other, in order."""
    rest = iter(" ".join(other).split())
    return all(word in rest for word in " ".join(one).split())


def score(counts: Sequence[Count]) -> Score:
    """The sum of a set."""
    draw = random.Random(20)
    drawn = sorted(f1([draw.choice(counts) for _ in counts]) for _ in range(ROUNDS))
    low, high = drawn[round(ROUNDS * 0.025)], drawn[round(ROUNDS * 0.975) - 1]
    missed = tuple(one.name for one in counts if not one.right)
    return Score(len(counts) - len(missed), len(counts), f1(counts), low, high, missed)


def f1(counts: Sequence[Count]) -> float:
    """F1 over the lines of all messages."""
    hit = sum(one.hit for one in counts)
    rest = sum(one.wrong + one.missed for one in counts)
    return 2 * hit / (2 * hit + rest) if hit + rest else 1.0

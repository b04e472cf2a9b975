"""How right answers are: shares with Wilson intervals, and Matthews' correlation with that of a bootstrap."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from evals.interval import Z, wilson

Answer = str | None
ROUNDS = 1000


@dataclass(frozen=True)
class Figure:
    """A figure from 0 to 1 (MCC: from -1) with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def accuracy(said: Sequence[Answer], wanted: Sequence[Answer]) -> Figure:
    """The share that is right."""
    hit = sum(a == b for a, b in zip(said, wanted, strict=True))
    low, high = wilson(hit, len(wanted)) or (0.0, 0.0)
    return Figure(hit / max(1, len(wanted)), low, high)


def weighted(inside: Figure, outside: Figure, sizes: tuple[int, int], shares: tuple[int, int]) -> Figure:
    """Accuracy over messages inside and outside the scope, were there so many of each (`shares`); normal interval."""
    weight = shares[0] / sum(shares)
    value = weight * inside.value + (1 - weight) * outside.value
    spread = (
        weight**2 * inside.value * (1 - inside.value) / sizes[0]
        + (1 - weight) ** 2 * outside.value * (1 - outside.value) / sizes[1]
    )
    return Figure(value, value - Z * sqrt(spread), value + Z * sqrt(spread))


def mcc(said: Sequence[Answer], wanted: Sequence[Answer]) -> Figure:
    """Matthews' correlation for many classes (Gorodkin 2004); None is a class of its own."""
    pairs = list(zip(said, wanted, strict=True))
    drawn = random.Random(0)
    rounds = sorted(_mcc(drawn.choices(pairs, k=len(pairs))) for _ in range(ROUNDS))
    return Figure(_mcc(pairs), rounds[int(0.025 * ROUNDS)], rounds[int(0.975 * ROUNDS)])


def matthews(said: Sequence[Answer], wanted: Sequence[Answer]) -> float:
    """The correlation alone."""
    return _mcc(list(zip(said, wanted, strict=True)))


def _mcc(pairs: Sequence[tuple[Answer, Answer]]) -> float:
    count = len(pairs)
    right = sum(a == b for a, b in pairs)
    given, true = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    both = sum(given[label] * true[label] for label in true)
    spread = (count**2 - sum(v * v for v in given.values())) * (count**2 - sum(v * v for v in true.values()))
    return (right * count - both) / sqrt(spread) if spread else 0.0

"""Figures of matching with 95 % intervals: top-1, and F1 over pairs at a threshold that was chosen elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from evals.bench.matching_records import Record, Task
from evals.bench.matching_scorers import Scores

ROUNDS = 1000
"""Draws of the bootstrap."""

G = TypeVar("G")
Pairs = dict[tuple[int, int], float]


@dataclass(frozen=True)
class Figure:
    """A figure and its interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


def top_one(task: Task, found: Sequence[Scores]) -> list[bool]:
    """For each query whether the best account is its own; of equal ones none is the best."""
    right = []
    for query, scores in zip(task.queries, found, strict=True):
        best = max(scores.values(), default=0.0)
        leading = [at for at, score in scores.items() if score == best]
        right.append(len(leading) == 1 and task.accounts[leading[0]].entity == query.entity)
    return right


def pairs_of(found: Sequence[Scores]) -> Pairs:
    """The pairs of records that were found, by the better of both directions."""
    pairs: Pairs = {}
    for at, scores in enumerate(found):
        for other, score in scores.items():
            if other != at:
                key = (min(at, other), max(at, other))
                pairs[key] = max(score, pairs.get(key, 0.0))
    return pairs


def threshold_of(records: Sequence[Record], pairs: Pairs) -> float:
    """The threshold with the best F1 over these pairs."""
    true = _true_pairs(records)
    best, chosen, hit = 0.0, 1.0, 0
    ranked = sorted(pairs.items(), key=lambda each: -each[1])
    for taken, ((left, right), score) in enumerate(ranked, 1):
        hit += records[left].entity == records[right].entity
        last = taken == len(ranked) or ranked[taken][1] < score
        f1 = 2 * hit / (taken + true) if last else 0.0
        if f1 > best:
            best, chosen = f1, score
    return chosen


@dataclass
class Counted:
    """Of one entity: pairs found right, pairs found wrong (each wrong one is half of two entities), pairs there are."""

    hit: float = 0.0
    wrong: float = 0.0
    true: float = 0.0


def count(records: Sequence[Record], pairs: Pairs, threshold: float) -> dict[str, Counted]:
    """The pairs at or above a threshold, entity by entity."""
    found: dict[str, Counted] = {record.entity: Counted() for record in records}
    sizes: dict[str, int] = {}
    for record in records:
        found[record.entity].true += sizes.get(record.entity, 0)
        sizes[record.entity] = sizes.get(record.entity, 0) + 1
    for (left, right), score in pairs.items():
        if score < threshold:
            continue
        one, other = records[left].entity, records[right].entity
        if one == other:
            found[one].hit += 1
        else:
            found[one].wrong += 0.5
            found[other].wrong += 0.5
    return found


def f1_of(counted: Sequence[Counted]) -> float:
    """F1 over pairs."""
    hit, wrong = sum(each.hit for each in counted), sum(each.wrong for each in counted)
    true = sum(each.true for each in counted)
    return 2 * hit / (hit + wrong + true) if hit else 0.0


def share(right: Iterable[bool]) -> float:
    """The share of those that are right; 0 of none."""
    told = list(right)
    return sum(told) / len(told) if told else 0.0


def interval(groups: Sequence[G], value: Callable[[Sequence[G]], float]) -> Figure:
    """A figure over groups (entities), with the interval of a bootstrap that draws whole groups."""
    random = Random(11)
    drawn = sorted(value(random.choices(groups, k=len(groups))) for _ in range(ROUNDS))
    return Figure(value(groups), drawn[int(0.025 * ROUNDS)], drawn[int(0.975 * ROUNDS)])


def _true_pairs(records: Sequence[Record]) -> int:
    sizes: dict[str, int] = {}
    for record in records:
        sizes[record.entity] = sizes.get(record.entity, 0) + 1
    return sum(size * (size - 1) // 2 for size in sizes.values())

"""How right untouched messages are categorised after so many corrections: the learning curve.

Pure of wiring: whoever calls `curve` hands in the labelled requests. Those that are learned from are drawn by lot,
several times; what is refused by the gate counts with what was there before.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from agents.learning.categories import learn_categories
from agents.learning.example import Example
from agents.learning.gate import objections
from agents.learning.learned import Learned
from agents.learning.reader import TaughtReader
from agents.reading.local import LocalReader
from evals.interval import wilson
from workflow.categories import CategorySet

DRAWS = 3
"""How often the corrections are drawn."""


@dataclass(frozen=True)
class Point:
    """After so many corrected messages: how many of the test's are right, all their requests, and refusals."""

    corrected: int
    right: float  #: messages, the mean of the draws
    of: int
    sure: float  #: messages of which every request is sure enough to be done without a person
    sure_right: float
    refused: int  #: draws in which the gate left things as they were
    draws: int


def curve(
    labelled: Sequence[Example],
    test: Sequence[Example],
    categories: CategorySet,
    sure_from: float,
    counts: Sequence[int],
    progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[Point]:
    """One point for each count of corrected messages; 0 is the reader as it comes."""
    base = LocalReader()
    messages = sorted({one.group for one in labelled})
    for done, count in enumerate(counts):
        draws = 1 if count in (0, len(messages)) else DRAWS
        told, refused = [], 0
        for draw in range(draws):
            chosen = set(random.Random(draw).sample(messages, min(count, len(messages))))
            reader: LocalReader = base
            found = (
                learn_categories([one for one in labelled if one.group in chosen], categories, base) if count else None
            )
            if found is not None and objections(found.before, found.after, sure_from):
                refused += 1
            elif found is not None:
                reader = TaughtReader(Learned("", base.version, (found.classifier,)))
            told.append(_judged(reader, test, categories, sure_from))
        right, sure, sure_right = (sum(each) / draws for each in zip(*told, strict=True))
        yield Point(count, right, len({one.group for one in test}), sure, sure_right, refused, draws)
        if progress is not None:
            progress(done + 1, len(counts), f"{count} corrections")


def _judged(
    reader: LocalReader, test: Sequence[Example], categories: CategorySet, sure_from: float
) -> tuple[int, int, int]:
    """Messages all of whose requests are right, are sure, and are both."""
    right: dict[str, bool] = {}
    sure: dict[str, bool] = {}
    for one in test:
        answer = reader.classify(one.document, one.request, categories, one.others)
        right[one.group] = right.get(one.group, True) and answer.category == one.category
        sure[one.group] = sure.get(one.group, True) and answer.confidence >= sure_from
    return sum(right.values()), sum(sure.values()), sum(right[name] and sure[name] for name in right)


def rows(points: Sequence[Point]) -> list[str]:
    """The curve as text."""
    out = [f"{'corrected':>9}  {'category right':24}{'sure enough':>12}  {'right of those':24}refused by the gate"]
    for point in points:
        refused = f"{point.refused} of {point.draws}" if point.corrected else ""
        out.append(
            f"{point.corrected:9}  {_share(point.right, point.of):24}{point.sure / point.of:12.3f}  "
            f"{_share(point.sure_right, point.sure):24}{refused}"
        )
    return out


def _share(hit: float, of: float) -> str:
    interval = wilson(round(hit), round(of))
    return "none" if interval is None else f"{hit / of:.3f} [{interval[0]:.3f}, {interval[1]:.3f}]"

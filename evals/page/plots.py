"""Curves as data for inline SVG: points in a square of 100 by 100, the origin at the lower left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.agreement import Verdict
from evals.calibration import Decile, coverage, gap, reliability
from evals.interval import wilson

STEPS = 60
"""Points of a coverage curve at most."""


@dataclass(frozen=True)
class Point:
    """One point, with its 95 % interval, and what is said of it where the pointer rests."""

    x: float
    y: float
    low: float
    high: float
    size: float
    told: str


@dataclass(frozen=True)
class Plot:
    """A curve from (0, 0) to (100, 100). `diagonal`: where the points should lie."""

    title: str
    across: str
    up: str
    points: tuple[Point, ...]
    diagonal: bool = False
    band: bool = False  #: the intervals are drawn as one band instead of as bars
    mark: float | None = None  #: a line across at this x
    note: str = ""

    @property
    def line(self) -> str:
        """The points as SVG has them."""
        return " ".join(f"{p.x:.2f},{100 - p.y:.2f}" for p in self.points)

    @property
    def area(self) -> str:
        """The band of the intervals as SVG has it."""
        upper = [f"{p.x:.2f},{100 - p.high:.2f}" for p in self.points]
        return " ".join([*upper, *(f"{p.x:.2f},{100 - p.low:.2f}" for p in reversed(self.points))])


def reliability_plot(deciles: Sequence[Decile], title: str, sure_from: float | None = None) -> Plot:
    """Share right over confidence: on the diagonal, a confidence means what it says."""
    most = max((decile.right.of for decile in deciles), default=1)
    points = tuple(
        _point(
            100 * d.confidence, d.right.hit, d.right.of, 1.5 + 3.5 * (d.right.of / most) ** 0.5,
            f"confidence {d.confidence:.2f}: {d.right.hit} of {d.right.of} right",
        )
        for d in deciles
    )  # fmt: skip
    mark = None if sure_from is None else 100 * sure_from
    note = f"mean distance from the diagonal {gap(deciles) or 0.0:.3f}"
    return Plot(title, "confidence", "share right", points, diagonal=True, mark=mark, note=note)


def message_reliability(verdicts: Sequence[Verdict]) -> Plot:
    """The same over whole messages."""
    return reliability_plot(reliability(verdicts), "Reliability, whole messages")


def coverage_plot(verdicts: Sequence[Verdict]) -> Plot:
    """What is right among the surest, over the share of messages that they are."""
    points = coverage(verdicts, min(STEPS, max(1, sum(v.confidence is not None for v in verdicts))))
    drawn = (
        _point(
            100 * p.share, p.right.hit, p.right.of, 1.2,
            f"the surest {p.right.of} (confidence {p.from_:.2f} or more): {p.right.hit} right",
        )
        for p in points
    )  # fmt: skip
    return Plot("Right among the surest", "share of messages", "share right", tuple(drawn), band=True)


def _point(x: float, hit: int, of: int, size: float, told: str) -> Point:
    low, high = wilson(hit, of) or (0.0, 1.0)
    return Point(x, 100 * hit / of if of else 0.0, 100 * max(0.0, low), 100 * min(1.0, high), size, told)

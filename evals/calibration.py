"""How far a confidence can be believed: reliability by decile, and what is right when only the surest is automatic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evals.agreement import Verdict
from evals.score import Share, surest_first

DECILES = 10


@dataclass(frozen=True)
class Decile:
    """Messages, or answers, whose confidence is from `low` up to `high` (exclusive, but for 1)."""

    low: float
    high: float
    confidence: float  #: their mean
    right: Share


@dataclass(frozen=True)
class CoveragePoint:
    """Were the surest `share` of all messages done without a person: those whose confidence is `from_` or more."""

    share: float
    from_: float
    right: Share


def reliability(verdicts: Sequence[Verdict]) -> tuple[Decile, ...]:
    """The deciles of confidence that hold any message, lowest first."""
    return deciles([(each.confidence, each.right) for each in verdicts if each.confidence is not None])


def deciles(told: Iterable[tuple[float, bool]]) -> tuple[Decile, ...]:
    """The deciles of confidence that hold any of (confidence, right), lowest first."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in told:
        place = min(DECILES - 1, int(confidence * DECILES))
        groups.setdefault(place, []).append((confidence, right))
    return tuple(
        Decile(
            low=place / DECILES,
            high=(place + 1) / DECILES,
            confidence=sum(sure for sure, _ in rows) / len(rows),
            right=Share(sum(right for _, right in rows), len(rows)),
        )
        for place, rows in sorted(groups.items())
    )


def gap(deciles: Sequence[Decile]) -> float | None:
    """Expected calibration error: mean distance of confidence from the share right, weighted by messages."""
    count = sum(decile.right.of for decile in deciles)
    if not count:
        return None
    return sum(abs(d.confidence * d.right.of - d.right.hit) for d in deciles) / count


def coverage(verdicts: Sequence[Verdict], steps: int = DECILES) -> tuple[CoveragePoint, ...]:
    """What is right among the surest tenth, two tenths, ... of the messages that carry a confidence; or in as many
    steps as told."""
    sure = surest_first(verdicts)
    points = []
    for step in range(1, steps + 1) if sure else ():
        top = sure[: max(1, round(step / steps * len(sure)))]
        right = Share(sum(verdict.right for verdict in top), len(top))
        points.append(CoveragePoint(step / steps, top[-1].confidence or 0.0, right))
    return tuple(points)

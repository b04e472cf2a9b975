"""Times of the same thing done many times: median, 95th percentile."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import TypeVar

R = TypeVar("R")


@dataclass
class Timing:
    """`times` in milliseconds, in the order in which they were taken."""

    times: list[float] = field(default_factory=list)

    def take(self, body: Callable[[], R]) -> R:
        """Runs `body` and keeps how long it took."""
        started = time.perf_counter()
        result = body()
        self.times.append((time.perf_counter() - started) * 1000)
        return result

    @property
    def median(self) -> float:
        """Milliseconds. Raises StatisticsError where nothing was timed."""
        return median(self.times)

    @property
    def p95(self) -> float:
        """Milliseconds: 95 % of the times are at most this."""
        return self.at(95)

    def at(self, percent: int) -> float:
        """Milliseconds: so many percent (1 to 99) of the times are at most this."""
        if len(self.times) < 2:
            return self.times[0]
        return quantiles(self.times, n=100, method="inclusive")[percent - 1]

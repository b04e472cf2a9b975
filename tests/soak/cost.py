"""What something cost: seconds by the clock, and of processors over some processes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True)
class Cost:
    """Both in seconds."""

    clock: float = 0.0
    processor: float = 0.0

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.clock + other.clock, self.processor + other.processor)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.clock - other.clock, self.processor - other.processor)

    def share(self, floor: Cost) -> tuple[float, float]:
        """The rate beside that of a floor: by the clock, and by processor time."""
        return floor.clock / self.clock, floor.processor / self.processor


def cost_of(body: Callable[[], object], processes: Iterable[int] = ()) -> Cost:
    """What the body cost this process and those."""
    ids = (os.getpid(), *processes)
    clock, processor = time.perf_counter(), sum(map(processor_seconds, ids))
    body()
    return Cost(time.perf_counter() - clock, sum(map(processor_seconds, ids)) - processor)


def processor_seconds(process: int) -> float:
    """Processor time of a process so far, user and system."""
    told = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


def megabytes(processes: Iterable[int]) -> float:
    """What processes have in memory now."""
    return sum(int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in processes) * PAGE / 1e6

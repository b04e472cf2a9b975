"""Work comes in: kept in the store first, then put into the queue, so that neither a crash nor a full one loses it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from tools.queue import Item, Lane, Queue, Rate
from tools.store import Run
from workflow.bundle import Bundle
from workflow.errors import Busy

if TYPE_CHECKING:
    from app.wiring import House

MOST_QUEUED = 100_000
"""Runs that may wait for a worker; intake waits while there are as many."""


def lanes_of(bundle: Bundle, more: list[str]) -> list[Lane]:
    """A lane for each workflow of the bundle, and for each of `more` that only earlier bundles had."""
    lanes = []
    for name in sorted({*bundle.workflows, *more}):
        pace = bundle.workflows[name].pace if name in bundle.workflows else None
        rate = Rate(most=pace.starts, seconds=pace.within_seconds) if pace and pace.starts else None
        lanes.append(Lane(name=name, together=pace.at_a_time if pace else None, rate=rate))
    return lanes


class Intake:
    """Takes messages in for the workers of a house's store and queue."""

    def __init__(self, house: House, queue: Queue | None = None) -> None:
        self._house, self._queue = house, queue or house.queue
        self._lanes: frozenset[str] = frozenset()

    def open(self) -> None:
        """Makes the lanes known, with their limits."""
        lanes = lanes_of(self._house.bundle, self._house.store.runs.workflows())
        self._queue.open(lanes)
        self._lanes = frozenset(lane.name for lane in lanes)

    def put(self, workflow: str, raw: bytes, source: str = "", name: str = "", priority: int = 100) -> tuple[Run, bool]:
        """Keeps a message and queues it: its run, and whether it waits for a worker now.

        A message that is known is queued where it waits or was interrupted, and else only reported.
        """
        run = self._house.runner.accept(workflow, raw, source, name, priority)
        waits = run.status in ("queued", "running")
        if waits:
            self.queue(run)
        return run, waits

    def queue(self, run: Run) -> bool:
        """Puts a run into the queue; False where it stands there."""
        if run.workflow not in self._lanes:
            self.open()
        return self._queue.enqueue(Item(id=run.id, lane=run.workflow, priority=run.priority))

    def is_full(self, most: int = MOST_QUEUED) -> bool:
        """Whether whoever brings work has to wait."""
        return self._house.store.runs.count_queued() >= most

    def wait_for_room(self, most: int = MOST_QUEUED, stop: threading.Event | None = None) -> None:
        """Waits until there is room for one more, or `stop` is set."""
        stop = stop or threading.Event()
        while self.is_full(most) and not stop.wait(1.0):
            pass

    def put_due(self) -> int:
        """Queues the runs whose wait is due, or for which something came. Returns how many there were."""
        found = 0
        for run in self._house.runner.due():
            # One that another process works on comes again with the next look.
            with suppress(Busy):
                found += self.queue(self._house.runner.turn(run, "queued"))
        return found

    def put_back(self) -> int:
        """Queues what waits or was interrupted and is not in the queue: the queue's file was lost, or the process died
        between the store and the queue. Returns how many there were."""
        runs, after, found = self._house.store.runs, "", 0
        there = self._queue.standing()
        for run in runs.interrupted():
            found += run.id not in there and self.queue(run)
        while page := runs.queued(after=after):
            after = page[-1].id
            found += sum(self.queue(run) for run in page if run.id not in there)
        return found

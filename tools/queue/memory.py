"""A queue in memory: for tests, and the plainest statement of what a queue does."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tools.queue.port import Alive, Claimed, Item, Lane, Standing


@dataclass
class _Entry:
    item: Item
    place: int
    due: float
    worker: str = ""
    ticket: str = ""


@dataclass
class Board:
    """What the queues of one process share. `clock` gives seconds, of any beginning."""

    clock: Callable[[], float] = time.monotonic
    entries: dict[str, _Entry] = field(default_factory=dict)
    lanes: dict[str, Lane] = field(default_factory=dict)
    begun: dict[str, deque[float]] = field(default_factory=dict)
    changed: threading.Condition = field(default_factory=threading.Condition)
    places: int = 0
    tickets: int = 0


class MemoryQueue:
    """Implements `Queue` over a board."""

    def __init__(self, board: Board | None = None, worker: str = "memory") -> None:
        self._board, self._worker = board or Board(), worker

    def open(self, lanes: Iterable[Lane]) -> None:
        with self._board.changed:
            self._board.lanes.update({lane.name: lane for lane in lanes})
            self._board.changed.notify_all()

    def enqueue(self, item: Item, delay: float = 0.0) -> bool:
        board = self._board
        with board.changed:
            if item.id in board.entries:
                return False
            board.places += 1
            board.entries[item.id] = _Entry(item, board.places, board.clock() + delay)
            board.changed.notify_all()
            return True

    def claim(self, wait: float, but: Collection[str] = ()) -> Claimed | None:
        board, until = self._board, time.monotonic() + wait
        with board.changed:
            while (entry := self._next(but)) is None:
                left = until - time.monotonic()
                if left <= 0:
                    return None
                board.changed.wait(min(left, 0.01))
            board.tickets += 1
            entry.worker, entry.ticket = self._worker, str(board.tickets)
            board.begun.setdefault(entry.item.lane, deque()).append(board.clock())
            return Claimed(item=entry.item, ticket=entry.ticket)

    def finish(self, claimed: Claimed) -> None:
        with self._board.changed:
            if self._mine(claimed):
                del self._board.entries[claimed.item.id]
                self._board.changed.notify_all()

    def again(self, claimed: Claimed, delay: float) -> None:
        with self._board.changed:
            entry = self._mine(claimed)
            if entry is not None:
                entry.worker, entry.ticket, entry.due = "", "", self._board.clock() + delay
                self._board.changed.notify_all()

    def cancel(self, id: str) -> None:
        with self._board.changed:
            entry = self._board.entries.get(id)
            if entry is not None and not entry.worker:
                del self._board.entries[id]

    def take_over(self, alive: Alive) -> int:
        with self._board.changed:
            left = [entry for entry in self._board.entries.values() if entry.worker and not alive(entry.worker)]
            for entry in left:
                entry.worker, entry.ticket = "", ""
            self._board.changed.notify_all()
            return len(left)

    def standing(self, ids: Collection[str] = ()) -> Mapping[str, Standing]:
        with self._board.changed:
            return {
                id: _standing(entry, self._board.clock())
                for id, entry in self._board.entries.items()
                if not ids or id in ids
            }

    def close(self) -> None:
        self.take_over(lambda worker: worker != self._worker)

    def _mine(self, claimed: Claimed) -> _Entry | None:
        entry = self._board.entries.get(claimed.item.id)
        return entry if entry is not None and entry.ticket == claimed.ticket else None

    def _next(self, but: Collection[str]) -> _Entry | None:
        now, free = self._board.clock(), {name: self._room(name) for name in self._board.lanes}
        waiting = [
            entry
            for entry in self._board.entries.values()
            if not entry.worker and entry.due <= now and entry.item.lane not in but and free.get(entry.item.lane)
        ]
        return min(waiting, key=lambda entry: (entry.item.priority, entry.place), default=None)

    def _room(self, name: str) -> bool:
        """Whether the limits of a lane let one more begin."""
        lane, begun = self._board.lanes[name], self._board.begun.setdefault(name, deque())
        at_work = sum(1 for each in self._board.entries.values() if each.worker and each.item.lane == name)
        if lane.together is not None and at_work >= lane.together:
            return False
        if lane.rate is None:
            return True
        while begun and begun[0] <= self._board.clock() - lane.rate.seconds:
            begun.popleft()
        return len(begun) < lane.rate.most


def _standing(entry: _Entry, now: float) -> Standing:
    if entry.worker:
        return "claimed"
    return "queued" if entry.due <= now else "delayed"

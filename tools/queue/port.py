"""The port of the queue: work items in lanes, claimed by workers, given back, finished or parked. Pure.

An item is an id and no more: what is to be done stands in the store under that id, and doing it twice does it once.
So a queue delivers each item at least once, and never says more than where it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

Alive = Callable[[str], bool]
"""Whether the worker of that id is still at work."""

Standing = Literal["queued", "delayed", "claimed"]


@dataclass(frozen=True, kw_only=True)
class Rate:
    """At most so many begin within so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Lane:
    """The items of one workflow. `together`: how many may be worked on at a time, over all workers; None: no limit."""

    name: str
    together: int | None = None
    rate: Rate | None = None


@dataclass(frozen=True, kw_only=True)
class Item:
    """What is asked for. A lower `priority` (from 1) goes first. Of equal ones those that came first go first, but for
    some that are on their way to a worker at the same time."""

    id: str
    lane: str
    priority: int = 100


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """An item in a worker's hand. `ticket` names this delivery of it: a later delivery has another one."""

    item: Item
    ticket: str


class Queue(Protocol):
    """One worker's, or one client's, hold on a queue that others share."""

    def open(self, lanes: Iterable[Lane]) -> None:
        """Makes lanes known, with their limits; those of the same name are given these limits."""
        ...

    def enqueue(self, item: Item, delay: float = 0.0) -> bool:
        """Puts an item in, to be delivered after `delay` seconds at the earliest: a durable timer.

        False, and nothing is done, where the item stands in the queue or is being worked on.
        """
        ...

    def claim(self, wait: float, but: Collection[str] = ()) -> Claimed | None:
        """The next item, for as long as this worker lives; None where none came within `wait` seconds.

        Items of the lanes `but` are left where they are.
        """
        ...

    def finish(self, claimed: Claimed) -> None:
        """Takes a claimed item out of the queue, now or very soon. Without effect where it has passed to another
        worker."""
        ...

    def again(self, claimed: Claimed, delay: float) -> None:
        """Gives a claimed item back, to be delivered again after `delay` seconds. It is never out of the queue."""
        ...

    def cancel(self, id: str) -> None:
        """Takes an item out that nobody has claimed yet; a claimed one is left to its worker."""
        ...

    def take_over(self, alive: Alive) -> int:
        """Gives the items of workers that are not alive to whoever claims next. Returns how many there were."""
        ...

    def standing(self, ids: Collection[str] = ()) -> Mapping[str, Standing]:
        """How items stand; all of them, or those of the ids. An item that is not in it is not in the queue."""
        ...

    def close(self) -> None:
        """Gives back what this worker has claimed and not finished."""
        ...

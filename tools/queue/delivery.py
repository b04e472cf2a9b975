"""One delivery of an item: what the thread that holds it for DBOS waits on."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from tools.queue.port import Item


class Released(BaseException):
    """The worker goes before it has done with the item. No `Exception`, so that nobody writes it down as an error."""


@dataclass
class Delivery:
    """`row` is the id under which DBOS keeps it; an item that is delivered twice has one row and two tickets."""

    item: Item
    row: str
    ticket: str
    _done: threading.Event = field(default_factory=threading.Event)
    _released: bool = False

    def wait(self) -> None:
        """Returns when the item is done with; raises Released where it is given back."""
        self._done.wait()
        if self._released:
            raise Released

    def end(self) -> None:
        """The item is done with."""
        self._done.set()

    def release(self) -> None:
        """The item is given back."""
        self._released = True
        self._done.set()

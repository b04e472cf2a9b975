"""Trouble with what a worker stands on: said once, waited out, and said once more when it is over."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from workflow.errors import Unavailable

SECONDS = 5.0
"""Until the next try where the store or the queue cannot be read or written."""


class Trouble:
    """Shared by the slots of a worker and its beat. `say` is told; `stop` ends the waiting."""

    def __init__(self, say: Callable[[str], None], stop: threading.Event) -> None:
        self._say, self._stop = say, stop
        self._lock = threading.Lock()
        self._told: dict[str, str] = {}

    @contextmanager
    def waited_out(self, ends: bool = True) -> Iterator[None]:
        """A body that meets trouble is left, after a while; its caller comes again. Where a body goes well the trouble
        is over for its thread, unless it tells little (not `ends`)."""
        try:
            yield
        except (OSError, Unavailable) as error:
            self._tell(f"{error}; nothing is lost, and it is tried again every {SECONDS:.0f} s")
            self._stop.wait(SECONDS)
        else:
            if ends and self._told:
                self._tell("")

    def _tell(self, line: str) -> None:
        place = threading.current_thread().name
        with self._lock:
            known, had = line in self._told.values(), self._told.pop(place, "")
            if line:
                self._told[place] = line
            over = bool(had) and not self._told
        if line and not known:
            self._say(line)
        elif over:
            self._say("the trouble is over: work goes on")

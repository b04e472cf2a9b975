"""Keys of rows that this process wrote, of the latest runs: saves looking them up, and may be empty at any time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock

MOST_RUNS = 2000


class Remembered:
    """Run key → keys of its rows. Threads may share it."""

    def __init__(self) -> None:
        self._runs: OrderedDict[str, frozenset[str]] = OrderedDict()
        self._lock = Lock()

    def of(self, run: str) -> frozenset[str]:
        """The keys known of a run."""
        with self._lock:
            return self._runs.get(run, frozenset())

    def add(self, run: str, keys: Iterable[str]) -> None:
        """Adds keys to those of a run; the run that was longest not written to is forgotten."""
        added = frozenset(keys)
        if not added:
            return
        with self._lock:
            self._runs[run] = self._runs.pop(run, frozenset()) | added
            while len(self._runs) > MOST_RUNS:
                self._runs.popitem(last=False)

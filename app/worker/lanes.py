"""Which lanes a worker leaves alone for now: those that a person has paused, and those that the outside holds up."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection


class ClosedLanes:
    """Shared by the slots of a worker. Times are readings of `time.monotonic`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paused: frozenset[str] = frozenset()
        self._until: dict[str, float] = {}
        self._holds: dict[str, int] = {}
        self._asked: set[str] = set()

    def pause(self, lanes: Collection[str]) -> None:
        """These are paused, and no others."""
        with self._lock:
            self._paused = frozenset(lanes)

    def hold(self, lane: str, seconds: float, asked: bool = False) -> bool:
        """Nothing more of this lane for so long. False where it is held already.

        Where the time was `asked` for, it is kept to although other work of the lane goes well meanwhile.
        """
        with self._lock:
            if self._until.get(lane, 0.0) > time.monotonic():
                return False
            self._until[lane] = time.monotonic() + seconds
            self._holds[lane] = self._holds.get(lane, 0) + 1
            (self._asked.add if asked else self._asked.discard)(lane)
            return True

    def holds(self, lane: str) -> int:
        """How often this lane was held since something of it went well."""
        with self._lock:
            return self._holds.get(lane, 0)

    def went_well(self, lane: str) -> None:
        """The outside is back."""
        with self._lock:
            self._holds.pop(lane, None)
            if lane not in self._asked:
                self._until.pop(lane, None)

    def now(self) -> frozenset[str]:
        """Those that are closed."""
        with self._lock:
            return self._paused | {lane for lane, until in self._until.items() if until > time.monotonic()}

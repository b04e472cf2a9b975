"""The timers of waits: a thread that goes on with what is due, when it is due."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Self

from workflow.errors import SwitchyardError

if TYPE_CHECKING:
    from graphs.run import Report, Runner

LONGEST_SECONDS = 30.0
"""Between two looks: another process may have begun a wait, or remembered an answer that it had no time to act on."""

logger = logging.getLogger(__name__)


class Timers:
    """Fires what is due while it is open. Whatever else fires too (a command, another machine) doubles nothing."""

    def __init__(self, runner: Runner, tell: Callable[[Report], None] = lambda report: None) -> None:
        self._runner, self._tell = runner, tell
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="timers", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def fire(self) -> int:
        """Goes on with what is due now, and gives how many runs that were."""
        try:
            reports = self._runner.resume_due()
        except (SwitchyardError, sqlite3.Error, OSError) as error:
            logger.warning("what is due could not be gone on with now: %s", error)
            return 0
        for report in reports:
            self._tell(report)
        return len(reports)

    def pause(self) -> float:
        """Seconds until the next look."""
        due = self._runner.store.waits.next_due()
        if not due:
            return LONGEST_SECONDS
        left = (datetime.fromisoformat(due) - self._runner.now()).total_seconds()
        return min(LONGEST_SECONDS, max(0.5, left))

    def _loop(self) -> None:
        while not self._stop.is_set():
            self.fire()
            self._stop.wait(self.pause())

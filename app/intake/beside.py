"""Intake from the org in a thread beside another face: each workflow that says how often is looked after by itself."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.intake.arrivals import OrgIntake
from tools.salesforce.errors import Refusal
from workflow.errors import SwitchyardError

if TYPE_CHECKING:
    from app.wiring import House
    from workflow.bundle import Bundle

LONGEST_SECONDS = 900.0
"""Between two looks at an org that cannot be read, or whose calls are used up."""

AGAIN_SECONDS = 5.0
"""Until it is looked again whether there is an org at all."""

LIMITS = frozenset({"REQUEST_LIMIT_EXCEEDED", "API_SHARE_SPENT", "API_CURRENTLY_DISABLED", "EXCEEDED_QUOTA"})
"""Codes that say that more looks make it worse."""


@dataclass
class Watched:
    """One workflow's intake: how often it looks, when it last could, what came, and why it cannot now."""

    workflow: str
    every: float  #: seconds
    looked: str = ""  #: when the org was last read to the end, in UTC; empty for never
    queued: int = 0
    known: int = 0
    empty: int = 0
    failures: int = 0  #: in a row
    problem: str = ""
    _due: float = 0.0

    @property
    def standing(self) -> str:
        """In words, for a probe."""
        if self.problem:
            return f"cannot read the org: {self.problem}"
        return f"read at {self.looked}" if self.looked else "not read yet"


def watched(bundle: Bundle) -> tuple[Watched, ...]:
    """What a server takes in by itself: the workflows whose `intake` says `every_seconds`."""
    rules = ((name, bundle.workflows[name].intake) for name in sorted(bundle.workflows))
    return tuple(Watched(name, rule.every_seconds) for name, rule in rules if rule and rule.every_seconds)


def until_next(every: float, failures: int, limited: bool) -> float:
    """Seconds until the next look: twice as long after each failure in a row, the longest at once at a limit."""
    return (
        max(every, LONGEST_SECONDS) if limited else min(every * 2.0 ** min(failures, 16), max(every, LONGEST_SECONDS))
    )


@contextmanager
def intake_beside(
    house_of: Callable[[], House], watch: Sequence[Watched], say: Callable[[str], None]
) -> Iterator[None]:
    """Takes in while the body runs. Where there is no org yet, that is said once and waited for."""
    if not watch:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(house_of, watch, say, stop), name="intake")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        with suppress(KeyboardInterrupt):
            thread.join()


def look(
    intake: OrgIntake, one: Watched, say: Callable[[str], None], clock: Callable[[], float] = time.monotonic
) -> None:
    """Takes in what has come for one workflow, and settles when it is looked at next."""
    limited = False
    try:
        taken = intake.take()
    except (SwitchyardError, OSError, sqlite3.Error) as error:
        cause = error.__cause__
        limited = isinstance(cause, Refusal) and cause.failure.code in LIMITS
        one.failures += 1
        wait = until_next(one.every, one.failures, limited)
        if str(error) != one.problem:
            say(f"intake of {one.workflow}: {error}; tried again in {wait:.0f} seconds")
        one.problem = str(error)
    else:
        if one.problem:
            say(f"intake of {one.workflow}: the org can be read again")
        one.failures, one.problem = 0, ""
        one.queued, one.known, one.empty = one.queued + taken.queued, one.known + taken.known, one.empty + taken.empty
        one.looked = datetime.now(UTC).isoformat(timespec="seconds")
        if taken.queued:
            say(f"intake of {one.workflow}: {taken.queued} queued")
    one._due = clock() + until_next(one.every, one.failures, limited)


def _watch(
    house_of: Callable[[], House], watch: Sequence[Watched], say: Callable[[str], None], stop: threading.Event
) -> None:
    while not stop.is_set():
        try:
            house = house_of()
            try:
                house.open()
                intakes = [(OrgIntake(house, one.workflow, stop=stop), one) for one in watch]
                while not stop.is_set():
                    for intake, one in intakes:
                        if one._due <= time.monotonic() and not stop.is_set():
                            look(intake, one, say)
                    stop.wait(max(0.05, min(one._due for one in watch) - time.monotonic()))
            finally:
                house.close()
        except SwitchyardError as error:
            for one in watch:
                if one.problem != str(error):
                    say(f"no intake of {one.workflow} yet: {error}")
                one.problem = str(error)
            stop.wait(AGAIN_SECONDS)

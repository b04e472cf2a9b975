"""Records of the org taken into the queue: each once, with a cursor that outlives the process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.worker import Intake
from tools.salesforce.arrivals import Arrivals, Polled
from workflow.errors import InputError

if TYPE_CHECKING:
    from app.wiring import House


LOOK_AT_ROOM = 100
"""After so many records it is looked whether the queue has room."""


@dataclass
class Taken:
    """How many records came: put into the queue, known before, and such that say nothing."""

    queued: int = 0
    known: int = 0
    empty: int = 0


class OrgIntake:
    """Takes in what a workflow's `intake` selects.

    A record is kept as a run before the cursor moves past it; a run is found again by its source. So a process that
    ends anywhere leaves no gap, and what is asked for twice is taken in once.
    """

    def __init__(
        self,
        house: House,
        workflow: str,
        arrivals: Arrivals | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        stop: threading.Event | None = None,
    ) -> None:
        """`stop` ends a look between two records.

        Raises NotFound for an unknown workflow, InputError for one that takes nothing from the org.
        """
        rule = house.bundle.workflow(workflow).intake
        if rule is None:
            raise InputError(
                f"the workflow '{workflow}' takes nothing from the org: it has no 'intake' "
                "(such as intake: {object: EmailMessage, where: \"Parent.Origin = 'Email'\"})"
            )
        self._house, self._workflow, self._now = house, workflow, now
        self._stop = stop or threading.Event()
        self._arrivals = arrivals or Polled(house.client, rule)
        self._intake = Intake(house)
        kind = type(self._arrivals).__name__.lower()
        self.cursor = f"{workflow}:{rule.object}:{kind}"

    def begin(self, back: timedelta = timedelta()) -> str:
        """The cursor as it stands; where there is none yet, one that begins `back` before now."""
        store = self._house.store
        found = store.cursors.get(self.cursor)
        if found is None:
            found = (self._now() - back).isoformat(timespec="milliseconds")
            store.cursors.put(self.cursor, found)
        return found

    def take(self, tell: Callable[[str], None] = lambda _: None) -> Taken:
        """Takes in what has come. `tell` is handed a line for each record that is new."""
        taken, store = Taken(), self._house.store
        for number, arrival in enumerate(self._arrivals.since(self.begin())):
            if number % LOOK_AT_ROOM == 0:
                self._intake.wait_for_room(stop=self._stop)
            if self._stop.is_set():
                break
            if arrival.raw is None:
                taken.empty += 1
            elif store.runs.has_source(self._workflow, arrival.source):
                taken.known += 1
            else:
                run, _ = self._intake.put(self._workflow, arrival.raw, source=arrival.source, name=arrival.name)
                taken.queued += 1
                tell(f"{run.id}  {arrival.name}  queued")
            store.cursors.put(self.cursor, arrival.cursor)
        return taken

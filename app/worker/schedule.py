"""Workflows that begin by the clock: a worker takes in from the org what each selects, as often as it says.

When the next time is stands in the store, so that it outlives the process; of several workers one takes in at a time.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from graphs.context import stamp_of
from workflow.calendar import Calendar, length
from workflow.errors import Busy, SwitchyardError

if TYPE_CHECKING:
    from app.wiring import House
    from app.worker.worker import Say


def take_due(house: House, say: Say) -> int:
    """Takes in what is due by now. Returns how many records were put into the queue.

    What cannot be taken in now (the org is away) is said, and tried again at its next time: its cursor has not moved.
    """
    queued = 0
    for name, definition in house.bundle.workflows.items():
        if definition.intake is None or not definition.intake.every or name in house.store.lanes.paused():
            continue
        with suppress(Busy):
            queued += _take(house, name, definition.intake.every, Calendar(definition.hours), say)
    return queued


def _take(house: House, workflow: str, every: str, calendar: Calendar, say: Say) -> int:
    from app.intake.arrivals import OrgIntake

    store, cursor = house.store, f"schedule:{workflow}"
    if (store.cursors.get(cursor) or "") > stamp_of(house.runner.now()):
        return 0
    with store.claims.hold(f"schedule-{workflow}", patience=0, fences=False):
        # Another worker may just have done so.
        now = house.runner.now()
        if (store.cursors.get(cursor) or "") > stamp_of(now):
            return 0
        store.cursors.put(cursor, stamp_of(calendar.after(now, length(every))))
        try:
            return OrgIntake(house, workflow).take().queued
        except SwitchyardError as error:
            say(f"{workflow}: nothing could be taken in: {error}; tried again in {every}")
            return 0

"""What people do with runs that no worker is at, from the console as from the command line."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from app.worker.intake import Intake
from tools.store import Run
from workflow.errors import InputError

if TYPE_CHECKING:
    from app.wiring import House

Verb = Literal["retry", "cancel", "pause", "resume"]

FIT: dict[Verb, frozenset[str]] = {
    "retry": frozenset({"failed"}),
    "cancel": frozenset({"queued", "paused", "failed"}),
    "pause": frozenset({"queued"}),
    "resume": frozenset({"paused"}),
}
"""How a run has to stand."""

NOT: dict[Verb, str] = {
    "retry": "retried: only what is parked can be",
    "cancel": "cancelled: it is at work or at its end",
    "pause": "paused: it is not queued",
    "resume": "resumed: it is not paused",
}


def turn(house: House, verb: Verb, name: str, not_done: bool = False) -> Run:
    """The run as it stands then. Raises NotFound, Busy, or InputError where it does not stand so that this can be.

    `not_done`: a person has looked, and what was tried once without an answer was not done: it is called again.
    """
    run = house.store.runs.get(name)
    if run.status not in FIT[verb]:
        raise InputError(f"not {NOT[verb]} ({run.status})")
    if not_done:
        for key in house.store.attempts.in_doubt(name):
            house.store.attempts.undo(key)
    if verb in ("retry", "resume"):
        run = house.runner.turn(name, "queued", "", 0)
        Intake(house).queue(run)
        return run
    run = house.runner.turn(name, "cancelled" if verb == "cancel" else "paused")
    house.queue.cancel(name)
    return run


def pause_workflow(house: House, workflow: str, by: str = "") -> bool:
    """Has all queued work of a workflow wait, now and later. False where it was paused. Raises NotFound."""
    house.bundle.workflow(workflow)
    return house.store.lanes.pause(workflow, by or getpass.getuser(), datetime.now(UTC).isoformat(timespec="seconds"))


def resume_workflow(house: House, workflow: str) -> bool:
    """Lets it go on; False where it was not paused."""
    return house.store.lanes.resume(workflow)

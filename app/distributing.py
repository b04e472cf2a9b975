"""What waits for a person, given out by a workflow's own rules: channel, policy, and how long it may wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tools.salesforce.arguments import BusinessHours
from tools.salesforce.business_hours import business_hours
from tools.salesforce.pending import Moved, drain
from workflow.calendar import Calendar, Hours, length, wanted
from workflow.definition import AssignStep
from workflow.errors import InputError

if TYPE_CHECKING:
    from app.wiring import House


def _hours(house: House, hours: Hours | None, today: date) -> Hours | None:
    """Those of the org where the workflow names them. Raises InputError where it has none of that name."""
    if hours is None or not hours.business_hours:
        return hours
    told = business_hours(house.client, BusinessHours.model_validate(wanted(hours, today)))
    if told.failure is not None:
        raise InputError(told.failure.message)
    return Hours.model_validate(told.records[0])


def distribute(house: House, workflow: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Iterator[Moved]:
    """Goes once over what waits. Raises NotFound for an unknown workflow, InputError for one that routes nothing."""
    definition = house.bundle.workflow(workflow)
    steps = [step for step in definition.all_steps() if isinstance(step, AssignStep) and step.by == "omni"]
    if not steps:
        raise InputError(f"the workflow '{workflow}' has no step of kind 'assign' with 'by: omni'")
    calendar = Calendar(_hours(house, definition.hours, now().date() - timedelta(days=30)))
    for channel, step in {step.channel: step for step in steps}.items():

        def late(since: datetime, within: str = step.within) -> bool:
            return bool(within) and calendar.after(since, length(within)) <= now()

        yield from drain(house.client, channel, step.policy, late)

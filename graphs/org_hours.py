"""The calendar of opening hours, those that stand in the org read as they stand now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from graphs.context import Context
from workflow.calendar import Calendar, Hours, wanted
from workflow.errors import InputError
from workflow.result import Result

BUSINESS_HOURS = "salesforce.business_hours"


def calendar(context: Context, hours: Hours | None, call: Callable[[str, dict[str, Any]], Result]) -> Calendar:
    """By these hours; without any every moment is business time. `call` is a tool's. Raises InputError where the org
    has no hours of that name."""
    if hours is None or not hours.business_hours:
        return Calendar(hours)
    told = call(BUSINESS_HOURS, wanted(hours, context.now().date() - timedelta(days=1)))
    if told.failure is not None:
        raise InputError(f"{BUSINESS_HOURS}: {told.failure.message}")
    return Calendar(Hours.model_validate(told.records[0]))

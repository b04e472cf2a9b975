"""What expressions do with dates and moments: ISO 8601 texts in and out. What is no date makes the result empty."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from workflow.comparison import day, members, to_number, written_moment

MOST_DAYS = 100_000
"""Days that may be added at once (270 years)."""
MOST_WORKDAYS = 1_000
MOST_HOLIDAYS = 2_000


def days_between(first: Any, last: Any) -> int | None:
    """Calendar days from the first to the last."""
    begin, end = day(first), day(last)
    return None if begin is None or end is None else (end - begin).days


def add_days(start: Any, days: Any) -> str | None:
    """The date so many days later."""
    begin, count = day(start), to_number(days)
    if begin is None or count is None or abs(count) > MOST_DAYS:
        return None
    try:
        return (begin + timedelta(days=int(count))).isoformat()
    except OverflowError:
        return None


def workdays_between(first: Any, last: Any, holidays: Any = None) -> int | None:
    """Monday to Friday after the first date, the last included, without holidays."""
    begin, end = day(first), day(last)
    if begin is None or end is None:
        return None
    sign = 1 if begin <= end else -1
    low, high = min(begin, end), max(begin, end)
    weeks, rest = divmod((high - low).days, 7)
    count = 5 * weeks + sum((low + timedelta(days=7 * weeks + n + 1)).isoweekday() < 6 for n in range(rest))
    free = {day(value) for value in members(holidays)[:MOST_HOLIDAYS]}
    return sign * (count - sum(at is not None and at.isoweekday() < 6 and low < at <= high for at in free))


def add_workdays(start: Any, days: Any, holidays: Any = None) -> str | None:
    """The date so many days from Monday to Friday later."""
    at, count = day(start), to_number(days)
    if at is None or count is None or abs(count) > MOST_WORKDAYS:
        return None
    free = {day(value) for value in members(holidays)[:MOST_HOLIDAYS]}
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(int(count))
    try:
        while left:
            at += step
            left -= at.isoweekday() < 6 and at not in free
    except OverflowError:
        return None
    return at.isoformat()


def part_of(name: str) -> Callable[[Any], int | None]:
    """A function that gives the year, the month or the day of a date."""

    def part(value: Any) -> int | None:
        at = day(value)
        return None if at is None else int(getattr(at, name))

    return part


def weekday(value: Any) -> int | None:
    """1 for Monday to 7 for Sunday."""
    at = day(value)
    return None if at is None else at.isoweekday()


def hour(value: Any) -> int | None:
    """The hour as written."""
    at = written_moment(value)
    return None if at is None else at.hour


def in_zone(value: Any, zone: Any) -> datetime | None:
    """A moment on the clocks of an IANA time zone; None where either is not understood."""
    at = written_moment(value)
    if at is None or not isinstance(zone, str):
        return None
    try:
        place = zoneinfo.ZoneInfo(zone.strip())
        return (at.replace(tzinfo=UTC) if at.tzinfo is None else at).astimezone(place)
    except (KeyError, ValueError, OSError, OverflowError):
        return None


def hour_in(value: Any, zone: Any) -> int | None:
    """The hour in a zone."""
    at = in_zone(value, zone)
    return None if at is None else at.hour


def weekday_in(value: Any, zone: Any) -> int | None:
    """The weekday in a zone."""
    at = in_zone(value, zone)
    return None if at is None else at.isoweekday()


def date_in(value: Any, zone: Any) -> str | None:
    """The date in a zone."""
    at = in_zone(value, zone)
    return None if at is None else at.date().isoformat()

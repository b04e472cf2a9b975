"""When the org works, by its own records: opening times of BusinessHours, and the whole days that Holiday closes.

Which holidays belong to which hours no API tells, so that all of them count. A holiday of a few hours closes no day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from tools.salesforce import soql
from tools.salesforce.arguments import BusinessHours
from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal, refusal
from tools.salesforce.http import counting
from workflow.result import Result

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
INSTANCES = ("First", "Second", "Third", "Fourth")
AHEAD = 800
"""Days from `since` on for which holidays that recur are told: longer than anybody waits."""

HOURS = ", ".join(["Name", "TimeZoneSidKey", *(f"{day}{end}Time" for day in DAYS for end in ("Start", "End"))])
HOLIDAYS = (
    "SELECT Id, ActivityDate, IsAllDay, IsRecurrence, RecurrenceType, RecurrenceStartDate, RecurrenceEndDateOnly, "
    "RecurrenceInterval, RecurrenceDayOfMonth, RecurrenceMonthOfYear, RecurrenceDayOfWeekMask, RecurrenceInstance "
    "FROM Holiday"
)


def business_hours(client: Client, arguments: BusinessHours) -> Result:
    """One row: zone (IANA), open (as a workflow writes it), holidays (ISO dates). Without a name the org's default."""
    with counting() as count:
        try:
            row = _hours(client, arguments.name)
            windows, holidays = opening(row), client.query(HOLIDAYS)
        except Refusal as told:
            return Result(failure=told.failure, calls=count.calls)
        closed = sorted({day.isoformat() for each in holidays for day in closes(each, arguments.since)})
        found = {"zone": row["TimeZoneSidKey"], "open": windows, "holidays": closed}
        return Result(records=(found,), calls=count.calls)


def _hours(client: Client, name: str) -> dict[str, Any]:
    which = f"Name = {soql.literal(name)}" if name else "IsDefault = true"
    rows = client.query(f"SELECT Id, {HOURS} FROM BusinessHours WHERE IsActive = true AND {which} LIMIT 2")
    if rows:
        return rows[0]
    known = [row["Name"] for row in client.query("SELECT Name FROM BusinessHours WHERE IsActive = true LIMIT 20")]
    wanted = f"active business hours '{name}'" if name else "default business hours"
    there = f"there are: {', '.join(known)}" if known else "there are none"
    raise refusal("BUSINESS_HOURS_MISSING", f"the org has no {wanted}; {there}")


def opening(row: dict[str, Any]) -> str:
    """The windows of a week as a workflow writes them. Raises Refusal where no day has any."""
    days = []
    for day in DAYS:
        begin, end = row.get(f"{day}StartTime"), row.get(f"{day}EndTime")
        if begin is None or end is None:
            continue
        last = "24:00" if end[:5] == "00:00" else end[:5]  # midnight to midnight is all day
        days.append(f"{day[:3]} {begin[:5]}-{last}")
    if not days:
        raise refusal("BUSINESS_HOURS_EMPTY", f"the business hours '{row.get('Name')}' of the org are never open")
    return "; ".join(days)


def closes(row: dict[str, Any], since: date) -> Iterator[date]:
    """The whole days that a holiday closes, from `since` on."""
    if row.get("IsAllDay") is False:
        return
    if not row.get("IsRecurrence"):
        if row.get("ActivityDate"):
            yield date.fromisoformat(row["ActivityDate"])
        return
    for number in range(AHEAD):
        day = since + timedelta(days=number)
        if _recurs(row, day):
            yield day


def _recurs(row: dict[str, Any], day: date) -> bool:
    start, end = row.get("RecurrenceStartDate"), row.get("RecurrenceEndDateOnly")
    if not start or day < (first := date.fromisoformat(start)) or (end and day > date.fromisoformat(end)):
        return False
    every, kind = max(1, int(row.get("RecurrenceInterval") or 1)), str(row.get("RecurrenceType") or "")
    months = (day.year - first.year) * 12 + day.month - first.month
    month = MONTHS.index(row["RecurrenceMonthOfYear"]) + 1 if row.get("RecurrenceMonthOfYear") in MONTHS else 0
    weeks = (_sunday(day) - _sunday(first)).days // 7
    return {
        "RecursDaily": lambda: (day - first).days % every == 0,
        "RecursEveryWeekday": lambda: day.weekday() < 5,
        "RecursWeekly": lambda: _among(row, day) and weeks % every == 0,
        "RecursMonthly": lambda: day.day == row.get("RecurrenceDayOfMonth") and months % every == 0,
        "RecursMonthlyNth": lambda: _nth(row, day) and months % every == 0,
        "RecursYearly": lambda: (day.month, day.day) == (month, row.get("RecurrenceDayOfMonth")),
        "RecursYearlyNth": lambda: day.month == month and _nth(row, day),
    }.get(kind, lambda: False)()


def _sunday(day: date) -> date:
    return day - timedelta(days=day.isoweekday() % 7)


def _among(row: dict[str, Any], day: date) -> bool:
    """Whether the weekday is one of the mask: Sunday 1, Monday 2, Tuesday 4, and so on."""
    return bool(int(row.get("RecurrenceDayOfWeekMask") or 0) & (1 << day.isoweekday() % 7))


def _nth(row: dict[str, Any], day: date) -> bool:
    """Whether it is the first, second … or last of its month's days of the mask."""
    if not _among(row, day):
        return False
    start = day.replace(day=1)
    days = [each for number in range(31) if (each := start + timedelta(days=number)).month == day.month]
    days = [each for each in days if _among(row, each)]
    wanted = row.get("RecurrenceInstance")
    return days.index(day) == (INSTANCES.index(wanted) if wanted in INSTANCES else len(days) - 1)

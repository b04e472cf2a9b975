"""An org's own records say when it works: windows of a week, and days that its holidays close, those that recur too."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tools.salesforce.business_hours import closes, opening
from tools.salesforce.errors import Refusal
from workflow.calendar import week

SINCE = date(2026, 3, 1)


def test_opening_times_become_the_windows_of_a_week() -> None:
    row = {
        "MondayStartTime": "09:00:00.000Z", "MondayEndTime": "17:30:00.000Z", "SundayStartTime": "00:00:00.000Z",
        "SundayEndTime": "00:00:00.000Z", "TuesdayStartTime": None, "TuesdayEndTime": None,
    }  # fmt: skip
    assert opening(row) == "Mon 09:00-17:30; Sun 00:00-24:00"
    assert week(opening(row)) == {0: ((540, 1050),), 6: ((0, 1440),)}


def test_hours_that_are_never_open_are_refused() -> None:
    with pytest.raises(Refusal):
        opening({"Name": "Empty"})


def recurring(kind: str, **more: Any) -> dict[str, Any]:
    return {"IsRecurrence": True, "RecurrenceType": kind, "RecurrenceStartDate": "2026-01-01", **more}


@pytest.mark.parametrize(
    ("row", "days"),
    [
        ({"ActivityDate": "2026-12-25", "IsAllDay": True}, ["2026-12-25"]),
        ({"ActivityDate": "2026-12-24", "IsAllDay": False}, []),
        (
            recurring("RecursYearly", RecurrenceDayOfMonth=14, RecurrenceMonthOfYear="July"),
            ["2026-07-14", "2027-07-14"],
        ),
        (recurring("RecursMonthly", RecurrenceDayOfMonth=5, RecurrenceInterval=2), ["2026-03-05", "2026-05-05"]),
        (
            recurring(
                "RecursYearlyNth", RecurrenceMonthOfYear="November", RecurrenceInstance="Fourth",
                RecurrenceDayOfWeekMask=16,
            ),
            ["2026-11-26", "2027-11-25"],
        ),  # Thanksgiving
        (
            recurring(
                "RecursYearlyNth", RecurrenceMonthOfYear="May", RecurrenceInstance="Last", RecurrenceDayOfWeekMask=2
            ),
            ["2026-05-25", "2027-05-31"],
        ),  # the last Monday of May
        (recurring("RecursMonthlyNth", RecurrenceInstance="First", RecurrenceDayOfWeekMask=2), ["2026-03-02"]),
        (recurring("RecursWeekly", RecurrenceDayOfWeekMask=64, RecurrenceInterval=2), ["2026-03-14", "2026-03-28"]),
        (recurring("RecursDaily", RecurrenceEndDateOnly="2026-03-02"), ["2026-03-01", "2026-03-02"]),
        (recurring("RecursEveryWeekday", RecurrenceEndDateOnly="2026-03-03"), ["2026-03-02", "2026-03-03"]),
        (recurring("RecursYearly", RecurrenceEndDateOnly="2025-01-01"), []),
    ],
)  # fmt: skip
def test_a_holiday_closes_whole_days_those_that_recur_too(row: dict[str, Any], days: list[str]) -> None:
    found = [day.isoformat() for day in closes(row, SINCE)]
    assert found[: len(days)] == days
    assert bool(found) == bool(days)

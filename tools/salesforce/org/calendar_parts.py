"""Parts of dates, as SOQL's date functions give them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PARTS: dict[str, Callable[[datetime], int]] = {
    "CALENDAR_YEAR": lambda d: d.year,
    "CALENDAR_QUARTER": lambda d: (d.month + 2) // 3,
    "CALENDAR_MONTH": lambda d: d.month,
    "FISCAL_YEAR": lambda d: d.year,
    "FISCAL_QUARTER": lambda d: (d.month + 2) // 3,
    "FISCAL_MONTH": lambda d: d.month,
    "DAY_IN_MONTH": lambda d: d.day,
    "DAY_IN_WEEK": lambda d: d.isoweekday() % 7 + 1,  # Sunday is 1
    "DAY_IN_YEAR": lambda d: d.timetuple().tm_yday,
    "HOUR_IN_DAY": lambda d: d.hour,
    "WEEK_IN_MONTH": lambda d: (d.day + 6) // 7,  # the first week runs from the first to the seventh day
    "WEEK_IN_YEAR": lambda d: (d.timetuple().tm_yday + 6) // 7,
}


def part(name: str, value: str | None, zone: str) -> int | str | None:
    """The part `name` of a kept date or point in time, the latter seen in `zone`; DAY_ONLY gives the day."""
    if value is None:
        return None
    if len(value) == 10:
        moment = datetime.combine(date.fromisoformat(value), datetime.min.time())
    else:
        moment = datetime.fromisoformat(value).astimezone(_zone(zone))
    return moment.date().isoformat() if name == "DAY_ONLY" else PARTS[name](moment)


@lru_cache(maxsize=256)
def is_zone(name: str) -> bool:
    """Whether a text names a time zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
    return True


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)

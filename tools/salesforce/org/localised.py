"""Values as people read them in the locale en_US: what FORMAT of SOQL answers."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo


def localised(value: str | float | None, kind: str, scale: int, zone: str) -> str | None:
    """A kept value of a field of the type `kind`, points in time in `zone`."""
    if value is None:
        return None
    if kind == "datetime" and isinstance(value, str):
        moment = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
        return f"{_day(moment)}, {moment.hour % 12 or 12}:{moment.minute:02} {'PM' if moment.hour >= 12 else 'AM'}"
    if kind == "date" and isinstance(value, str):
        return _day(date.fromisoformat(value))
    if isinstance(value, str):
        return value
    if kind == "currency":
        return f"{'-' if value < 0 else ''}${abs(value):,.{scale}f}"
    if kind == "percent":
        return f"{value:,.{scale}f}%"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.{scale}f}"


def _day(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"

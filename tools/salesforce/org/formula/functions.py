"""Functions of formulas over plain values: text, numbers, booleans, days and points in time; None is blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

SPECIAL = frozenset({"AND", "OR", "IF", "CASE", "NOW", "TODAY", "ISNEW", "ISCHANGED", "PRIORVALUE"})
"""Functions that need the record, the time, or only some of their arguments."""


def blank(value: Any) -> bool:
    """Whether a value is empty; empty text is blank, nought and false are not."""
    return value is None or value == ""


def text(value: Any) -> str:
    """A value as TEXT and & show it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%SZ")
    return str(value)


def number(value: Any) -> float:
    """A value in arithmetic; blank is nought."""
    return float(value) if not blank(value) and not isinstance(value, (date, bool)) else 0.0


def _contains(where: Any, what: Any) -> bool:
    return text(what) in text(where)


def _includes(where: Any, what: Any) -> bool:
    return text(what) in text(where).split(";")


def _value(given: Any) -> float | None:
    try:
        return float(text(given).strip())
    except ValueError:
        return None


def _regex(given: Any, pattern: Any) -> bool:
    return len(text(given)) <= 5000 and re.fullmatch(text(pattern), text(given)) is not None


def _day(given: Any) -> date | None:
    if isinstance(given, datetime):
        return given.date()
    try:
        return given if isinstance(given, date) or given is None else date.fromisoformat(text(given))
    except ValueError:
        return None


def _find(what: Any, where: Any, start: Any = 1) -> float:
    return float(text(where).find(text(what), max(int(number(start)) - 1, 0)) + 1)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "NOT": lambda one: not one,
    "ISBLANK": blank,
    "ISNULL": blank,
    "ISPICKVAL": lambda one, wanted: text(one) == text(wanted),
    "BLANKVALUE": lambda one, other: other if blank(one) else one,
    "NULLVALUE": lambda one, other: other if one is None else one,
    "ISNUMBER": lambda one: _value(one) is not None,
    "TEXT": text,
    "VALUE": _value,
    "LEN": lambda one: float(len(text(one))),
    "BEGINS": lambda one, start: text(one).startswith(text(start)),
    "CONTAINS": _contains,
    "INCLUDES": _includes,
    "FIND": _find,
    "LEFT": lambda one, count: text(one)[: max(int(number(count)), 0)],
    "RIGHT": lambda one, count: text(one)[-int(number(count)) :] if number(count) >= 1 else "",
    "MID": lambda one, start, count: text(one)[int(number(start)) - 1 :][: max(int(number(count)), 0)],
    "UPPER": lambda one: text(one).upper(),
    "LOWER": lambda one: text(one).lower(),
    "TRIM": lambda one: text(one).strip(),
    "SUBSTITUTE": lambda one, old, new: text(one).replace(text(old), text(new)),
    "REGEX": _regex,
    "ABS": lambda one: abs(number(one)),
    "CEILING": lambda one: float(-(-number(one) // 1)),
    "FLOOR": lambda one: float(number(one) // 1),
    "ROUND": lambda one, places: round(number(one), int(number(places))),
    "MOD": lambda one, by: number(one) % number(by) if number(by) else None,
    "MIN": lambda *many: min(map(number, many)),
    "MAX": lambda *many: max(map(number, many)),
    "DATE": lambda year, month, day: date(int(year), int(month), int(day)),
    "DATEVALUE": _day,
    "YEAR": lambda day: float(day.year) if day else None,
    "MONTH": lambda day: float(day.month) if day else None,
    "DAY": lambda day: float(day.day) if day else None,
    "WEEKDAY": lambda day: float(day.isoweekday() % 7 + 1) if day else None,
}


def add(one: Any, other: Any, sign: int) -> Any:
    """Plus and minus: numbers, a day or point in time and days, or the days between two of them."""
    if isinstance(one, date) and isinstance(other, date):
        between = one - other if isinstance(one, datetime) == isinstance(other, datetime) else None
        return between / timedelta(days=1) if between is not None else None
    if isinstance(one, date):
        return one + timedelta(days=sign * number(other))
    if isinstance(one, str) and isinstance(other, str) and sign > 0:
        return one + other
    return number(one) + sign * number(other)

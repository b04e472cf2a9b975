"""The functions that an expression may call: all there are. Each is total: what makes no sense gives empty.

A function gets plain values (None for empty) and gives a plain value. Dates and moments are ISO 8601 texts.
"""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from workflow.comparison import (
    EXACT,
    LONGEST_TEXT,
    day,
    fold,
    is_empty,
    key,
    members,
    order,
    plain_number,
    to_number,
    written_moment,
)
from workflow.expressions.kinds import Base
from workflow.pattern import compile_pattern

MOST_DAYS = 100_000
"""Days that may be added at once (270 years)."""
MOST_HOLIDAYS = 2_000


@dataclass(frozen=True)
class Function:
    """A function: what it takes, what it gives, and what it does in one sentence.

    `takes` are the kinds of its parameters; the last `optional` of them may be left out; with `more`, the last may
    come again.
    """

    takes: tuple[Base, ...]
    gives: Base
    call: Callable[..., Any]
    says: str
    example: str
    optional: int = 0
    more: bool = False

    @property
    def least(self) -> int:
        """Arguments that it needs."""
        return len(self.takes) - self.optional

    def parameter(self, index: int) -> Base | None:
        """The kind of the argument at an index; None where there may be none."""
        if index < len(self.takes):
            return self.takes[index]
        return self.takes[-1] if self.more else None


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(_text(element) for element in value)[:LONGEST_TEXT]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[:LONGEST_TEXT] if isinstance(value, str) else key(value) or ""


def _length(value: Any) -> int:
    return len(value) if isinstance(value, (str, list, tuple, dict)) else 0 if value is None else 1


def _concat(*values: Any) -> str:
    out = ""
    for value in values:
        out = (out + _text(value))[:LONGEST_TEXT]
    return out


def _join(values: Any, between: Any = ", ") -> str:
    out = ""
    for index, value in enumerate(members(values)):
        if len(out) >= LONGEST_TEXT:
            break
        out += (_text(between) if index else "") + _text(value)
    return out[:LONGEST_TEXT]


def _contains(text: Any, part: Any) -> bool:
    return not is_empty(part) and fold(_text(part)) in fold(_text(text))


def _starts_with(text: Any, part: Any) -> bool:
    return not is_empty(part) and fold(_text(text)).startswith(fold(_text(part)))


def _ends_with(text: Any, part: Any) -> bool:
    return not is_empty(part) and fold(_text(text)).endswith(fold(_text(part)))


def _matches(text: Any, pattern: str) -> bool:
    return not is_empty(text) and compile_pattern(pattern).search(_text(text))


def _keys(values: Any) -> set[str]:
    return {known for known in map(key, members(values)) if known is not None}


def _any_of(values: Any, wanted: Any) -> bool:
    return bool(_keys(values) & _keys(wanted))


def _all_of(values: Any, wanted: Any) -> bool:
    return bool(_keys(wanted)) and _keys(wanted) <= _keys(values)


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if not is_empty(value)), None)


def _round(number: Any, digits: Any = 0) -> int | float | None:
    value, places = to_number(number), to_number(0 if digits is None else digits)
    if value is None or places is None or not 0 <= places <= 12:
        return None
    # Half to even, as money is rounded in books.
    return plain_number(EXACT.quantize(value, Decimal(1).scaleb(-int(places))))


def _extreme(sign: int, values: Sequence[Any]) -> Any:
    flat = [element for value in values for element in (members(value) if not isinstance(value, str) else [value])]
    best: Any = None
    for value in flat:
        if to_number(value) is None and day(value) is None:
            continue
        if best is None or order(value, best) == sign:
            best = value
    number = to_number(best)
    return best if number is None else plain_number(number)


def _sum(values: Any) -> int | float | None:
    total = Decimal(0)
    for value in members(values):
        total = EXACT.add(total, to_number(value) or Decimal(0))
    return plain_number(total)


def _absolute(number: Any) -> int | float | None:
    value = to_number(number)
    return None if value is None else plain_number(abs(value))


def _days_between(first: Any, last: Any) -> int | None:
    begin, end = day(first), day(last)
    return None if begin is None or end is None else (end - begin).days


def _add_days(start: Any, days: Any) -> str | None:
    begin, count = day(start), to_number(days)
    if begin is None or count is None or abs(count) > MOST_DAYS:
        return None
    try:
        return (begin + timedelta(days=int(count))).isoformat()
    except OverflowError:
        return None


def _workdays_between(first: Any, last: Any, holidays: Any = None) -> int | None:
    begin, end = day(first), day(last)
    if begin is None or end is None:
        return None
    sign = 1 if begin <= end else -1
    low, high = min(begin, end), max(begin, end)
    weeks, rest = divmod((high - low).days, 7)
    count = 5 * weeks + sum((low + timedelta(days=7 * weeks + n + 1)).isoweekday() < 6 for n in range(rest))
    free = {day(value) for value in members(holidays)[:MOST_HOLIDAYS]}
    return sign * (count - sum(at is not None and at.isoweekday() < 6 and low < at <= high for at in free))


def _add_workdays(start: Any, days: Any, holidays: Any = None) -> str | None:
    at, count = day(start), to_number(days)
    if at is None or count is None or abs(count) > 1_000:
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


def _part(name: str) -> Callable[[Any], int | None]:
    def part(value: Any) -> int | None:
        at = day(value)
        return None if at is None else int(getattr(at, name))

    return part


def _weekday(value: Any) -> int | None:
    at = day(value)
    return None if at is None else at.isoweekday()


def _hour(value: Any) -> int | None:
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


def _hour_in(value: Any, zone: Any) -> int | None:
    at = in_zone(value, zone)
    return None if at is None else at.hour


def _weekday_in(value: Any, zone: Any) -> int | None:
    at = in_zone(value, zone)
    return None if at is None else at.isoweekday()


def _date_in(value: Any, zone: Any) -> str | None:
    at = in_zone(value, zone)
    return None if at is None else at.date().isoformat()


FUNCTIONS: dict[str, Function] = {
    "len": Function(("any",), "number", _length, "Characters of a text, elements of a list; 0 for empty.", "len('abc') == 3"),
    "lower": Function(("text",), "text", lambda v: _text(v).lower(), "The text in small letters.", "lower('AB') == 'ab'"),
    "upper": Function(
        ("text",), "text", lambda v: _text(v).upper()[:LONGEST_TEXT], "The text in capitals.", "len(upper('ab')) == 2"
    ),
    "trim": Function(("text",), "text", lambda v: _text(v).strip(), "Without space at its ends.", "len(trim(' a ')) == 1"),
    "text": Function(("any",), "text", _text, "A value as text.", "text(12) == '12'"),
    "number": Function(
        ("any",), "number", lambda v: plain_number(to_number(v)), "A text such as '12.50' as a number.", "number('12.50') == 12.5"
    ),
    "concat": Function(
        ("any",), "text", _concat, "The values after each other as one text; empty ones are left out.",
        "concat('a', '-', 1) == 'a-1'", more=True,
    ),
    "join": Function(
        ("list", "text"), "text", _join, "The elements of a list as one text, with `, ` or what is given between them.",
        "join(['a', 'b'], ' + ') == 'a + b'", optional=1,
    ),
    "contains": Function(
        ("text", "text"), "boolean", _contains, "Whether the second text stands in the first, letter case apart.",
        "contains('Dear Madam', 'madam')",
    ),
    "starts_with": Function(
        ("text", "text"), "boolean", _starts_with, "Whether the first text begins with the second.", "starts_with('Re: bill', 're:')"
    ),
    "ends_with": Function(
        ("text", "text"), "boolean", _ends_with, "Whether the first text ends with the second.", "ends_with('a.pdf', '.PDF')"
    ),
    "matches": Function(
        ("text", "text"), "boolean", _matches, "Whether the pattern (see tables.md, `~`) stands in the text.",
        "matches('INV-2041', '^inv-[0-9]+$')",
    ),
    "any_of": Function(
        ("list", "list"), "boolean", _any_of, "Whether the lists have an element in common.", "any_of(['a', 'b'], ['b', 'c'])"
    ),
    "all_of": Function(
        ("list", "list"), "boolean", _all_of, "Whether the first list has every element of the second.",
        "all_of(['a', 'b'], ['b'])",
    ),
    "coalesce": Function(("any",), "any", _coalesce, "The first value that is set.", "coalesce('', 'b') == 'b'", more=True),
    "round": Function(
        ("number", "number"), "number", _round, "Rounded to a whole number, or to digits after the point (half to even).",
        "round(2.345, 1) == 2.3", optional=1,
    ),
    "min": Function(
        ("any",), "any", lambda *v: _extreme(-1, v), "The least of numbers, or the earliest of dates; lists are opened.",
        "min(3, [2, 5]) == 2", more=True,
    ),
    "max": Function(
        ("any",), "any", lambda *v: _extreme(1, v), "The greatest of numbers, or the latest of dates; lists are opened.",
        "max('2025-01-31', '2025-02-01') == '2025-02-01'", more=True,
    ),
    "sum": Function(("list",), "number", _sum, "The sum of a list's numbers.", "sum([1, 2.5]) == 3.5"),
    "abs": Function(("number",), "number", _absolute, "The number without its sign.", "abs(-3) == 3"),
    "days_between": Function(
        ("date", "date"), "number", _days_between, "Calendar days from the first date to the second.",
        "days_between('2025-01-31', '2025-02-02') == 2",
    ),
    "add_days": Function(
        ("date", "number"), "date", _add_days, "The date so many calendar days later (or earlier).",
        "add_days('2025-02-27', 3) == '2025-03-02'",
    ),
    "workdays_between": Function(
        ("date", "date", "list"), "number", _workdays_between,
        "Monday to Friday, from the day after the first date to the second; without the listed holidays.",
        "workdays_between('2025-01-03', '2025-01-06') == 1", optional=1,
    ),
    "add_workdays": Function(
        ("date", "number", "list"), "date", _add_workdays,
        "The date so many days from Monday to Friday later; holidays in the list are passed over.",
        "add_workdays('2025-01-03', 1, ['2025-01-06']) == '2025-01-07'", optional=1,
    ),
    "year": Function(("date",), "number", _part("year"), "The year of a date.", "year('2025-02-01') == 2025"),
    "month": Function(("date",), "number", _part("month"), "The month of a date, 1 to 12.", "month('2025-02-01') == 2"),
    "day": Function(("date",), "number", _part("day"), "The day of the month.", "day('2025-02-01') == 1"),
    "weekday": Function(("date",), "number", _weekday, "1 for Monday to 7 for Sunday.", "weekday('2025-02-01') == 6"),
    "hour": Function(
        ("moment",), "number", _hour, "The hour as written, 0 to 23; empty for a bare date.",
        "hour('2025-02-01T09:30:00+01:00') == 9",
    ),
    "hour_in": Function(
        ("moment", "text"), "number", _hour_in, "The hour on the clocks of a time zone.",
        "hour_in('2025-02-01T09:30:00Z', 'America/Chicago') == 3",
    ),
    "weekday_in": Function(
        ("moment", "text"), "number", _weekday_in, "The weekday in a time zone, 1 for Monday to 7 for Sunday.",
        "weekday_in('2025-02-01T23:30:00Z', 'Asia/Tokyo') == 7",
    ),
    "date_in": Function(
        ("moment", "text"), "date", _date_in, "The calendar date in a time zone.",
        "date_in('2025-02-01T23:30:00Z', 'Asia/Tokyo') == '2025-02-02'",
    ),
}  # fmt: skip
"""Name → function. The examples are true, and a test holds them to it."""

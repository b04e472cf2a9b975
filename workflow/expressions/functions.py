"""The functions that an expression may call: all there are. Each is total: what makes no sense gives empty.

A function gets plain values (None for empty) and gives a plain value. Dates and moments are ISO 8601 texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow.comparison import LONGEST_TEXT, plain_number, to_number
from workflow.expressions import amounts, dates, texts
from workflow.expressions.kinds import Base


@dataclass(frozen=True)
class Function:
    """A function: what it takes, what it gives, and what it does in one sentence.

    `takes` are the kinds of its parameters; the last `optional` of them may be left out; with `more`, the last may
    come again.
    """

    takes: tuple[Base, ...]
    gives: Base
    call: Callable[..., Any]
    optional: int = 0
    more: bool = False
    says: str = ""
    example: str = ""

    @property
    def least(self) -> int:
        """Arguments that it needs."""
        return len(self.takes) - self.optional

    def parameter(self, index: int) -> Base | None:
        """The kind of the argument at an index; None where there may be none."""
        if index < len(self.takes):
            return self.takes[index]
        return self.takes[-1] if self.more else None


def _lower(value: Any) -> str:
    return texts.as_text(value).lower()[:LONGEST_TEXT]


def _upper(value: Any) -> str:
    return texts.as_text(value).upper()[:LONGEST_TEXT]


def _trim(value: Any) -> str:
    return texts.as_text(value).strip()


def _number(value: Any) -> int | float | None:
    return plain_number(to_number(value))


def _least(*values: Any) -> Any:
    return amounts.extreme(-1, values)


def _greatest(*values: Any) -> Any:
    return amounts.extreme(1, values)


FUNCTIONS: dict[str, Function] = {
    "len": Function(
        ("any",), "number", texts.length,
        says="Characters of a text, elements of a list; 0 for empty.",
        example="len('abc') == 3",
    ),
    "lower": Function(
        ("text",), "text", _lower,
        says="The text in small letters.",
        example="lower('AB') == 'ab'",
    ),
    "upper": Function(
        ("text",), "text", _upper,
        says="The text in capitals.",
        example="len(upper('ab')) == 2",
    ),
    "trim": Function(
        ("text",), "text", _trim,
        says="Without space at its ends.",
        example="len(trim(' a ')) == 1",
    ),
    "text": Function(
        ("any",), "text", texts.as_text,
        says="A value as text.",
        example="text(12) == '12'",
    ),
    "number": Function(
        ("any",), "number", _number,
        says="A text such as '12.50' as a number.",
        example="number('12.50') == 12.5",
    ),
    "concat": Function(
        ("any",), "text", texts.concat, more=True,
        says="The values after each other as one text; empty ones are left out.",
        example="concat('a', '-', 1) == 'a-1'",
    ),
    "join": Function(
        ("list", "text"), "text", texts.join, optional=1,
        says="The elements of a list as one text, with `, ` or what is given between them.",
        example="join(['a', 'b'], ' + ') == 'a + b'",
    ),
    "contains": Function(
        ("text", "text"), "boolean", texts.contains,
        says="Whether the second text stands in the first, letter case apart.",
        example="contains('Dear Madam', 'madam')",
    ),
    "starts_with": Function(
        ("text", "text"), "boolean", texts.starts_with,
        says="Whether the first text begins with the second.",
        example="starts_with('Re: bill', 're:')",
    ),
    "ends_with": Function(
        ("text", "text"), "boolean", texts.ends_with,
        says="Whether the first text ends with the second.",
        example="ends_with('a.pdf', '.PDF')",
    ),
    "matches": Function(
        ("text", "text"), "boolean", texts.matches,
        says="Whether the pattern (see tables.md, `~`) stands in the text.",
        example="matches('INV-2041', '^inv-[0-9]+$')",
    ),
    "any_of": Function(
        ("list", "list"), "boolean", texts.any_of,
        says="Whether the lists have an element in common.",
        example="any_of(['a', 'b'], ['b', 'c'])",
    ),
    "all_of": Function(
        ("list", "list"), "boolean", texts.all_of,
        says="Whether the first list has every element of the second.",
        example="all_of(['a', 'b'], ['b'])",
    ),
    "coalesce": Function(
        ("any",), "any", texts.coalesce, more=True,
        says="The first value that is set.",
        example="coalesce('', 'b') == 'b'",
    ),
    "round": Function(
        ("number", "number"), "number", amounts.rounded, optional=1,
        says="Rounded to a whole number, or to digits after the point (halves away from zero).",
        example='round(2.345, 2) == 2.35',
    ),
    "min": Function(
        ("any",), "any", _least, more=True,
        says="The least of numbers, or the earliest of dates; lists are opened.",
        example='min(3, [2, 5]) == 2',
    ),
    "max": Function(
        ("any",), "any", _greatest, more=True,
        says="The greatest of numbers, or the latest of dates; lists are opened.",
        example="max('2025-01-31', '2025-02-01') == '2025-02-01'",
    ),
    "sum": Function(
        ("list",), "number", amounts.total,
        says="The sum of a list's numbers.",
        example='sum([1, 2.5]) == 3.5',
    ),
    "abs": Function(
        ("number",), "number", amounts.absolute,
        says="The number without its sign.",
        example='abs(-3) == 3',
    ),
    "days_between": Function(
        ("date", "date"), "number", dates.days_between,
        says="Calendar days from the first date to the second.",
        example="days_between('2025-01-31', '2025-02-02') == 2",
    ),
    "add_days": Function(
        ("date", "number"), "date", dates.add_days,
        says="The date so many calendar days later (or earlier).",
        example="add_days('2025-02-27', 3) == '2025-03-02'",
    ),
    "workdays_between": Function(
        ("date", "date", "list"), "number", dates.workdays_between, optional=1,
        says="Monday to Friday, from the day after the first date to the second; without the listed holidays.",
        example="workdays_between('2025-01-03', '2025-01-06') == 1",
    ),
    "add_workdays": Function(
        ("date", "number", "list"), "date", dates.add_workdays, optional=1,
        says="The date so many days from Monday to Friday later; holidays in the list are passed over.",
        example="add_workdays('2025-01-03', 1, ['2025-01-06']) == '2025-01-07'",
    ),
    "year": Function(
        ("date",), "number", dates.part_of("year"),
        says="The year of a date.",
        example="year('2025-02-01') == 2025",
    ),
    "month": Function(
        ("date",), "number", dates.part_of("month"),
        says="The month of a date, 1 to 12.",
        example="month('2025-02-01') == 2",
    ),
    "day": Function(
        ("date",), "number", dates.part_of("day"),
        says="The day of the month.",
        example="day('2025-02-01') == 1",
    ),
    "weekday": Function(
        ("date",), "number", dates.weekday,
        says="1 for Monday to 7 for Sunday.",
        example="weekday('2025-02-01') == 6",
    ),
    "hour": Function(
        ("moment",), "number", dates.hour,
        says="The hour as written, 0 to 23; empty for a bare date.",
        example="hour('2025-02-01T09:30:00+01:00') == 9",
    ),
    "hour_in": Function(
        ("moment", "text"), "number", dates.hour_in,
        says="The hour on the clocks of a time zone.",
        example="hour_in('2025-02-01T09:30:00Z', 'America/Chicago') == 3",
    ),
    "weekday_in": Function(
        ("moment", "text"), "number", dates.weekday_in,
        says="The weekday in a time zone, 1 for Monday to 7 for Sunday.",
        example="weekday_in('2025-02-01T23:30:00Z', 'Asia/Tokyo') == 7",
    ),
    "date_in": Function(
        ("moment", "text"), "date", dates.date_in,
        says="The calendar date in a time zone.",
        example="date_in('2025-02-01T23:30:00Z', 'Asia/Tokyo') == '2025-02-02'",
    ),
}  # fmt: skip
"""Name → function. The examples are true, and a test holds them to it."""

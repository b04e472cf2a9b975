"""How two values are compared, the same in expressions, decision tables and derived values.

Equality is equality of `key`: texts without regard to letter case, Unicode form and spare white space; numbers by
their value (5 and 5.0 and the text '5'); booleans also with the texts 'true' and 'false'; moments by their instant.
A text that is not the usual way to write a number stays a text: '01234' is not 1234. Money counts by its amount,
whatever the currency: where that matters, its part `currency` is asked for too.
An empty value (None, blank text, empty list) equals nothing and has no order.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime
from decimal import Context, Decimal, InvalidOperation
from enum import Enum
from functools import lru_cache
from typing import Any

LONGEST_TEXT = 32_000
"""Characters of a text that are looked at or given; what stands after is cut."""

MOST_PARTS = 500
"""Parts of a text 'A;B'; what stands after stays one part."""

GREATEST = Decimal(10) ** 15
"""Numbers of a greater size are empty: no sum of money or count of this work reaches it."""

EXACT = Context(prec=28, traps=[])
"""Decimal arithmetic that gives NaN or Infinity where others raise."""

_DECIMAL = re.compile(r"[+-]?\d{1,16}(\.\d{1,12})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MONEY = frozenset({"amount", "currency"})


def is_empty(value: Any) -> bool:
    """Whether there is nothing: None, a blank text, a list or dict without elements. 0 and false are something."""
    if value is None:
        return True
    if isinstance(value, str):
        return not value or value.isspace()
    return isinstance(value, (list, tuple, dict, set, frozenset)) and not value


def fold(text: str) -> str:
    """A text in comparable form: NFKC, without letter case, white space collapsed."""
    return _fold(text) if len(text) <= 200 else _fold.__wrapped__(text[:LONGEST_TEXT])


@lru_cache(maxsize=8192)
def _fold(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def key(value: Any) -> str | None:
    """The comparable form of one scalar; None for what is empty or no scalar."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, str):
        folded = fold(value)
        at = moment(value) if folded[4:5] == "-" and folded[10:11] in ("t", " ") else None
        return at.isoformat() if at else folded or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal, dict)):
        number = to_number(value)
        return None if number is None else format(EXACT.normalize(number) + 0, "f")
    if isinstance(value, datetime):
        return _utc(value).isoformat()
    return value.isoformat() if isinstance(value, date) else None


def equal(left: Any, right: Any) -> bool:
    """Whether two values are the same; lists are when their elements are, in order."""
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return bool(left) and len(left) == len(right) and all(map(equal, left, right))
    known = key(left)
    return known is not None and known == key(right)


def members(value: Any) -> list[Any]:
    """The elements of a list; those of a text 'A;B' (as Salesforce writes a multi-select picklist); else the value."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return [element for element in value if not is_empty(element)]
    if isinstance(value, str):
        return [piece for piece in (part.strip() for part in value[:LONGEST_TEXT].split(";", MOST_PARTS)) if piece]
    return [] if value is None else [value]


def truth(value: Any) -> bool:
    """Whether a condition holds: true, or the text 'true'. Everything else, the empty included, does not."""
    return value is True or (isinstance(value, str) and fold(value) == "true")


def order(left: Any, right: Any) -> int | None:
    """-1, 0 or 1 for less, equal, greater: of two numbers, or of two dates or moments; else None.

    A date against a moment compares with the moment's own calendar day.
    """
    numbers = to_number(left), to_number(right)
    if numbers[0] is not None and numbers[1] is not None:
        return (numbers[0] > numbers[1]) - (numbers[0] < numbers[1])
    moments = moment(left), moment(right)
    if moments[0] is not None and moments[1] is not None:
        return (moments[0] > moments[1]) - (moments[0] < moments[1])
    days = day(left), day(right)
    if days[0] is None or days[1] is None:
        return None
    return (days[0] > days[1]) - (days[0] < days[1])


def to_number(value: Any) -> Decimal | None:
    """The number that a value is, a text such as '2500.00' included; None for others and for what is too great.

    Of money, `{"amount": …, "currency": …}`, its amount.
    """
    if isinstance(value, dict):
        value = value.get("amount") if value.keys() <= _MONEY else None
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _text_number(value) if len(value) < 40 else None
    if not isinstance(value, (int, float, Decimal)):
        return None
    try:
        number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number) <= GREATEST else None


@lru_cache(maxsize=8192)
def _text_number(text: str) -> Decimal | None:
    text = text.strip()
    return Decimal(text) if text.isascii() and _DECIMAL.fullmatch(text) else None


def plain_number(number: Decimal | None) -> int | float | None:
    """A Decimal as plain data: int where it is whole, else float; None where it is no finite number in bounds."""
    if number is None or not number.is_finite() or abs(number) > GREATEST:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def moment(value: Any) -> datetime | None:
    """The instant (in UTC) of a datetime or its ISO 8601 text; None for a bare date. Without a zone it is UTC."""
    at = written_moment(value)
    return None if at is None else _utc(at)


def written_moment(value: Any) -> datetime | None:
    """The same in the offset in which it is written."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or len(value) > 40 or not _MOMENT.match(value.strip()):
        return None
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        return None


def day(value: Any) -> date | None:
    """The calendar day of a date, a datetime (in its own offset) or the ISO 8601 text of either."""
    at = written_moment(value)
    if at is not None:
        return at.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value.strip()):
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


def show(value: Any, most: int = 60) -> str:
    """A value in a sentence: texts in quotes, at most `most` characters."""
    if is_empty(value):
        return "empty"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        text = "[" + ", ".join(show(element, most) for element in value[:6]) + (", …]" if len(value) > 6 else "]")
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{name}: {show(part, 20)}" for name, part in list(value.items())[:4]) + "}"
    elif isinstance(value, str):
        return f"'{' '.join(value[: most + 1].split()) if len(value) <= most else value[: most - 1] + '…'}'"
    else:
        text = str(value)
    return text if len(text) <= 4 * most else text[: 4 * most - 1] + "…"


def _utc(at: datetime) -> datetime:
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:  # an offset that leads out of the years 1 to 9999
        return at.replace(tzinfo=UTC)

"""What expressions do with numbers, exactly as decimals. What is no number makes the result empty."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workflow.comparison import EXACT, day, members, order, plain_number, to_number


def rounded(number: Any, digits: Any = 0) -> int | float | None:
    """Rounded, halves away from zero as in spreadsheets; empty for no number."""
    value, places = to_number(number), to_number(0 if digits is None else digits)
    if value is None or places is None or not 0 <= places <= 12:
        return None
    return plain_number(value.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP, EXACT))


def extreme(sign: int, values: Sequence[Any]) -> Any:
    """The least (sign -1) or greatest (sign 1) of numbers or dates; what is neither is passed over."""
    flat = [element for value in values for element in (members(value) if not isinstance(value, str) else [value])]
    best: Any = None
    for value in flat:
        if to_number(value) is None and day(value) is None:
            continue
        if best is None or order(value, best) == sign:
            best = value
    number = to_number(best)
    return best if number is None else plain_number(number)


def total(values: Any) -> int | float | None:
    """The sum of the numbers of a list."""
    added = Decimal(0)
    for value in members(values):
        added = EXACT.add(added, to_number(value) or Decimal(0))
    return plain_number(added)


def absolute(number: Any) -> int | float | None:
    """A number without its sign."""
    value = to_number(number)
    return None if value is None else plain_number(abs(value))

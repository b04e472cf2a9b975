"""Date literals of SOQL as half-open spans of days (SOQL and SOSL Reference, "Date Formats and Date Literals").

Weeks begin on Sunday, as in the en_US locale; fiscal years are calendar years.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

Span = tuple[date, date]
"""The first day, and the day after the last."""

DAY = timedelta(days=1)


def span(text: str, today: date) -> Span:
    """The days that a literal such as `LAST_MONTH` or `LAST_N_DAYS:7` means. Raises OverflowError far out."""
    word, _, number = (part.strip() for part in text.upper().partition(":"))
    count = int(number) if number else 0
    if count > 10_000:
        raise OverflowError(f"{text}: too far away")
    if word in ("YESTERDAY", "TODAY", "TOMORROW"):
        first = today + DAY * ("YESTERDAY", "TODAY", "TOMORROW").index(word) - DAY
        return first, first + DAY
    if word in ("LAST_90_DAYS", "NEXT_90_DAYS"):
        word, count = word.replace("90", "N"), 90
    relative = re.fullmatch(r"(LAST|THIS|NEXT)_(?:N_)?(?:FISCAL_)?(DAY|WEEK|MONTH|QUARTER|YEAR)S?", word)
    if relative is None:
        unit = re.sub(r"^N_(?:FISCAL_)?|S_AGO$", "", word)
        return _start(unit, today, -count), _start(unit, today, 1 - count)
    side, unit = relative.groups()
    if "_N_" not in word:
        shift = {"LAST": -1, "THIS": 0, "NEXT": 1}[side]
        return _start(unit, today, shift), _start(unit, today, shift + 1)
    if side == "NEXT":
        return _start(unit, today, 1), _start(unit, today, count + 1)
    # Only the days literal runs up to and with the current one; longer units end before the current one begins.
    return _start(unit, today, -count), _start(unit, today, 1 if unit == "DAY" else 0)


def _start(unit: str, today: date, shift: int) -> date:
    """The first day of the unit `shift` units after the one that today is in."""
    if unit == "DAY":
        return today + DAY * shift
    if unit == "WEEK":
        return today - DAY * (today.isoweekday() % 7) + 7 * DAY * shift
    months = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
    index = (today.year * 12 + today.month - 1) // months * months + months * shift
    if index < 12:
        raise OverflowError("before the first year")
    return date(index // 12, index % 12 + 1, 1)

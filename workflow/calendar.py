"""Business time: when a team works, and where a length of its time ends. Pure; moments are aware and come back in UTC.

Opening hours are local: each day's are put into UTC by themselves, so that a day on which the clocks change has the
hours that people really work on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from pydantic import field_validator, model_validator

from workflow.errors import InputError
from workflow.fields import Strict
from workflow.nearest import suggestion

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "Mon-Sun 00:00-24:00"
LONGEST_CLOSED = 400
"""Days in a row without an opening after which a calendar counts as never open."""

Window = tuple[int, int]
"""Minutes of the local day, [open, closed)."""


class Length(Strict):
    """A length of time: `2 business days`, `4 business hours`, `30 minutes`, `1 week`."""

    amount: float
    unit: str
    business: bool = False

    def __str__(self) -> str:
        number = int(self.amount) if self.amount == int(self.amount) else self.amount
        unit = self.unit[:-1] if self.amount == 1 else self.unit
        return f"{number} {'business ' if self.business else ''}{unit}"


LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s+(business\s+)?(minute|hour|day|week)s?", re.IGNORECASE)


def length(text: str) -> Length:
    """The length that a text says. Raises InputError."""
    match = LENGTH.fullmatch(text.strip())
    if match is None or float(match[1]) <= 0:
        raise InputError(f"'{text}' is no length of time; write such as 2 business days, 4 business hours, 30 minutes")
    amount, business, unit = float(match[1]), bool(match[2]), f"{match[3].lower()}s"
    if business and unit == "weeks":
        raise InputError(f"'{text}': say it in business days")
    if unit in ("days", "weeks") and amount != int(amount):
        raise InputError(f"'{text}': days are counted whole; say it in hours")
    return Length(amount=amount, unit=unit, business=business)


class Hours(Strict):
    """When a team works: `{zone: Europe/Paris, open: "Mon-Fri 09:00-17:00; Sat 09:00-12:00", holidays: [2026-12-25]}`.

    Several windows of a day stand after each other: `Mon-Fri 09:00-12:00 13:00-17:00`. `{business_hours: Support}`
    takes them from the org.
    """

    zone: str = "UTC"  #: name of the time zone, such as America/Chicago
    open: str = ALWAYS  #: days and their windows, separated by semicolons
    holidays: tuple[date, ...] = ()  #: days on which nobody works, such as 2026-12-25
    business_hours: str = ""  #: instead: the org's record of that name (`default`: its own) and the org's holidays

    @model_validator(mode="after")
    def _said_once(self) -> Hours:
        if self.business_hours and self.model_fields_set - {"business_hours"}:
            raise ValueError("'business_hours' takes all from the org: leave out 'zone', 'open' and 'holidays'")
        return self

    @field_validator("zone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f"there is no time zone '{zone}'. {suggestion(zone, available_timezones())}")
        return zone

    @field_validator("open")
    @classmethod
    def _readable(cls, text: str) -> str:
        try:
            week(text)
        except InputError as error:
            raise ValueError(str(error)) from None
        return text


def wanted(hours: Hours, since: date) -> dict[str, str]:
    """What the org is asked for: its record of that name, empty for its own; holidays that recur from `since` on."""
    name = hours.business_hours
    return {"name": "" if name.lower() == "default" else name, "since": since.isoformat()}


def week(text: str) -> dict[int, tuple[Window, ...]]:
    """Weekday (Monday is 0) → its windows, in order. Raises InputError."""
    days: dict[int, list[Window]] = {}
    for entry in filter(None, (part.strip() for part in text.split(";"))):
        names, *windows = entry.split()
        for day in _days(names, entry):
            days.setdefault(day, []).extend(_window(window, entry) for window in windows or ("00:00-24:00",))
    out = {}
    for day, found in days.items():
        ordered = sorted(found)
        if any(one[1] > other[0] for one, other in pairwise(ordered)):
            raise InputError(f"'{text}': windows of one day overlap")
        out[day] = tuple(ordered)
    if not out:
        raise InputError("no opening hours; write such as Mon-Fri 09:00-17:00")
    return out


def _days(names: str, entry: str) -> list[int]:
    found: list[int] = []
    for name in names.lower().split(","):
        first, _, last = name.partition("-")
        if first[:3] not in DAYS or (last and last[:3] not in DAYS):
            raise InputError(f"'{entry}' begins with days, such as Mon-Fri or Mon,Wed")
        begin = DAYS.index(first[:3])
        end = DAYS.index(last[:3]) if last else begin
        found += [day % 7 for day in range(begin, end + 1 if end >= begin else end + 8)]
    return found


def _window(text: str, entry: str) -> Window:
    match = re.fullmatch(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", text)
    if match is not None:
        begin, end = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
        if begin < end <= 1440 and int(match[2]) < 60 and int(match[4]) < 60:
            return begin, end
    raise InputError(f"'{entry}': '{text}' is no window of a day; write such as 09:00-17:00")


class Calendar:
    """Adds and measures business time by the hours of a team; without hours every moment is business time."""

    def __init__(self, hours: Hours | None = None) -> None:
        self.hours = hours or Hours()
        self.zone = ZoneInfo(self.hours.zone)

    @cached_property
    def _week(self) -> dict[int, tuple[Window, ...]]:
        return week(self.hours.open)

    def is_open(self, moment: datetime) -> bool:
        """Whether the team works at that moment."""
        return any(begin <= moment < end for begin, end in self._spans(moment.astimezone(self.zone).date()))

    def after(self, start: datetime, span: Length) -> datetime:
        """Where a length of time that begins at `start` ends. Raises InputError where the calendar never opens."""
        if not span.business:
            return self._plain(start, span)
        if span.unit == "days":
            return self._days_after(start, int(span.amount))
        left = timedelta(**{span.unit: span.amount})
        for begin, end in self._open_from(start):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        raise AssertionError("open spans have no end")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much business time lies between two moments; none where the second is not later."""
        total = timedelta()
        if end <= start:
            return total
        for begin, close in self._open_from(start, end):
            if begin >= end:
                break
            total += min(close, end) - begin
        return total

    def _plain(self, start: datetime, span: Length) -> datetime:
        if span.unit in ("minutes", "hours"):
            return start.astimezone(UTC) + timedelta(**{span.unit: span.amount})
        # Days are those of the wall: the same time of the day, whatever the clocks do in between.
        days = int(span.amount) * (7 if span.unit == "weeks" else 1)
        local = start.astimezone(self.zone)
        moved = local.replace(tzinfo=None) + timedelta(days=days)
        return moved.replace(tzinfo=self.zone).astimezone(UTC)

    def _days_after(self, start: datetime, days: int) -> datetime:
        first = next(self._open_from(start))[0]
        local = first.astimezone(self.zone)
        day = local.date()
        for _ in range(days):
            day = self._next_open_day(day)
        wanted = datetime.combine(day, local.time(), self.zone).astimezone(UTC)
        spans = list(self._spans(day))
        for begin, end in spans:
            if wanted <= end:
                return max(begin, wanted)
        return spans[-1][1]

    def _next_open_day(self, day: date) -> date:
        for _ in range(LONGEST_CLOSED):
            day += timedelta(days=1)
            if any(True for _ in self._spans(day)):
                return day
        raise InputError(f"the calendar ({self.hours.open}, {self.hours.zone}) is closed for more than a year")

    def _spans(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        """The opening hours of a local day, in UTC."""
        if day in self.hours.holidays:
            return
        for begin, end in self._week.get(day.weekday(), ()):
            opened, closed = self._at(day, begin), self._at(day, end)
            if closed > opened:
                yield opened, closed

    def _at(self, day: date, minute: int) -> datetime:
        if minute == 1440:
            return datetime.combine(day + timedelta(days=1), time(), self.zone).astimezone(UTC)
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone).astimezone(UTC)

    def _open_from(self, start: datetime, until: datetime | None = None) -> Iterator[tuple[datetime, datetime]]:
        """The open spans from a moment on, the first cut at it. Raises InputError where none comes for a year."""
        day, closed = start.astimezone(self.zone).date() - timedelta(days=1), 0
        while closed < LONGEST_CLOSED:
            closed += 1
            for begin, end in self._spans(day):
                if end > start:
                    closed = 0
                    yield max(begin, start.astimezone(UTC)), end
            if until is not None and datetime.combine(day, time(), self.zone) > until:
                return
            day += timedelta(days=1)
        raise InputError(f"the calendar ({self.hours.open}, {self.hours.zone}) is closed for more than a year")

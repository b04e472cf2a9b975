"""Business time: windows, holidays and the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.calendar import Calendar, Hours, Length, length
from workflow.errors import InputError

PARIS = Calendar(Hours(zone="Europe/Paris", open="Mon-Fri 09:00-17:00", holidays=(date(2026, 5, 1),)))
CHICAGO = Calendar(Hours(zone="America/Chicago", open="Mon-Fri 08:00-12:00 13:00-17:30; Sat 09:00-12:00"))
NIGHTS = Calendar(Hours(zone="America/Chicago", open="Mon-Sun 00:00-03:30 22:00-24:00"))
LORD_HOWE = Calendar(Hours(zone="Australia/Lord_Howe", open="Sat-Mon 01:15-02:15 10:00-18:00"))
CALENDARS = (PARIS, CHICAGO, NIGHTS, LORD_HOWE, Calendar())

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))
SPANS = st.integers(1, 1500).map(lambda minutes: Length(amount=minutes, unit="minutes", business=True))


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS.zone)


@pytest.mark.parametrize(
    ("start", "within", "end"),
    [
        ("2026-04-27 10:00", "4 business hours", "2026-04-27 14:00"),
        ("2026-04-27 16:00", "2 business hours", "2026-04-28 10:00"),
        ("2026-04-27 03:00", "1 business hour", "2026-04-27 10:00"),
        ("2026-04-27 10:00", "2 business days", "2026-04-29 10:00"),
        ("2026-04-27 19:30", "2 business days", "2026-04-30 09:00"),  # counted from the next opening
        ("2026-04-30 11:00", "1 business day", "2026-05-04 11:00"),  # a holiday and a week-end between
        ("2026-05-01 11:00", "8 business hours", "2026-05-04 17:00"),
        ("2026-03-28 10:00", "1 day", "2026-03-29 10:00"),  # 23 hours: the clocks go forward
        ("2026-03-28 10:00", "24 hours", "2026-03-29 11:00"),
        ("2026-10-24 10:00", "1 week", "2026-10-31 10:00"),
    ],
)
def test_a_deadline_lies_where_people_would_put_it(start: str, within: str, end: str) -> None:
    assert PARIS.after(paris(start), length(within)) == paris(end)


def test_a_day_that_is_shorter_ends_the_wait_at_its_close() -> None:
    friday = datetime(2026, 4, 24, 16, 0, tzinfo=CHICAGO.zone)
    assert CHICAGO.after(friday, length("1 business day")) == datetime(2026, 4, 25, 12, 0, tzinfo=CHICAGO.zone)


def test_a_window_over_the_change_of_the_clocks_has_the_hours_that_there_are() -> None:
    assert NIGHTS.between(_chicago(2026, 3, 8, 0), _chicago(2026, 3, 8, 12)) == timedelta(hours=2, minutes=30)
    assert NIGHTS.between(_chicago(2026, 11, 1, 0), _chicago(2026, 11, 1, 12)) == timedelta(hours=4, minutes=30)


def _chicago(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NIGHTS.zone)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CALENDARS), MOMENTS, SPANS)
def test_what_was_added_is_what_lies_between(calendar: Calendar, start: datetime, span: Length) -> None:
    end = calendar.after(start, span)
    assert calendar.between(start, end) == timedelta(minutes=span.amount)
    assert calendar.is_open(end - timedelta(microseconds=1))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(CALENDARS), MOMENTS, MOMENTS, MOMENTS)
def test_time_between_adds_up(calendar: Calendar, one: datetime, two: datetime, three: datetime) -> None:
    first, middle, last = sorted((one, two, three))
    last = min(last, first + timedelta(days=40))
    middle = min(middle, last)
    assert calendar.between(first, last) == calendar.between(first, middle) + calendar.between(middle, last)
    assert timedelta() <= calendar.between(first, last) <= last - first


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(CALENDARS), MOMENTS, st.integers(0, 20_000),
    st.one_of(SPANS, st.integers(1, 30).map(lambda days: Length(amount=days, unit="days", business=True))),
)  # fmt: skip
def test_who_begins_later_is_not_due_earlier(calendar: Calendar, start: datetime, later: int, span: Length) -> None:
    assert start < calendar.after(start, span) <= calendar.after(start + timedelta(minutes=later), span)


@pytest.mark.parametrize("text", ["soon", "0 hours", "-1 days", "2 business weeks", "1.5 days", "two days", ""])
def test_what_is_no_length_of_time_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        length(text)


def test_a_length_says_itself() -> None:
    for text in ("2 business days", "1 business hour", "30 minutes", "1 week"):
        assert str(length(text)) == text


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"zone": "Europe/Pari"}, "Europe/Paris"),
        ({"open": "Mon-Fri 9-17"}, "no window of a day"),
        ({"open": "Someday 09:00-17:00"}, "begins with days"),
        ({"open": "Mon 09:00-12:00 11:00-13:00"}, "overlap"),
        ({"open": ""}, "no opening hours"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_the_cure(keys: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Hours(**keys)


def test_a_calendar_that_never_opens_is_told_and_does_not_search_for_ever() -> None:
    closed = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(800))
    with pytest.raises(InputError, match="closed for more than a year"):
        Calendar(Hours(holidays=closed)).after(datetime(2026, 1, 1, tzinfo=UTC), length("1 business hour"))

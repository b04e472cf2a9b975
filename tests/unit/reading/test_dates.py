"""A date is read however it is written, and completed from the date of the message."""

from __future__ import annotations

from datetime import date

import pytest

from agents.reading.local.finders.dates import find_dates
from agents.reading.local.finders.roles import role_of
from agents.reading.local.finders.times import find_datetimes, find_durations

TODAY = date(2025, 6, 11)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("to be done by May 29, 2025.", "2025-05-29"),
        ("on the 3rd of June", "2025-06-03"),
        ("zum 31.10.2025", "2025-10-31"),
        ("am 3. Juni ist es passiert", "2025-06-03"),
        ("à partir du 1er juillet 2025", "2025-07-01"),
        ("el 30 de noviembre de 2025", "2025-11-30"),
        ("op 4 augustus 2025", "2025-08-04"),
        ("dal 3 marzo 2025", "2025-03-03"),
        ("em 12 de março de 2025", "2025-03-12"),
        ("2025年7月1日から", "2025-07-01"),
        ("令和7年7月1日", "2025-07-01"),
        ("Ref 2025-07-04", "2025-07-04"),
        ("before the end of August", "2025-08-31"),
        ("gern Ende Mai", "2025-05-31"),
        ("8月末", "2025-08-31"),
        ("tomorrow", "2025-06-12"),
        ("in two weeks", "2025-06-25"),
        ("next Monday", "2025-06-16"),
    ],
)
def test_a_date_is_read_in_every_language(text: str, value: str) -> None:
    assert [found.value for found in find_dates(text, TODAY)] == [value]


@pytest.mark.parametrize(
    "text",
    ["may I ask", "version 2.10.1", "$1,400.00 for 3", "build 5.1.1", "from 9 to 4", "31.02.2025", "3/45/2025"],
)
def test_what_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text, TODAY) == ()


def test_the_order_of_day_and_month_is_the_countrys_unless_one_is_above_twelve() -> None:
    assert find_dates("6/7/2025", TODAY, True)[0].value == "2025-06-07"
    assert find_dates("6/7/2025", TODAY, False)[0].value == "2025-07-06"
    assert find_dates("9/30/2025", TODAY, False)[0].value == "2025-09-30"


def test_a_year_that_is_left_out_is_the_nearest() -> None:
    december = date(2025, 12, 15)
    assert find_dates("January 10", december)[0].value == "2026-01-10"
    assert find_dates("November 10", december)[0].value == "2025-11-10"


def test_without_the_messages_date_only_whole_dates_are_read() -> None:
    assert [found.value for found in find_dates("June 3 or 4 July 2025 or tomorrow", None)] == ["2025-07-04"]


def test_the_weekday_of_a_date_is_no_date_of_its_own() -> None:
    assert [found.value for found in find_dates("on Saturday, June 14", TODAY)] == ["2025-06-14"]


def test_the_characters_of_a_date_are_those_of_the_text_also_behind_accents() -> None:
    text = "Résiliation à partir du 1er juillet 2025 — merci"
    found = find_dates(text, TODAY)[0]
    assert text[found.start : found.end] == "1er juillet 2025"


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("The form is due by May 28", "May 28", "due"),
        ("not offered after 10/31/2025", "10/31/2025", "end"),
        ("as of July 2", "July 2", "start"),
        ("the timetable goes live Friday, May 23", "May 23", "start"),
        ("endet zum 31.10.2025", "31.10.2025", "end"),
        ("Mon dernier jour de travail sera le 31 août 2025", "31 août 2025", "end"),
        ("vacation from July 14 to July 25", "July 25", "end"),
        ("de 4 de agosto a 15 de agosto", "4 de agosto", "start"),
        ("7月14日から7月18日まで", "7月18日", "end"),
        ("we met on April 3", "April 3", None),
        ("geb. 12.03.1956", "12.03.1956", "birth"),
    ],
)
def test_the_words_around_tell_what_a_date_is_for(text: str, words: str, role: str | None) -> None:
    at = text.index(words)
    assert role_of(text, at, at + len(words)) == role


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30-day notice", "P30D"),
        ("90 minutes", "PT90M"),
        ("drei Wochen", "P3W"),
        ("3ヶ月", "P3M"),
        ("deux ans", "P2Y"),
    ],
)
def test_durations_are_iso_8601(text: str, value: str) -> None:
    assert [found.value for found in find_durations(text)] == [value]


def test_a_time_belongs_to_the_date_beside_it() -> None:
    assert [f.value for f in find_datetimes("on June 24 at 4:45 pm", TODAY)] == ["2025-06-24T16:45"]
    assert [f.value for f in find_datetimes("am 4. Juni um 14 Uhr", TODAY, False)] == ["2025-06-04T14:00"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it broke last night", "2025-06-10"),
        ("letzten Freitag", "2025-06-06"),
        ("vendredi dernier", "2025-06-06"),
        ("il y a trois jours", "2025-06-08"),
        ("drie dagen geleden", "2025-06-08"),
        ("two weeks ago", "2025-05-28"),
        ("vorgestern", "2025-06-09"),
        ("3日前", "2025-06-08"),
    ],
)
def test_what_lies_back_is_counted_back(text: str, value: str) -> None:
    assert [found.value for found in find_dates(text, TODAY)] == [value]


def test_a_bare_weekday_lies_back_where_the_past_is_asked_for() -> None:
    assert [found.value for found in find_dates("on Monday", TODAY)] == ["2025-06-16"]
    assert [found.value for found in find_dates("on Monday", TODAY, past=True)] == ["2025-06-09"]
    assert [found.value for found in find_dates("next Monday", TODAY, past=True)] == ["2025-06-16"]

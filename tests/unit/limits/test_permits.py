"""No stretch of time holds more than the limit, whoever asks, on SQLite and on Postgres."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.limits import Permits
from tools.models import Book
from workflow.limits import Limits, pace_of

Open = Callable[[], Book]


@pytest.fixture(params=["sqlite", "postgres"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Open:
    """Opens the same book once more at each call, as another process would."""
    if request.param == "sqlite":
        return lambda: Book(tmp_path / "models.db")
    url = request.getfixturevalue("postgres")()
    return lambda: Book(url=url)


@pytest.mark.parametrize(
    ("text", "told"),
    [("60/minute", (60, 60.0)), ("5 / second", (5, 1.0)), ("20/30 seconds", (20, 30.0)), ("1/day", (1, 86400.0))],
)
def test_a_limit_is_a_number_and_a_time(text: str, told: tuple[int, float]) -> None:
    assert pace_of(text) == told


@pytest.mark.parametrize("text", ["60", "0/minute", "often", "60/fortnight", "-1/hour", "3/0 seconds", ""])
def test_what_is_no_limit_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="such as 60/minute"):
        Limits.model_validate({"org": text})


def test_what_is_beyond_the_limit_is_told_how_long_to_wait(opened: Open) -> None:
    permits = Permits(opened())
    assert [permits.take("m", "2/hour") for _ in range(2)] == [0.0, 0.0]
    assert 3590 < permits.take("m", "2/hour") <= 3600
    assert permits.take("another", "2/hour") == 0.0
    assert permits.given("m", "2/hour") == 2


def test_a_permit_is_given_again_when_the_oldest_has_left_the_stretch(opened: Open) -> None:
    book = opened()
    permits = Permits(book)
    for _ in range(3):
        permits.take("m", "3/minute")
    with book.transaction() as cursor:
        cursor.execute("UPDATE permit SET at = at - 59.5 WHERE n = 1")
    assert 0 < permits.take("m", "3/minute") <= 0.6
    with book.transaction() as cursor:
        cursor.execute("UPDATE permit SET at = at - 1 WHERE n = 1")
    assert permits.take("m", "3/minute") == 0.0
    assert permits.take("m", "3/minute") > 50


def test_a_clock_that_was_set_back_holds_nothing_up_for_longer_than_the_stretch(opened: Open) -> None:
    book = opened()
    permits = Permits(book)
    permits.take("m", "1/minute")
    with book.transaction() as cursor:
        cursor.execute("UPDATE permit SET at = at + 86400")
    permits.take("m", "1/minute")
    assert permits.take("m", "1/minute") <= 60


def test_many_that_ask_together_never_exceed_the_limit(opened: Open) -> None:
    waits: list[float] = []

    def ask() -> None:
        book = opened()
        permits = Permits(book)
        waits.extend(permits.take("shared", "25/hour") for _ in range(10))
        book.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(waits), waits.count(0.0)) == (40, 25)

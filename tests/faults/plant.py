"""A small org of invented dealers, letters to it, and workers whose words a test can wait for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from app.settings import Settings
from app.wiring import House
from app.worker import Intake, Worker
from graphs.run import Report
from workflow.errors import Unavailable

PATIENCE = 240.0
"""Seconds for what has to happen, on a busy machine of two slow cores."""

ACCOUNTS = """\
ExternalId__c,Name,Type,Website,Brand__c,Region__c
F-1,Garrowby Ford,Dealer,garrowbyford.com,Ford,East
F-2,Linsdale Toyota,Dealer,linsdaletoyota.com,Toyota,West
"""
LETTER = """\
From: Ada Norvik <ada@garrowbyford.com>
To: support@vendor.invalid
Subject: Invoice {number}
Date: Tue, 04 Mar 2025 10:00:00 -0500
Message-ID: <{number}@garrowbyford.com>

Hello,

we were charged twice for chat at garrowbyford.com on invoice INV-{number}. Please send a credit for the second charge.

Ada Norvik
"""


def queued(house: House, many: int, begin: int = 100) -> list[str]:
    """Puts so many letters in; the ids of their runs."""
    intake = Intake(house)
    letters = (LETTER.format(number=begin + n).encode() for n in range(many))
    return [intake.put("dealer-support", letter, name=f"{n}.eml")[0].id for n, letter in enumerate(letters)]


def assert_once_each(house: House, runs: Iterable[str]) -> None:
    """Each run is finished, with one case, one message and one log in the org, and each of its hops once."""
    expected = Counter(runs)
    for record in ("Case", "EmailMessage"):
        rows = house.client.query(f"SELECT Orchestration_Key__c FROM {record}")
        assert Counter(row["Orchestration_Key__c"] for row in rows) == expected, record
    assert Counter(row["Run_Key__c"] for row in house.client.query("SELECT Run_Key__c FROM Orchestration_Run__c"))
    for run in expected:
        row = house.store.runs.get(run)
        assert (row.status, row.outcome, row.error) == ("finished", "cases", ""), row
        hops = [hop.id for hop in house.store.hops.of(run) if hop.status != "failed"]
        assert len(hops) == len(set(hops))
        assert house.store.hops.verify(run) is None


class Words:
    """Lines that somebody says, for another thread to wait for."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._more = threading.Condition()
        self._ended = False

    def say(self, line: str) -> None:
        with self._more:
            self.lines.append(line)
            self._more.notify_all()

    def end(self) -> None:
        with self._more:
            self._ended = True
            self._more.notify_all()

    def until(self, *parts: str) -> str:
        """The first line that holds all of these; fails where none comes."""
        end = time.monotonic() + PATIENCE
        with self._more:
            while True:
                found = next((line for line in self.lines if all(part in line for part in parts)), None)
                if found is not None:
                    return found
                left = end - time.monotonic()
                told = f"nobody said {parts}: {self.lines}"
                assert not self._ended, told
                assert left > 0, told
                self._more.wait(left)


def struck(settings: Settings, strike: Callable[[House], None]) -> Callable[[], House]:
    """Makes a house for a worker, which `strike` strikes when the worker is at its first run."""

    def house_of() -> House:
        made, todo = House(settings), [strike]
        made.open()
        attempt = made.runner.attempt

        def first(run: str, most: int) -> Report:
            while todo:
                todo.pop()(made)
            return attempt(run, most)

        made.runner.attempt = first  # type: ignore[method-assign]
        return made

    return house_of


@contextmanager
def working(house_of: Callable[[], House]) -> Iterator[Words]:
    """A worker in a thread of this process; it is stopped at the end, and whatever ended it before is raised."""
    words, raised = Words(), list[BaseException]()
    made = Worker(house_of, say=words.say, takeover=3)

    def work() -> None:
        try:
            made.run()
        except BaseException as error:  # noqa: BLE001 (raised by the test's own thread)
            raised.append(error)
            words.say(f"ended: {error!r}")
        finally:
            words.end()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield words
    finally:
        made.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    if raised:
        raise raised[0]


def until(house: House, holds: Callable[[Counter[str]], bool]) -> None:
    """Waits until the states of all runs are so, whatever the store says meanwhile."""
    end = time.monotonic() + PATIENCE
    while not holds(counts := _standing(house)):
        assert time.monotonic() < end, counts
        time.sleep(0.1)


def _standing(house: House) -> Counter[str]:
    try:
        return Counter(run.status for run in house.store.runs.latest(1000))
    except Unavailable:
        return Counter()


def all_finished(house: House, runs: list[str]) -> None:
    """Waits until as many runs are finished as there are."""
    until(house, lambda counts: counts["finished"] == len(runs))

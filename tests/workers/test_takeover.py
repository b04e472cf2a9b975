"""Two workers on Postgres: one is killed for good or freezes, the other brings all runs to their end, once each."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from fleet import LETTER

from app.wiring import House
from app.worker import Intake

pytestmark = pytest.mark.slow
PATIENCE = 120.0  #: seconds for all of it on a busy machine
MANY = 6


def queued(house: House, many: int = MANY) -> list[str]:
    intake = Intake(house)
    return [
        intake.put("dealer-support", LETTER.format(number=100 + n).encode(), name=f"{n}.eml")[0].id for n in range(many)
    ]


def until(house: House, holds: Callable[[Counter[str]], bool]) -> Counter[str]:
    end = time.monotonic() + PATIENCE
    while not holds(counts := Counter(run.status for run in house.store.runs.latest(1000))):
        assert time.monotonic() < end, counts
        time.sleep(0.05)
    return counts


def settled(counts: Counter[str]) -> int:
    return counts["finished"] + counts["waiting"]


def assert_once_each(house: House, runs: list[str]) -> None:
    cases = Counter(row["Orchestration_Key__c"] for row in house.client.query("SELECT Orchestration_Key__c FROM Case"))
    assert cases == Counter(runs)
    mails = Counter(
        row["Orchestration_Key__c"] for row in house.client.query("SELECT Orchestration_Key__c FROM EmailMessage")
    )
    assert mails == Counter(runs)
    for run in runs:
        ids = [hop.id for hop in house.store.hops.of(run)]
        assert len(ids) == len(set(ids))
        assert house.store.hops.verify(run) is None


def halt(process: subprocess.Popen[str], how: signal.Signals, state: Path) -> None:
    """Ends or freezes a worker; one that is frozen holds no file of the stand-in org, as it would hold none of a real
    org: there a process that stands still stops nobody else from writing."""
    while True:
        process.send_signal(how)
        if how is not signal.SIGSTOP or all(map(is_free, state.rglob("*.db"))):
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(0.02)


def is_free(path: Path) -> bool:
    """Whether a database can be written at this moment."""
    with closing(sqlite3.connect(path, timeout=0.1, isolation_level=None)) as database:
        try:
            database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return False
        database.execute("ROLLBACK")
        return True


def end_one(house: House, spawn: Any, how: signal.Signals) -> tuple[list[str], subprocess.Popen[str]]:
    """Two workers at work; one of them is stopped in the middle; the other brings all to its end."""
    runs = queued(house)
    first = spawn()
    until(house, lambda counts: counts["running"] > 0 or settled(counts) > 0)
    halt(first, how, house.settings.state)
    spawn()
    until(house, lambda counts: settled(counts) == MANY)
    return runs, first


def test_all_runs_of_a_worker_that_is_killed_for_good_finish_on_the_other(house: House, spawn: Any) -> None:
    runs, _ = end_one(house, spawn, signal.SIGKILL)
    assert_once_each(house, runs)


def test_a_worker_that_is_started_again_under_its_name_goes_on_and_another_of_that_name_is_refused(
    house: House, spawn: Any
) -> None:
    runs = queued(house)
    first = spawn("--name", "east-0")
    until(house, lambda counts: counts["running"] > 0 or settled(counts) > 0)
    halt(first, signal.SIGKILL, house.settings.state)
    first.wait(PATIENCE)
    spawn("--name", "east-0")
    until(house, lambda counts: settled(counts) == MANY)
    assert_once_each(house, runs)
    other = spawn("--name", "east-0")
    assert other.wait(PATIENCE) == 2
    assert "a worker named east-0 is at work" in other.stderr.read()


def test_a_worker_that_froze_and_wakes_starts_nothing_and_doubles_nothing(house: House, spawn: Any) -> None:
    runs, frozen = end_one(house, spawn, signal.SIGSTOP)
    before = [len(house.store.hops.of(run)) for run in runs]
    frozen.send_signal(signal.SIGCONT)
    frozen.send_signal(signal.SIGTERM)  # it brings to an end what it believes to be at work on
    assert frozen.wait(PATIENCE) == 0
    assert_once_each(house, runs)
    assert [len(house.store.hops.of(run)) for run in runs] == before

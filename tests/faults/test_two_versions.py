"""A worker of another version leaves a run to those of its own, for a while: it counts no try, and parks it at last."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from plant import PATIENCE, all_finished, assert_once_each, queued, working

from app.settings import Settings
from app.wiring import House
from app.worker import worker
from graphs.run import Report

pytestmark = pytest.mark.slow


@pytest.fixture
def newer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], Callable[[], House]]:
    """Houses whose local reader is another version; `tried` is called at each try of a run."""
    monkeypatch.setattr(worker, "PASS_SECONDS", 0.1)

    def made(tried: Callable[[], object]) -> Callable[[], House]:
        def house_of() -> House:
            house = House(settings)
            monkeypatch.setattr(house.reader, "version", "another", raising=False)
            attempt = house.runner.attempt

            def attempted(run: str, most: int) -> Report:
                tried()
                return attempt(run, most)

            monkeypatch.setattr(house.runner, "attempt", attempted)
            return house

        return house_of

    return made


def test_a_run_that_a_newer_version_would_read_otherwise_is_left_to_the_older_one(
    house: House, settings: Settings, newer: Callable[..., Callable[[], House]]
) -> None:
    runs, tries = queued(house, 1), threading.Semaphore(0)
    with working(newer(tries.release)):
        for _ in range(3):
            assert tries.acquire(timeout=PATIENCE)
    assert house.store.runs.get(runs[0]).status == "queued"
    with working(lambda: House(settings)):
        all_finished(house, runs)
    assert_once_each(house, runs)
    assert house.store.runs.get(runs[0]).tries == 0


def test_a_run_that_nobody_can_run_is_parked_with_the_reason(
    house: House, newer: Callable[..., Callable[[], House]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "MOST_PASSES", 3)
    runs, tries = queued(house, 1), list[int]()
    with working(newer(lambda: tries.append(1))) as words:
        assert runs[0] in words.until("parked", "version")
    row = house.store.runs.get(runs[0])
    assert (row.status, row.tries, len(tries)) == ("failed", 0, 3)
    assert "version" in row.error

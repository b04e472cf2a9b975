"""Another process holds a database for long: workers wait, say who is in the way, and go on."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from plant import all_finished, assert_once_each, queued, struck, working

from app.settings import Settings
from app.wiring import House
from tools.queue import engine
from tools.store import Store
from workflow.errors import Unavailable


def held(path: Path) -> sqlite3.Connection:
    """A hold on the file that lets nobody write."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_a_locked_store_is_said_with_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.connection.execute("PRAGMA busy_timeout=10")
    with closing(held(tmp_path / "store.db")), pytest.raises(Unavailable, match="another process holds it"):
        store.attempts.begin("K1", "10:00")
    store.attempts.begin("K1", "10:00")
    store.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["store.db"])
def test_a_worker_goes_on_when_a_locked_database_is_free_again(
    house: House, settings: Settings, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_MS", 100)
    runs, holds = queued(house, 3), list[sqlite3.Connection]()

    def lock(worker: House) -> None:
        worker.store.connection.execute("PRAGMA busy_timeout=100")
        holds.append(held(house.home / name))

    with working(struck(settings, lock)) as words:
        words.until("another process holds it" if name == "store.db" else "the queue cannot be used now")
        holds[0].close()
        all_finished(house, runs)
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0, 0, 0]

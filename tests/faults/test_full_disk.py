"""A disk that is full while runs are written: said with what to do, and worked on when there is room again."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from plant import all_finished, assert_once_each, queued, struck, working

from app.settings import Settings
from app.wiring import House
from tools.store import Run, Store
from workflow.errors import Unavailable

ROOM = 1_073_741_823
"""Pages: SQLite's own bound."""


def pages(store: Store, most: int) -> None:
    """How many pages the file may have, for this connection. 0: no more than it has."""
    with store.reading() as cursor:
        most = most or cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count={most}")


def test_what_is_written_to_a_full_disk_is_refused_whole_with_what_to_do(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    pages(store, 0)

    def put() -> None:
        with store.transaction():
            store.runs.put(Run(id="R1", workflow="w", bundle="b", content="c", created="2026-03-01T00:00:00Z"))
            store.blobs.put(os.urandom(100_000))

    with pytest.raises(Unavailable, match=r"store\.db.*make room"):
        put()
    assert store.runs.find("R1") is None
    pages(store, ROOM)
    put()
    assert store.runs.get("R1").id == "R1"
    store.close()


@pytest.mark.slow
def test_a_worker_waits_while_its_store_has_no_room_and_counts_no_try(house: House, settings: Settings) -> None:
    runs, struck_house = queued(house, 2), list[House]()

    def fill(worker: House) -> None:
        struck_house.append(worker)
        pages(worker.store, 0)

    with working(struck(settings, fill)) as words:
        assert "make room" in words.until("no room is left")
        pages(struck_house[0].store, ROOM)
        words.until("the trouble is over")
        all_finished(house, runs)
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0, 0]


@pytest.mark.slow
def test_a_worker_none_of_whose_files_can_grow_goes_on_when_they_can(house: House, settings: Settings) -> None:
    """Store, queue and stand-in org at once, as on one full disk."""
    runs = queued(house, 2)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill(_worker: House) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (32_768, before[1]))

    try:
        with working(struck(settings, fill)) as words:
            words.until("nothing is lost")
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            all_finished(house, runs)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0, 0]

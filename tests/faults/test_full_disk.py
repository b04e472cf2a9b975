"""A disk that is full while runs are written: said with what to do, and worked on when there is room again."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

import pytest
from plant import LETTER, PATIENCE, all_finished, assert_once_each, process, queued, struck, until, working

from app.settings import ROOT, Settings
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
            store.blobs.put(b"x" * 1_000_000)

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
def test_a_process_whose_files_cannot_grow_goes_on_when_they_can(house: House) -> None:
    """Store, queue and stand-in org at once, as on one full disk."""
    runs = queued(house, 8)
    with process(house) as worker:
        until(house, lambda counts: counts["finished"] > 0)
        resource.prlimit(worker.raw.pid, resource.RLIMIT_FSIZE, (32_768, resource.RLIM_INFINITY))
        worker.words.until("nothing is lost")
        resource.prlimit(worker.raw.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        all_finished(house, runs)
        assert worker.end() == 0
    assert_once_each(house, runs)
    assert house.queue.standing() == {}


@pytest.mark.slow
def test_a_command_says_what_to_do_on_a_full_disk(house: House, tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_text(LETTER.format(number=7), "utf-8")
    command = [sys.executable, "-m", "app.main", "run", "dealer-support", str(letter), "--org", str(house.settings.org)]
    full = subprocess.run(
        ["prlimit", "--fsize=32768", *command], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert full.returncode == 2
    assert "Traceback" not in full.stderr
    assert "make room" in full.stderr
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert_once_each(house, [run.id for run in house.store.runs.latest()])

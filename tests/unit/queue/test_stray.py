"""Deliveries whose begin or end could not be written: the database says that a worker has them, and it has not."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tools.queue import DurableQueue, Item, Lane


def test_a_delivery_that_no_thread_of_its_worker_has_is_queued_anew_at_the_second_look(tmp_path: Path) -> None:
    with closing(DurableQueue(f"sqlite:///{tmp_path / 'queue.db'}", worker="here")) as queue:
        queue.open([Lane(name="plain")])
        queue.enqueue(Item(id="R1", lane="plain"))
        with closing(sqlite3.connect(tmp_path / "queue.db")) as database, database:
            database.execute("UPDATE workflow_status SET status = 'PENDING', executor_id = 'here'")
        assert queue.standing() == {"R1": "claimed"}
        assert [queue.take_over(lambda _worker: True) for _ in range(2)] == [0, 1]
        assert queue.standing() == {"R1": "queued"}
        claimed = queue.claim(20.0)
        assert claimed is not None
        # What is worked on is nobody's to take, however often it is looked at.
        assert [queue.take_over(lambda _worker: True) for _ in range(3)] == [0, 0, 0]
        queue.finish(claimed)

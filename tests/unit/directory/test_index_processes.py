"""Several processes share one index."""

from __future__ import annotations

import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

from books import books, known


def _open(folder: Path, barrier: Barrier, queue: multiprocessing.Queue[tuple[bool, list[list[str]]]]) -> None:
    kept = books()
    upkeep = kept.upkeep(folder)
    seen = [known(upkeep.directory())]
    built = any("ORDER BY Id" in text for text in kept.asked)
    barrier.wait(60)
    # From here on the org, the same for all of them, has another account.
    kept.account("A9", Name="Ravelin Court")
    seen += [known(upkeep.directory()) for _ in range(10)]
    queue.put((built, seen))


def test_of_processes_that_start_at_the_same_moment_one_builds_and_all_see_what_comes_later(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    queue: multiprocessing.Queue[tuple[bool, list[list[str]]]] = context.Queue()
    barrier = context.Barrier(3)
    processes = [context.Process(target=_open, args=(tmp_path, barrier, queue)) for _ in range(3)]
    for process in processes:
        process.start()
    told = [queue.get(timeout=120) for _ in processes]
    for process in processes:
        process.join(30)
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert sorted(built for built, _ in told) == [False, False, True]
    old, new = ["A1", "A2", "A3"], ["A1", "A2", "A3", "A9"]
    for _, seen in told:
        assert seen[0] == old
        # While another one brings the change in, what stood there before may be used, but nothing else.
        assert all(each in (old, new) for each in seen)
        assert seen == sorted(seen, key=len)
        assert seen[-1] == new

"""A benchmark measures the subject and its floor in turns, over the same messages."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from evals.bench.floor import langgraph_floor
from evals.bench.message import Message, Part, Ran, Subject, bench
from evals.bench.report import bench_lines
from evals.bench.timing import Timing
from workflow.errors import InputError

MESSAGES = (Message("1.eml", b"one"), Message("2.eml", b"two"))


def test_subject_parts_and_floor_take_turns_after_one_untimed_turn() -> None:
    seen: list[Any] = []

    def run_once(raw: bytes, name: str) -> Ran:
        seen.append(name)
        return Ran(steps=5, calls=len(raw) if name == "1.eml" else 9, straight=name == "1.eml")

    part = Part("length", lambda raw: raw.decode(), lambda text: seen.append(text))
    subject = Subject(run_once, (part,), nodes=4, begin=lambda: seen.append("begin"))
    result = bench(MESSAGES, subject, lambda: seen.append("floor"), rounds=2)
    assert seen[:4] == ["begin", "floor", "1.eml", "one"]
    assert seen[4:11] == ["begin", "floor", "1.eml", "one", "2.eml", "two", "floor"]
    counts = (len(result.whole.times), len(result.floor.times), len(result.parts["length"].times))
    assert counts == (4, 4, 4)
    assert result.calls == {3: 2}


def test_the_print_puts_each_figure_beside_the_floor() -> None:
    subject = Subject(lambda raw, name: Ran(steps=5, calls=2, straight=True), (), nodes=4)
    result = bench(MESSAGES, subject, lambda: None, rounds=1)
    result.whole, result.floor = Timing([30.0, 30.0]), Timing([10.0, 10.0])
    result.per_step = [6.0, 6.0]
    lines = bench_lines(result, "workshop")
    assert "whole run, effects on                          30.00     30.00     3.00x" in lines
    assert "floor: LangGraph alone, 4 nodes, sync          10.00     10.00     1.00x" in lines
    assert "whole run, by the hops it took                  6.00      6.00     2.40x" in lines
    assert lines[-1].startswith("API calls of a straight-through message: median 2, most 2 (calls: runs, of 2: 2: 2)")


def test_a_benchmark_without_messages_is_refused() -> None:
    with pytest.raises(InputError):
        bench((), Subject(lambda raw, name: Ran(1, 1, True), (), 1), lambda: None)


def test_the_floor_commits_every_node_to_a_file_in_wal_mode(tmp_path: Path) -> None:
    file = tmp_path / "floor.db"
    with langgraph_floor(6, file) as run:
        run()
        run()
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT thread_id, count(*) FROM checkpoints GROUP BY thread_id").fetchall()
        # The input, the state before the first node, and one after each of six.
        assert rows == [("floor-1", 8), ("floor-2", 8)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_percentiles_are_of_the_times_taken() -> None:
    timing = Timing([float(ms) for ms in range(101)])
    assert (timing.median, timing.p95) == (50.0, 95.0)
    assert Timing([7.0]).p95 == 7.0

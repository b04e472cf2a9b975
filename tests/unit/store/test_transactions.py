"""The store's file: what is committed, how it comes to its newest form, and who may work on a run."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tools.store import Claims, Run, Store, migrations
from workflow.errors import Busy, InputError, NotFound
from workflow.identifiers import digest

ROOT = Path(__file__).resolve().parents[3]


def _run(name: str, **more: Any) -> Run:
    return Run(id=name, workflow="w", bundle="b", content="c", created="2026-03-01T00:00:00Z", **more)


def _child(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_a_nested_transaction_is_committed_with_the_outer_one_or_not_at_all() -> None:
    store = Store()

    def work() -> None:
        with store.transaction():
            store.runs.put(_run("R1"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert store.runs.find("R1") is None


def test_a_commit_that_fails_leaves_nothing_for_later_writes_to_hang_on(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    store.connection.executescript(
        "PRAGMA foreign_keys=ON; CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (a INTEGER REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);"
    )

    def work() -> None:
        with store.transaction() as cursor:
            store.runs.put(_run("R1"))
            cursor.execute("INSERT INTO b VALUES (1)")  # what COMMIT refuses

    with pytest.raises(sqlite3.IntegrityError):
        work()
    store.runs.put(_run("R2"))
    seen = Store(tmp_path / "store.db")
    assert [run.id for run in seen.runs.latest()] == ["R2"]
    seen.close()
    store.close()


def test_a_store_that_was_made_half_is_made_whole_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_db: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupted:
        interrupted.setattr(migrations, "STEPS", (migrations.STEPS[0], broken))
        with pytest.raises(KeyboardInterrupt):
            Store(tmp_path / "store.db")
    store = Store(tmp_path / "store.db")
    store.runs.put(_run("R1"))
    assert store.runs.get("R1").id == "R1"
    store.close()


def test_a_store_of_a_later_version_is_refused_where_that_one_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def adding(db: Any) -> None:
        db["note"].create({"id": str}, pk="id")
        db.execute("ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'")

    old = Store(tmp_path / "store.db")
    with monkeypatch.context() as later:
        later.setattr(migrations, "STEPS", (*migrations.STEPS, adding))
        new = Store(tmp_path / "store.db")
        new.runs.put(_run("R1"))
    # Both of them work on it, and one of before may also begin anew.
    old.runs.put(_run("R2"))
    other = Store(tmp_path / "store.db")
    assert {run.id for run in other.runs.latest()} == {run.id for run in new.runs.latest()} == {"R1", "R2"}
    for store in (old, new, other):
        store.close()
    with monkeypatch.context() as later:
        later.setattr(migrations, "STEPS", (*migrations.STEPS, adding, lambda _db: None))
        later.setattr(migrations, "NEEDED", len(migrations.STEPS))
        Store(tmp_path / "store.db").close()
    with pytest.raises(InputError, match=r"later version of Switchyard.*start that version"):
        Store(tmp_path / "store.db")


def test_processes_that_open_a_new_store_at_once_all_can(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tools.store import Store\n"
        "print('ready', flush=True); sys.stdin.readline(); Store(Path(sys.argv[1])).close(); print('done')"
    )
    children = [_child(code, tmp_path / "store.db") for _ in range(3)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    told = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        told.append(child.communicate()[0])
    assert told == ["done\n"] * 3


def test_a_claim_ends_with_the_process_that_held_it(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tools.store import Claims\n"
        "with Claims(Path(sys.argv[1])).hold('R1'): print('held', flush=True); sys.stdin.readline()"
    )
    claims = Claims(tmp_path / "store.db")
    child = _child(code, tmp_path / "store.db")
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(Busy, match="R1"), claims.hold("R1", patience=0):
        pass
    with claims.hold("R2", patience=0):
        pass
    child.kill()
    child.communicate()
    with claims.hold("R1", patience=0):
        pass
    assert list((tmp_path / "store.claims").iterdir()) == []


def test_one_at_a_time_holds_a_claim(tmp_path: Path) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        claims = Claims(tmp_path / "store.db")
        for _ in range(20):
            with claims.hold("R1"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (inside, most) == (0, 1)


def test_an_attempt_is_known_until_it_is_undone_and_told_once() -> None:
    attempts = Store().attempts
    assert attempts.begin("k", "10:00") == ""
    assert attempts.begin("k", "11:00") == "10:00"
    assert [attempts.tell("k"), attempts.tell("k")] == [True, False]
    attempts.undo("k")
    assert attempts.begin("k", "12:00") == ""


def test_interrupted_runs_are_those_that_nobody_is_waited_for() -> None:
    store = Store()
    for name, status in (("R1", "running"), ("R2", "waiting"), ("R3", "waiting"), ("R4", "failed"), ("R5", "finished")):
        store.runs.put(_run(name, status=status))
    from workflow.review import Proposal, Review, ReviewAnswer

    for run in ("R2", "R3"):
        store.reviews.ask(Review(id=f"V{run}", run=run, proposal=Proposal(), created="2026-03-01T00:00:00Z"))
    store.reviews.answer("VR3", ReviewAnswer(decision="accept", by="una"), "2026-03-01T00:00:01Z")
    assert [run.id for run in store.runs.interrupted()] == ["R1", "R3"]


def test_content_is_read_at_once_and_committed_with_the_next_transaction(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "store.db"), Store(tmp_path / "store.db")
    key = store.blobs.put(b"a message")
    assert store.blobs.get(key) == b"a message"
    with pytest.raises(NotFound):
        other.blobs.get(key)
    store.runs.put(_run("R1"))
    assert other.blobs.get(key) == b"a message"


def test_content_outlives_a_transaction_that_is_rolled_back_and_the_end_of_its_store(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    before = store.blobs.put(b"before")

    def work() -> None:
        with store.transaction():
            store.blobs.put(b"within")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    store.close()
    again = Store(tmp_path / "store.db")
    assert again.blobs.get(before) == b"before"
    assert again.blobs.get(digest(b"within")) == b"within"

"""Whatever is done to the trace behind its back is found, and what it was done to is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.trace import check, check_all, check_export, export, known_entry
from tools.store import Run, Store, migrations
from workflow.chain import linked, sealed
from workflow.errors import InputError
from workflow.identifiers import canonical
from workflow.trace import Hop

RUNS = ("Ra", "Rb", "Rc")
AT = "2026-01-02T03:04:05.000Z"


def _filled(path: Path | None = None, hops: int = 5) -> Store:
    store = Store(path)
    for run in RUNS:
        row = Run(id=run, workflow="w", bundle="b", content=run, created=AT)
        store.runs.put(row)
        for n in range(hops):
            hop = Hop(
                id=f"s{n}", step=f"s{n}", kind="decide", status="done", reason=f"because {n}", detail={"n": n}, at=AT
            )
            with store.transaction() as cursor:
                store.hops.append(cursor, run, [hop])
        store.runs.put(row.model_copy(update={"status": "finished", "outcome": "cases", "finished": AT}))
    return store


COLUMNS = {
    "step": "x", "kind": "x", '"case"': "x", "status": "failed", "reason": "x", "detail": '{"n":99}', "at": "x",
    "took_ms": 9.5, "salt": "x", "seal": "x", "previous": "x", "hash": "x", "erased": AT,
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_tampering_with_the_rows_is_found_and_the_hop_is_named(data: st.DataObject) -> None:
    store = _filled()
    run, n = data.draw(st.sampled_from(RUNS)), data.draw(st.integers(1, 5))
    how = data.draw(st.sampled_from(["change", "remove", "tail", "move", "copy", "append", "forge"]))
    db, named = store.connection, {n}
    if how == "change":
        column = data.draw(st.sampled_from(sorted(COLUMNS)))
        db.execute(f"UPDATE hop SET {column} = ? WHERE run = ? AND n = ?", (COLUMNS[column], run, n))
    elif how == "remove":
        db.execute("DELETE FROM hop WHERE run = ? AND n = ?", (run, n))
    elif how == "tail":
        db.execute("DELETE FROM hop WHERE run = ? AND n >= ?", (run, n))
    elif how == "move":
        other = data.draw(st.integers(1, 5).filter(lambda each: each != n))
        for old, new in ((n, -1), (other, n), (-1, other)):
            db.execute("UPDATE hop SET n = ? WHERE run = ? AND n = ?", (new, run, old))
        named = {min(n, other)}
    elif how == "copy":
        _insert_behind(db, run, n)
        named = {n + 1}
    elif how == "append":
        _insert_behind(db, run, 5)
        named = {6}
    else:
        _forge(db, run, n, "it was somebody else")
    verdict = check(store, run)
    assert verdict.broken
    assert verdict.broken_at in named, (how, verdict.words)
    assert check_all(store).broken
    for other_run in set(RUNS) - {run}:
        assert not check(store, other_run).broken


def _insert_behind(db: sqlite3.Connection, run: str, n: int) -> None:
    """A copy of a hop put behind it, with the later ones moved on by one."""
    db.execute("UPDATE hop SET n = -n - 1 WHERE run = ? AND n > ?", (run, n))
    db.execute("UPDATE hop SET n = -n WHERE run = ? AND n < 0", (run,))
    names = [row[1] for row in db.execute("PRAGMA table_info(hop)")]
    told = {"n": str(n + 1), "id": "'added'"}
    listed = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(told.get(name, f'"{name}"') for name in names)
    db.execute(f"INSERT INTO hop ({listed}) SELECT {values} FROM hop WHERE run = ? AND n = ?", (run, n))


def _forge(db: sqlite3.Connection, run: str, n: int, reason: str) -> None:
    """Changes a hop and gives it the seal and the hash that belong to it then, by somebody who knows the rule."""
    _, hop = _row(db, run, n)
    hop = hop.model_copy(update={"reason": reason})
    salt, previous = db.execute("SELECT salt, previous FROM hop WHERE run = ? AND n = ?", (run, n)).fetchone()
    seal = sealed(salt, reason, canonical(hop.detail))
    db.execute(
        "UPDATE hop SET reason = ?, seal = ?, hash = ? WHERE run = ? AND n = ?",
        (reason, seal, linked(run, n, previous, hop, seal), run, n),
    )


def _row(db: sqlite3.Connection, run: str, n: int) -> tuple[int, Hop]:
    columns = 'id, step, kind, "case", status, reason, at, took_ms'
    id_, step, kind, case, status, reason, at, took = db.execute(
        f"SELECT {columns} FROM hop WHERE run = ? AND n = ?", (run, n)
    ).fetchone()
    hop = Hop(id=id_, step=step, kind=kind, case=case, status=status, reason=reason, at=at, took_ms=took,
              detail={"n": n - 1})  # fmt: skip
    return n, hop


def test_a_chain_that_was_written_anew_from_a_hop_on_is_not_the_one_that_the_journal_knows() -> None:
    store = _filled()
    db = store.connection
    _forge(db, "Rb", 3, "it was somebody else")
    for n in (4, 5):
        previous = db.execute("SELECT hash FROM hop WHERE run = 'Rb' AND n = ?", (n - 1,)).fetchone()[0]
        seal = db.execute("SELECT seal FROM hop WHERE run = 'Rb' AND n = ?", (n,)).fetchone()[0]
        hash_ = linked("Rb", n, previous, _row(db, "Rb", n)[1], seal)
        db.execute("UPDATE hop SET previous = ?, hash = ? WHERE run = 'Rb' AND n = ?", (previous, hash_, n))
        db.execute("UPDATE head SET hash = ? WHERE run = 'Rb'", (hash_,))
    verdict = check(store, "Rb")
    assert (verdict.broken, verdict.broken_at) == (True, 5)
    assert "the journal" in verdict.words


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM run WHERE id = 'Rb'; DELETE FROM hop WHERE run = 'Rb'; DELETE FROM head WHERE run = 'Rb'",
         "run Rb is missing as a whole"),
        ("DELETE FROM run WHERE id = 'Rb'", "hops of run Rb stand there without their run"),
        ("DELETE FROM journal WHERE run = 'Rb'", "entry 3 of the journal does not follow"),
        ("UPDATE journal SET detail = '{}' WHERE n = 2", "entry 2 of the journal (rest Rb) was changed"),
        ("UPDATE run SET outcome = 'not_actionable' WHERE id = 'Rb'", "run Rb: its outcome is 'not_actionable'"),
        ("UPDATE run SET bundle = 'other' WHERE id = 'Rc'", "run Rc: its bundle is 'other'"),
        ("UPDATE hop SET detail = 'no json' WHERE run = 'Ra' AND n = 2", "run Ra: a hop cannot be read any more"),
        ("DELETE FROM head WHERE run = 'Ra'", "run Ra: the store keeps no head"),
    ],
)  # fmt: skip
def test_what_is_done_to_whole_runs_and_to_the_journal_is_found(change: str, told: str) -> None:
    store = _filled()
    assert not check_all(store).broken
    store.connection.executescript(change)
    verdict = check_all(store)
    assert verdict.broken
    assert told in verdict.words


def test_a_journal_that_was_cut_off_is_found_by_who_kept_its_end() -> None:
    store = _filled()
    last = store.journal.last()
    assert last is not None
    known = known_entry(f"{last.n}:{last.hash}")
    store.connection.executescript(
        "DELETE FROM journal WHERE run = 'Rc'; DELETE FROM run WHERE id = 'Rc';"
        "DELETE FROM hop WHERE run = 'Rc'; DELETE FROM head WHERE run = 'Rc'"
    )
    assert not check_all(store).broken
    verdict = check_all(store, known)
    assert verdict.broken
    assert f"no entry {last.n} of that hash" in verdict.words
    with pytest.raises(InputError, match="PLACE:HASH"):
        known_entry("12")


def test_a_store_of_the_form_before_is_sealed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.db"
    with monkeypatch.context() as before:
        before.setattr(migrations, "STEPS", migrations.STEPS[:2])
        old = Store(path)
    for run in RUNS:
        row = {
            "id": run, "workflow": "w", "bundle": "b", "content": run, "status": "finished", "outcome": "cases",
            "cases": "{}", "created": AT, "finished": AT, "source": "", "message_id": "", "name": "", "subject": "",
            "sender": "", "error": "", "record": "", "work": "",
        }  # fmt: skip
        marks = ",".join("?" * len(row))
        old.connection.execute(f"INSERT INTO run ({','.join(row)}) VALUES ({marks})", tuple(row.values()))
        for n in (1, 2, 3):
            columns = 'run, n, id, step, kind, "case", status, reason, detail, at, took_ms, previous, hash'
            hop = (run, n, f"s{n}", f"s{n}", "decide", "", "done", f"because {n}", '{"n": 1}', AT, 1.5, "", "")
            old.connection.execute(f"INSERT INTO hop ({columns}) VALUES ({','.join('?' * 13)})", hop)
    old.close()
    store = Store(path)
    assert not check_all(store).broken
    assert len(store.hops.of("Ra")) == 3
    store.connection.execute("UPDATE hop SET reason = 'x' WHERE run = 'Ra' AND n = 2")
    assert check(store, "Ra").broken_at == 2
    store.close()


LINE = Callable[[list[str]], list[str]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda lines: [line.replace("because 2", "because 3") for line in lines], "hop 3"),
        (lambda lines: [line for line in lines if '"because 1"' not in line], "hop 2 is missing"),
        (lambda lines: lines[:-1], "hop 5 is missing"),
        (lambda lines: [line for line in lines if '"line": "journal"' in line], "missing as a whole"),
    ],
)
def test_an_export_stands_alone_and_is_checked_without_the_store(tmp_path: Path, change: LINE, told: str) -> None:
    place = tmp_path / "trace.jsonl"
    assert export(_filled(), place, list(RUNS)) == 15
    assert place.stat().st_mode & 0o777 == 0o600
    assert check_export(place).words.endswith("3 runs, 15 hops, each chained to the one before")
    place.write_text("\n".join(change(place.read_text("utf-8").splitlines())), "utf-8")
    verdict = check_export(place)
    assert verdict.broken
    assert told in verdict.words


def test_a_file_that_is_no_export_is_told_with_its_line(tmp_path: Path) -> None:
    place = tmp_path / "other.jsonl"
    place.write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(InputError, match=r"other\.jsonl:1: this is no line"):
        check_export(place)

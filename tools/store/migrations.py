"""The tables of the store, in numbered steps that each run once."""

from __future__ import annotations

from sqlite_utils import Database

from tools.store.sealing import seal_all
from workflow.errors import InputError


def _first(db: Database) -> None:
    db["blob"].create({"hash": str, "data": bytes}, pk="hash")  # type: ignore[union-attr]
    db["bundle"].create(  # type: ignore[union-attr]
        {"identity": str, "files": str, "author": str, "comment": str, "created": str}, pk="identity"
    )
    db["run"].create(  # type: ignore[union-attr]
        {
            "id": str, "workflow": str, "bundle": str, "source": str, "message_id": str, "content": str,
            "name": str, "subject": str, "sender": str, "status": str, "outcome": str, "confidence": float,
            "error": str, "record": str, "work": str, "cases": str, "created": str, "finished": str,
        },
        pk="id",
    ).create_index(["created"])  # fmt: skip
    db["record"].create({"id": str, "run": str, "case": str, "number": str}, pk="id")  # type: ignore[union-attr]
    db["hop"].create(  # type: ignore[union-attr]
        {
            "run": str, "n": int, "id": str, "step": str, "kind": str, "case": str, "status": str, "reason": str,
            "detail": str, "at": str, "took_ms": float, "previous": str, "hash": str,
        },
        pk=("run", "n"),
    ).create_index(["run", "id"], unique=True)  # fmt: skip
    db["review"].create(  # type: ignore[union-attr]
        {
            "id": str, "run": str, "version": int, "status": str, "group": str, "proposal": str, "answer": str,
            "created": str, "answered": str,
        },
        pk="id",
    ).create_index(["status", "created"])  # fmt: skip


def _attempts(db: Database) -> None:
    db["attempt"].create({"key": str, "at": str, "told": int}, pk="key")  # type: ignore[union-attr]


def _waits(db: Database) -> None:
    texts = (
        "id", "run", "case", "step", "kind", "state", "event", "record", "parent", "number", "token", "asked",
        "references", "subject", "question", "deadline", "reminders", "opened", "changed", "outcome", "due",
    )  # fmt: skip
    wait = db["wait"].create({**dict.fromkeys(texts, str), "sent": int, "turn": int}, pk="id")  # type: ignore[union-attr]
    for columns in (["run"], ["state", "due"], ["token"], ["record"], ["parent"]):
        wait.create_index(columns)
    db["wait_reference"].create(  # type: ignore[union-attr]
        {"wait": str, "reference": str, "run": str}, pk=("wait", "reference")
    ).create_index(["reference"])
    db["arrival"].create(  # type: ignore[union-attr]
        {
            "wait": str, "kind": str, "ref": str, "document": str, "candidates": str, "note": str, "at": str,
            "taken": int,
        },
        pk=("wait", "ref"),
    ).create_index(["taken", "wait"])  # fmt: skip


def _chained(db: Database) -> None:
    """Salted seals, heads and the journal; the hops that stand there are sealed as they are."""
    for column in ("salt", "seal", "erased"):
        db.execute(f"ALTER TABLE hop ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
    db["head"].create({"run": str, "n": int, "hash": str, "generation": int}, pk="run")  # type: ignore[union-attr]
    db["journal"].create(  # type: ignore[union-attr]
        {"n": int, "kind": str, "run": str, "at": str, "detail": str, "previous": str, "hash": str}, pk="n"
    ).create_index(["run"])
    seal_all(db.conn)


def _publications(db: Database) -> None:
    db["publication"].create(  # type: ignore[union-attr]
        {
            "n": int, "bundle": str, "author": str, "comment": str, "at": str, "share": int, "condition": str,
            "changes": str,
        },
        pk="n",
    )  # fmt: skip


def _answers(db: Database) -> None:
    db["answer"].create(  # type: ignore[union-attr]
        {"run": str, "key": str, "n": int, "said": str, "at": str}, pk=("run", "key", "n")
    )


def _reader_of_bundles(db: Database) -> None:
    db.execute("ALTER TABLE bundle ADD COLUMN reader TEXT NOT NULL DEFAULT ''")


def _queue(db: Database) -> None:
    db["run"].add_column("priority", int, not_null_default=100)  # type: ignore[union-attr]
    db["run"].add_column("tries", int, not_null_default=0)  # type: ignore[union-attr]
    db["run"].add_column("reached", int, not_null_default=0)  # type: ignore[union-attr]
    db["run"].create_index(["status", "created"])  # type: ignore[union-attr]
    db["lane"].create({"workflow": str, "paused_by": str, "at": str}, pk="workflow")  # type: ignore[union-attr]


def _leases(db: Database) -> None:
    db["lease"].create({"name": str, "token": str, "until": float}, pk="name")  # type: ignore[union-attr]


def _cursors(db: Database) -> None:
    db["cursor"].create({"name": str, "value": str}, pk="name")  # type: ignore[union-attr]
    db["run"].create_index(["source"])  # type: ignore[union-attr]


def _not_before(db: Database) -> None:
    db["run"].add_column("not_before", str, not_null_default="")  # type: ignore[union-attr]


STEPS = (
    _first, _attempts, _chained, _publications, _answers, _reader_of_bundles, _queue, _leases, _waits, _cursors,
    _not_before,
)  # fmt: skip


def is_newest(db: Database) -> bool:
    """Whether the file has the newest form."""
    return _taken(db) == len(STEPS)


def migrate(db: Database) -> None:
    """Brings the file to the newest form, within the caller's transaction; `PRAGMA user_version` counts the steps.

    Another process may have done so since `is_newest` was asked. Raises InputError for a file of a later version.
    """
    taken = _taken(db)
    if taken > len(STEPS):
        raise InputError("the store was written by a later version of Switchyard: use that version, or another state")
    for step in STEPS[taken:]:
        step(db)
    db.execute(f"PRAGMA user_version={len(STEPS)}")


def _taken(db: Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])

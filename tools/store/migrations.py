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


def _form(db: Database) -> None:
    """How many of the steps a program has to know to work on this store."""
    db["form"].create({"name": str, "steps": int}, pk="name")  # type: ignore[union-attr]


def _outbox(db: Database) -> None:
    db["outbox"].create(  # type: ignore[union-attr]
        {"id": str, "run": str, "case": str, "error": str, "first": str, "at": str, "tries": int, "due": str}, pk="id"
    ).create_index(["first"])


STEPS = (
    _first, _attempts, _chained, _publications, _answers, _reader_of_bundles, _queue, _leases, _waits, _cursors,
    _not_before, _form, _outbox,
)  # fmt: skip
NEEDED = 12
"""Steps that a program has to know. One that only adds what an older program can leave alone (a table, a column with a
value of its own) comes behind these, so that programs of before and after it work side by side; one that takes away or
changes what stands raises the number."""

TOO_NEW = (
    "the store was brought to its form by a later version of Switchyard, and this one (which knows {known} of {needed} "
    "steps) may not work on it: start that version, or use another state"
)


def is_newest(db: Database) -> bool:
    """Whether the store has the newest form, or that of a later version which this one may work on. Raises InputError
    where it may not."""
    check(needed_by(db))
    return _taken(db) >= len(STEPS)


def migrate(db: Database) -> None:
    """Brings the file to the newest form, within the caller's transaction; `PRAGMA user_version` counts the steps.

    Another process may have done so since `is_newest` was asked. Raises InputError for a file that only later versions
    may work on.
    """
    check(needed_by(db))
    taken = _taken(db)
    if taken >= len(STEPS):
        return
    for step in STEPS[taken:]:
        step(db)
    if "form" in db.table_names():
        put = (
            "INSERT INTO form (name, steps) VALUES ('needed', ?) ON CONFLICT (name) DO UPDATE SET steps = max(steps, ?)"
        )
        db.execute(put, (NEEDED, NEEDED))
    db.execute(f"PRAGMA user_version={len(STEPS)}")


def check(needed: int) -> None:
    """Raises InputError where a program has to know more steps than this one does."""
    if needed > len(STEPS):
        raise InputError(TOO_NEW.format(known=len(STEPS), needed=needed))


def needed_by(db: Database) -> int:
    """How many steps a program has to know to work on this store. Those without the table knew of no other way than
    to know all of them."""
    taken = _taken(db)
    if "form" in db.table_names():
        row = db.execute("SELECT steps FROM form WHERE name = 'needed'").fetchone()
        return int(row[0]) if row else taken
    return taken


def _taken(db: Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])

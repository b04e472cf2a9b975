"""The tables of the store, in numbered steps that each run once."""

from __future__ import annotations

from sqlite_utils import Database


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


STEPS = (_first,)


def migrate(db: Database) -> None:
    """Brings the file to the newest form; `PRAGMA user_version` counts the steps that were taken."""
    done = db.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(STEPS, 1):
        if number > done:
            with db.conn:
                step(db)
                db.execute(f"PRAGMA user_version={number}")

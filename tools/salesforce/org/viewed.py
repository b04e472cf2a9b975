"""Recently viewed records: those that a query FOR VIEW or FOR REFERENCE found."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.tables import alive, quote

MOST = 200


def mark(context: Context, ids: list[str]) -> None:
    """Notes that the running user has seen records."""
    with context.transaction():
        context.connection.executemany(
            "INSERT OR REPLACE INTO _recent (user, record, at) VALUES (?, ?, ?)",
            [(context.user, record, context.now) for record in ids[:MOST]],
        )


def seen(context: Context, one: Sobject | None, most: int = MOST) -> list[dict[str, Any]]:
    """Records that the running user has seen, the last first; of one object, or of all."""
    found = context.connection.execute(
        "SELECT record FROM _recent WHERE user = ? ORDER BY at DESC, rowid DESC", (context.user,)
    ).fetchall()
    records: list[dict[str, Any]] = []
    for (record,) in found:
        kind = context.schema.of(record)
        if len(records) >= most or kind is None or (one is not None and kind.name != one.name):
            continue
        shown = kind.name_field
        row = context.connection.execute(
            f'SELECT {quote(shown.name) if shown else "NULL"} FROM {quote(kind.name)} WHERE "Id" = ? AND {alive(kind)}',
            (record,),
        ).fetchone()
        if row is not None:
            attributes = {"type": kind.name, "url": context.url(kind, record)}
            records.append({"attributes": attributes, "Id": record, shown.name if shown else "Name": row[0]})
    return records

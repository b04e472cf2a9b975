"""Rows: the kept values of one record, as they stand in the object's table."""

from __future__ import annotations

from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.record_id import compose
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.tables import quote
from tools.salesforce.org.values import keep


def insert(context: Context, sobject: Sobject, row: Row) -> str:
    """Adds a row that has been checked; completes it with its id and automatic numbers. Gives the id."""
    _number(context, sobject, row)
    record = compose(sobject.prefix, context.sequences.next(context.connection, sobject.prefix))
    row["Id"] = record
    columns = sobject.stored
    names = ", ".join(quote(f.name) for f in columns)
    holes = ", ".join("?" * len(columns))
    context.connection.execute(
        f"INSERT INTO {quote(sobject.name)} ({names}) VALUES ({holes})", [row.get(f.name) for f in columns]
    )
    return record


def existing(context: Context, sobject: Sobject, record: str) -> Row:
    """The whole kept row; raises NOT_FOUND or ENTITY_IS_DELETED."""
    columns = ", ".join(quote(f.name) for f in sobject.stored)
    query = f'SELECT {columns} FROM {quote(sobject.name)} WHERE "Id" = ?'
    found = context.connection.execute(query, (record,)).fetchone()
    if found is None:
        raise not_found()
    row: Row = dict(zip((f.name for f in sobject.stored), found, strict=True))
    if row.get("IsDeleted"):
        raise ApiError("ENTITY_IS_DELETED", "entity is deleted")
    return row


def defaults(context: Context, sobject: Sobject) -> Row:
    """What a new record begins with: default values, its owner and the system fields."""
    row: Row = {f.name: keep(f, f.default) if f.type != "boolean" else int(bool(f.default)) for f in sobject.stored}
    owner = sobject.field("OwnerId")
    if owner is not None and "User" in owner.reference_to:
        row["OwnerId"] = context.user
    now, user = context.now, context.user
    return row | {
        "CreatedDate": now, "CreatedById": user, "LastModifiedDate": now, "LastModifiedById": user,
        "SystemModstamp": now,
    }  # fmt: skip


def _number(context: Context, sobject: Sobject, row: Row) -> None:
    for field in sobject.stored:
        if field.auto_number:
            number = context.sequences.next(context.connection, f"{sobject.name}.{field.name}")
            head, _, rest = field.auto_number.partition("{")
            digits, _, tail = rest.partition("}")
            row[field.name] = f"{head}{number:0{len(digits)}d}{tail}"

"""Rows: the kept values of one record, as they stand in the object's table."""

from __future__ import annotations

from functools import lru_cache

from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.record_id import compose
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.tables import quote
from tools.salesforce.org.values import keep


def insert(context: Context, sobject: Sobject, row: Row) -> str:
    """Adds a row that has been checked; completes it with its id and automatic numbers. Gives the id."""
    for field in sobject.numbered:
        row[field.name] = _number(field, context.sequences.next(context.connection, f"{sobject.name}.{field.name}"))
    record = compose(sobject.prefix, context.sequences.next(context.connection, sobject.prefix))
    row["Id"] = record
    context.connection.execute(_insertion(sobject.name, sobject.columns), [row.get(name) for name in sobject.columns])
    return record


def existing(context: Context, sobject: Sobject, record: str) -> Row:
    """The whole kept row; raises NOT_FOUND or ENTITY_IS_DELETED."""
    found = context.connection.execute(_selection(sobject.name, sobject.columns), (record,)).fetchone()
    if found is None:
        raise not_found()
    row: Row = dict(zip(sobject.columns, found, strict=True))
    if row.get("IsDeleted"):
        raise ApiError("ENTITY_IS_DELETED", "entity is deleted")
    return row


def defaults(context: Context, sobject: Sobject) -> Row:
    """What a new record begins with: default values, its owner and the system fields."""
    row: Row = dict.fromkeys(sobject.columns)
    for field in sobject.defaulted:
        row[field.name] = int(bool(field.default)) if field.type == "boolean" else keep(field, field.default)
    owner = sobject.field("OwnerId")
    if owner is not None and "User" in owner.reference_to:
        row["OwnerId"] = context.user
    row["CreatedDate"] = row["LastModifiedDate"] = row["SystemModstamp"] = context.now
    row["CreatedById"] = row["LastModifiedById"] = context.user
    return row


@lru_cache(maxsize=256)
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(quote(name) for name in columns)
    return f"INSERT INTO {quote(table)} ({names}) VALUES ({', '.join('?' * len(columns))})"


@lru_cache(maxsize=256)
def _selection(table: str, columns: tuple[str, ...]) -> str:
    return f'SELECT {", ".join(quote(name) for name in columns)} FROM {quote(table)} WHERE "Id" = ?'


def _number(field: Field, number: int) -> str:
    """An automatic number in its display format, such as RUN-000001."""
    head, _, rest = field.auto_number.partition("{")
    digits, _, tail = rest.partition("}")
    return f"{head}{number:0{len(digits)}d}{tail}"

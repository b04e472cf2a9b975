"""Tables: one for each object, in one SQLite file, made and extended to fit the schema.

Record columns are declared `COLLATE NOCASE` where Salesforce compares without regard to case. Names that begin with
an underscore are the org's own: sequences, extra fields, contents of files, sessions and settings.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from tools.salesforce.org.schema import Field, Schema, Sobject

LAYOUT = 3
"""Goes up when the org's own tables change, so that files made before get what they lack."""

SQL_TYPES = {"boolean": "INTEGER", "int": "INTEGER", "double": "REAL", "currency": "REAL", "percent": "REAL"}


def quote(name: str) -> str:
    """An identifier of the schema, quoted for SQL. Names of the schema hold no quote."""
    return f'"{name}"'


def alive(sobject: Sobject, alias: str = "") -> str:
    """The SQL condition that a record is not in the recycle bin."""
    place = f"{alias}." if alias else ""
    return "1" if sobject.setup else f'{place}"IsDeleted" = 0'


def prepare(connection: sqlite3.Connection, schema: Schema) -> None:
    """Makes what is missing for the schema: tables, columns and indexes. Takes nothing away."""
    from sqlite_utils import Database

    db = Database(connection)
    db.table("_sequences").create({"name": str, "last": int}, pk="name", if_not_exists=True)
    db.table("_fields").create({"sobject": str, "name": str, "json": str}, pk=("sobject", "name"), if_not_exists=True)
    db.table("_objects").create({"name": str, "json": str}, pk="name", if_not_exists=True)
    db.table("_jobs").create({"id": str, "kind": str, "json": str}, pk="id", if_not_exists=True)
    db.table("_job_data").create({"job": str, "part": str, "data": bytes}, pk=("job", "part"), if_not_exists=True)
    db.table("_events").create({"replay": int, "name": str, "json": str}, pk="replay", if_not_exists=True)
    db.table("_recent").create({"user": str, "record": str, "at": str}, pk=("user", "record"), if_not_exists=True)
    db.table("_apps").create({"name": str, "key": str}, pk="name", if_not_exists=True)
    db.table("_refresh").create({"token": str, "user": str}, pk="token", if_not_exists=True)
    db.table("_flows").create({"name": str, "json": str}, pk="name", if_not_exists=True)
    db.table("_contents").create({"id": str, "data": bytes}, pk="id", if_not_exists=True)
    db.table("_sessions").create({"token": str, "user": str}, pk="token", if_not_exists=True)
    db.table("_settings").create({"name": str, "value": str}, pk="name", if_not_exists=True)
    for sobject in schema.sobjects:
        if sobject.event:
            continue
        table = db.table(sobject.name)
        if not table.exists():
            columns = ", ".join(column(f) for f in sobject.stored)
            connection.execute(f"CREATE TABLE {quote(sobject.name)} ({columns})")
        else:
            present = {c.name.lower() for c in table.columns}
            extend(connection, sobject, (f for f in sobject.stored if f.name.lower() not in present))
        index(connection, sobject, sobject.stored)


def extend(connection: sqlite3.Connection, sobject: Sobject, fields: Iterable[Field]) -> None:
    """Adds columns to an object's table."""
    for field in fields:
        connection.execute(f"ALTER TABLE {quote(sobject.name)} ADD COLUMN {column(field)}")


def index(connection: sqlite3.Connection, sobject: Sobject, fields: Iterable[Field]) -> None:
    """Adds the indexes that look-ups, references and refreshes need; unique ones ignore deleted records."""
    for field in fields:
        name = quote(f"{sobject.name}.{field.name}")
        place = f"{quote(sobject.name)} ({quote(field.name)})"
        if field.unique:
            connection.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {name} ON {place} WHERE {alive(sobject)}")
        elif field.reference_to and _looked_up(field):  # most references are empty in most records
            some = f"WHERE {quote(field.name)} IS NOT NULL"
            connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {place} {some}")
        elif _looked_up(field):
            connection.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {place}")


def _looked_up(field: Field) -> bool:
    if field.name in ("CreatedById", "LastModifiedById"):
        return False
    return bool(field.external_id or field.id_lookup or field.reference_to or field.name in ("SystemModstamp", "Name"))


def column(field: Field) -> str:
    """The SQL definition of a field's column."""
    if field.type == "id":
        return f"{quote(field.name)} TEXT PRIMARY KEY NOT NULL"
    if field.type == "boolean":
        return f"{quote(field.name)} INTEGER NOT NULL DEFAULT {int(bool(field.default))}"
    if field.text and not field.case_sensitive:
        return f"{quote(field.name)} TEXT COLLATE NOCASE"
    return f"{quote(field.name)} {SQL_TYPES.get(field.type, 'TEXT')}"

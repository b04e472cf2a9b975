"""The tables of a store on Postgres: those that the migrations make on SQLite, in Postgres' words."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database

from tools.store import migrations
from tools.store.postgres import ALONE, PostgresConnection

TYPES = {"TEXT": "TEXT", "INTEGER": "BIGINT", "FLOAT": "DOUBLE PRECISION", "REAL": "DOUBLE PRECISION", "BLOB": "BYTEA"}


def make(connection: PostgresConnection) -> None:
    """Makes what is missing, tables, columns and indexes; processes that begin at the same time take turns.

    Raises InputError for a schema that only later versions may work on."""
    raw = connection.raw
    raw.execute("SELECT pg_advisory_lock(%s)", (ALONE,))
    try:
        if raw.execute("SELECT to_regclass(%s)", (f"{connection.schema}.form",)).fetchone() != (None,):
            row = raw.execute("SELECT steps FROM form WHERE name = 'needed'").fetchone()
            migrations.check(row[0] if row else 0)
        for statement in _statements():
            raw.execute(statement)
        raw.execute(
            "INSERT INTO form (name, steps) VALUES ('needed', %s) ON CONFLICT (name) DO UPDATE "
            "SET steps = greatest(form.steps, excluded.steps)",
            (migrations.NEEDED,),
        )
    finally:
        raw.execute("SELECT pg_advisory_unlock(%s)", (ALONE,))


def _statements() -> list[str]:
    model = sqlite3.connect(":memory:")
    try:
        migrations.migrate(Database(model, execute_plugins=False))
        found = []
        tables = model.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        for (table,) in tables.fetchall():
            found += _table(model, table)
        return found
    finally:
        model.close()


def _table(model: sqlite3.Connection, table: str) -> list[str]:
    columns = model.execute(f'PRAGMA table_info("{table}")').fetchall()
    keys = [f'"{name}"' for _, name, *_, place in sorted(columns, key=lambda column: column[5]) if place]
    # The order in which rows came, which SQLite keeps by itself.
    found = [
        f'CREATE TABLE IF NOT EXISTS "{table}" (rowid BIGINT GENERATED ALWAYS AS IDENTITY, '
        + ", ".join(_column(column) for column in columns)
        + (f", PRIMARY KEY ({', '.join(keys)})" if keys else "")
        + ")"
    ]
    found += [f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS {_column(column)}' for column in columns]
    for _, name, unique, origin, _ in model.execute(f'PRAGMA index_list("{table}")').fetchall():
        if origin == "c":
            over = ", ".join(f'"{row[2]}"' for row in model.execute(f'PRAGMA index_info("{name}")').fetchall())
            kind = "UNIQUE INDEX" if unique else "INDEX"
            found.append(f'CREATE {kind} IF NOT EXISTS "{name}" ON "{table}" ({over})')
    return found


def _column(column: tuple[int, str, str, int, str | None, int]) -> str:
    _, name, kind, required, default, _ = column
    told = f'"{name}" {TYPES[kind.upper()]}'
    told += f" DEFAULT {default}" if default is not None else ""
    return told + (" NOT NULL" if required and default is not None else "")

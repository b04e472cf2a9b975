"""The tables of the book, in the words of SQLite and of Postgres."""

from __future__ import annotations

VERSION = 3

_ANSWER = """
CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, question TEXT, model TEXT, text TEXT, finish TEXT, at TEXT, first TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS answer_at ON answer (at);
"""
_BILL = """
CREATE TABLE IF NOT EXISTS bill (
    id INTEGER PRIMARY KEY, at TEXT, day TEXT, workflow TEXT, run TEXT, step TEXT, "case" TEXT, alias TEXT, model TEXT,
    question TEXT, outcome TEXT, state TEXT, input INTEGER, output INTEGER, cached INTEGER, cost INTEGER, currency TEXT,
    took_ms REAL
);
CREATE INDEX IF NOT EXISTS bill_day ON bill (day);
CREATE INDEX IF NOT EXISTS bill_run ON bill (run);
CREATE TABLE IF NOT EXISTS spent (
    kind TEXT, name TEXT, currency TEXT, amount INTEGER, PRIMARY KEY (kind, name, currency)
) WITHOUT ROWID;
"""
_PERMIT = """
CREATE TABLE IF NOT EXISTS permit (name TEXT, n INTEGER, at REAL, PRIMARY KEY (name, n)) WITHOUT ROWID;
"""

_WHAT_AN_ANSWER_TOOK = "ALTER TABLE answer ADD COLUMN first TEXT;"

SINCE: dict[int, str] = {0: _ANSWER + _BILL + _PERMIT, 1: _WHAT_AN_ANSWER_TOOK + _PERMIT, 2: _PERMIT}
"""Version of an SQLite file → what brings it to the newest."""


def on_postgres() -> list[str]:
    """The statements that make what is missing in a schema of Postgres."""
    text = SINCE[0].replace(" WITHOUT ROWID", "").replace("id INTEGER PRIMARY KEY", "id BIGSERIAL PRIMARY KEY")
    text = text.replace(" INTEGER", " BIGINT").replace(" REAL", " DOUBLE PRECISION")
    return [statement for statement in text.split(";") if statement.strip()]

"""Settings that the org keeps of itself."""

from __future__ import annotations

import sqlite3


def read(connection: sqlite3.Connection, name: str) -> str:
    """The value of a setting; empty where it is not set."""
    found = connection.execute("SELECT value FROM _settings WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else ""


def write(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Sets a setting."""
    connection.execute("INSERT OR REPLACE INTO _settings (name, value) VALUES (?, ?)", (name, value))

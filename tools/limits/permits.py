"""Permits: at most so many in any stretch of time, whoever asks, over all processes of one database.

Each permit that is given is a numbered row with its moment. The next one may be given once the one that lies `most`
places back is older than the stretch: so no window, wherever it begins, holds more. The clock is the database's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.limits import pace_of

if TYPE_CHECKING:
    from tools.models.book import Book

NOW = {
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
    "postgres": "SELECT extract(epoch from clock_timestamp())",
}


class Permits:
    """Gives permits. They stand in the book, since limits hold for trials too, and over several orgs."""

    def __init__(self, book: Book) -> None:
        self._book, self._now = book, NOW[book.dialect]

    def take(self, name: str, pace: str) -> float:
        """0 where one is given; else the seconds until one can be, and none is taken.

        Raises Unavailable where the database cannot be reached.
        """
        most, seconds = pace_of(pace)
        with self._book.transaction(on=name) as cursor:
            now = float(cursor.execute(self._now).fetchone()[0])
            newest = "SELECT n, at FROM permit WHERE name = ? ORDER BY n DESC LIMIT 1"
            last = cursor.execute(newest, (name,)).fetchone() or (0, now)
            if last[1] > now:
                # The clock was set back: what was given before now is not younger than now.
                cursor.execute("UPDATE permit SET at = ? WHERE name = ? AND at > ?", (now, name, now))
            at = "SELECT at FROM permit WHERE name = ? AND n = ?"
            before = cursor.execute(at, (name, last[0] + 1 - most)).fetchone()
            if before is not None and before[0] + seconds > now:
                return float(before[0] + seconds - now)
            cursor.execute("INSERT INTO permit (name, n, at) VALUES (?, ?, ?)", (name, last[0] + 1, now))
            cursor.execute("DELETE FROM permit WHERE name = ? AND n <= ?", (name, last[0] + 1 - most))
        return 0.0

    def given(self, name: str, pace: str) -> int:
        """How many of the limit are taken now."""
        _, seconds = pace_of(pace)
        with self._book.reading() as cursor:
            now = float(cursor.execute(self._now).fetchone()[0])
            asked = "SELECT count(*) FROM permit WHERE name = ? AND at > ?"
            return int(cursor.execute(asked, (name, now - seconds)).fetchone()[0])

"""Answers that could be used, by the content of the question: the same question is not paid for twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from tools.models.book import Book
from workflow.models_calls import Answered, Question

KEPT_DAYS = 30
"""Answers tell what messages said: they are kept no longer than they are of use."""


class Answers:
    """Keeps and finds answers."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def find(self, question: Question) -> Answered | None:
        """The answer to this very question, or None."""
        with self._book.reading() as cursor:
            row = cursor.execute("SELECT text, finish FROM answer WHERE key = ?", (question.key,)).fetchone()
        return Answered(text=row[0], finish=row[1], cached=True) if row else None

    def forget(self, begun: str, ended: str) -> int:
        """Takes the answers away that were given between two moments (ISO 8601; '' for now); how many."""
        with self._book.transaction() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("DELETE FROM answer WHERE at >= ? AND (? = '' OR at <= ?)", (begun, ended, _after(ended)))
            return cursor.rowcount

    def keep(self, question: Question, answered: Answered, now: datetime) -> None:
        """Keeps an answer in the place of an earlier one, and drops those that are too old."""
        row = (question.key, question.name, question.model.model, answered.text, answered.finish, now.isoformat())
        with self._book.transaction() as cursor:
            cursor.execute("DELETE FROM answer WHERE at < ?", ((now - timedelta(days=KEPT_DAYS)).isoformat(),))
            cursor.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)", row)


def _after(moment: str) -> str:
    """A text that sorts after all moments that begin so, however exactly they are written."""
    return moment.removesuffix("Z").partition("+")[0] + "~"

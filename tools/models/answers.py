"""Answers that could be used, by the content of the question: the same question is not paid for twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from tools.models.book import Book
from workflow.models_calls import Answered, Attempt, First, Question, Usage

KEPT_DAYS = 30
"""Answers tell what messages said: they are kept no longer than they are of use."""

_COLUMNS = ("key", "question", "model", "text", "finish", "at", "first")
_KEEP = (
    f"INSERT INTO answer ({', '.join(_COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
)


class Answers:
    """Keeps and finds answers."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def find(self, question: Question) -> Answered | None:
        """The answer to this very question, or None."""
        with self._book.reading() as cursor:
            asked = "SELECT text, finish, first FROM answer WHERE key = ?"
            row = cursor.execute(asked, (question.key,)).fetchone()
        if row is None:
            return None
        first = First.model_validate_json(row[2]) if row[2] else None
        return Answered(text=row[0], finish=row[1], cached=True, first=first)

    def forget(self, begun: str, ended: str) -> int:
        """Takes the answers away that were given between two moments (ISO 8601; '' for now); how many."""
        with self._book.transaction("answers") as cursor:
            if self._book.dialect == "sqlite":
                cursor.execute("PRAGMA secure_delete=ON")
            cursor.execute("DELETE FROM answer WHERE at >= ? AND (? = '' OR at <= ?)", (begun, ended, _after(ended)))
            return cursor.rowcount

    def keep(self, question: Question, answered: Answered, now: datetime) -> None:
        """Keeps an answer in the place of an earlier one, and drops those that are too old."""
        first = _first(answered.attempts).model_dump_json()
        row = (
            question.key, question.name, question.model.model, answered.text, answered.finish, now.isoformat(), first
        )  # fmt: skip
        with self._book.transaction("answers") as cursor:
            cursor.execute("DELETE FROM answer WHERE at < ?", ((now - timedelta(days=KEPT_DAYS)).isoformat(),))
            cursor.execute(_KEEP, row)


def _first(attempts: Sequence[Attempt]) -> First:
    costs = [each.cost for each in attempts]
    known = [cost for cost in costs if cost is not None]
    tokens = Usage(
        input=sum(each.tokens.input for each in attempts),
        output=sum(each.tokens.output for each in attempts),
        cached=sum(each.tokens.cached for each in attempts),
    )
    took = round(sum(each.took_ms for each in attempts), 2)
    return First(tokens=tokens, cost=sum(known, Decimal(0)) if len(known) == len(costs) else None, took_ms=took)


def _after(moment: str) -> str:
    """A text that sorts after all moments that begin so, however exactly they are written."""
    return moment.removesuffix("Z").partition("+")[0] + "~"

"""The reviews: open until a person answers, answered once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workflow.errors import InputError, NotFound
from workflow.review import Proposal, Review, ReviewAnswer

if TYPE_CHECKING:
    from tools.store.store import Store

_COLUMNS = 'id, run, version, status, "group", proposal, answer, created, answered'


class Reviews:
    """Asks, finds and answers reviews."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, review: Review) -> None:
        """Writes an open review; one that exists already is left as it is."""
        with self._store.transaction() as cursor:
            cursor.execute(
                f"INSERT OR IGNORE INTO review ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (review.id, review.run, review.version, review.status, review.group,
                 review.proposal.model_dump_json(), "", review.created, ""),
            )  # fmt: skip

    def withdraw(self, run: str) -> None:
        """Takes back what is asked about a run and not answered yet."""
        with self._store.transaction() as cursor:
            cursor.execute("DELETE FROM review WHERE run = ? AND status = 'open'", (run,))

    def answer(self, review: str, answer: ReviewAnswer, at: str) -> Review:
        """Records the answer, once. Raises InputError for an answered review or a version that is no longer shown."""
        with self._store.transaction() as cursor:
            found = self.get(review)
            if found.status == "answered":
                who = found.answer.by if found.answer else "somebody"
                raise InputError(f"review {review} was answered already, by {who} at {found.answered}")
            if answer.version is not None and answer.version != found.version:
                raise InputError(f"review {review} is at version {found.version}; look at it again before answering")
            cursor.execute(
                "UPDATE review SET status = 'answered', answer = ?, answered = ? WHERE id = ?",
                (answer.model_dump_json(), at, review),
            )
        return self.get(review)

    def get(self, review: str) -> Review:
        """The review of that id; raises NotFound."""
        found = self._select("WHERE id = ?", (review,))
        if not found:
            raise NotFound(f"no review {review}; 'switchyard review list' shows those that are open")
        return found[0]

    def of(self, run: str) -> list[Review]:
        """The reviews of a run, oldest first."""
        return self._select("WHERE run = ? ORDER BY created", (run,))

    def open(self, limit: int = 200) -> list[Review]:
        """The open reviews, oldest first."""
        return self._select("WHERE status = 'open' ORDER BY created, rowid LIMIT ?", (limit,))

    def count_open(self) -> int:
        """How many wait for a person."""
        with self._store.reading() as cursor:
            return int(cursor.execute("SELECT count(*) FROM review WHERE status = 'open'").fetchone()[0])

    def _select(self, clause: str, values: tuple[object, ...]) -> list[Review]:
        with self._store.reading() as cursor:
            rows = cursor.execute(f"SELECT {_COLUMNS} FROM review {clause}", values).fetchall()
        return [
            Review(
                id=r[0], run=r[1], version=r[2], status=r[3], group=r[4],
                proposal=Proposal.model_validate_json(r[5]),
                answer=ReviewAnswer.model_validate_json(r[6]) if r[6] else None,
                created=r[7], answered=r[8],
            )
            for r in rows
        ]  # fmt: skip

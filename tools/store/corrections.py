"""What people have said in reviews: the labelled examples that work leaves behind, kept where the work is kept.

Nothing is copied: an example is the answered review with the run's own work, and goes when the run goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from workflow.document import Frozen
from workflow.errors import NotFound
from workflow.identifiers import Digest
from workflow.review import ReviewAnswer
from workflow.work import CaseWork, MessageWork

if TYPE_CHECKING:
    from tools.store.store import Store


class Correction(Frozen):
    """One review that a person has answered with a case or more: what they left in place is right, too."""

    review: str
    run: str
    name: str = ""  #: the message, as its caller named it
    by: str
    at: str
    document: Digest
    candidates: Digest | None = None
    message: MessageWork
    cases: tuple[CaseWork, ...]  #: as they stand after the answer; `edited` names what was changed


_ANSWERED = """
    SELECT review.id, review.answer, review.answered, run.id, run.name, run.work, run.cases
    FROM review JOIN run ON run.id = review.run
    WHERE run.workflow = ? AND review.status = 'answered' AND run.status = 'finished' AND run.outcome = 'cases'
    ORDER BY review.answered, review.id
"""


class Corrections:
    """Finds the answered reviews of finished runs. A rejected proposal says only that something was wrong."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, workflow: str) -> Iterator[Correction]:
        """Those of a workflow, oldest first. What the store no longer holds is passed over."""
        with self._store.reading() as cursor:
            rows = cursor.execute(_ANSWERED, (workflow,)).fetchall()
        for review, answered, at, run, name, work, cases in rows:
            answer = ReviewAnswer.model_validate_json(answered)
            if answer.decision == "reject" or not work:
                continue
            try:
                message = self._store.blobs.get_model(work, MessageWork)
                kept = [self._store.blobs.get_model(key, CaseWork) for key in json.loads(cases or "{}").values()]
            except NotFound:
                continue
            if message.document is not None and kept:
                yield Correction(
                    review=review, run=run, name=name, by=answer.by, at=at, document=message.document,
                    candidates=message.candidates, message=message,
                    cases=tuple(sorted(kept, key=lambda case: case.number)),
                )  # fmt: skip

    def count(self, workflow: str) -> int:
        """How many there are, without reading them."""
        with self._store.reading() as cursor:
            rows = cursor.execute(_ANSWERED, (workflow,)).fetchall()
        return sum(ReviewAnswer.model_validate_json(row[1]).decision != "reject" for row in rows)

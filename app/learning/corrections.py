"""Examples that people leave behind when they answer reviews."""

from __future__ import annotations

from collections.abc import Iterator

from agents.learning.example import Example
from tools.store import Correction, Store
from workflow.accounts import Candidates
from workflow.document import Document
from workflow.errors import NotFound

NO_FIELDS = frozenset({"account", "category", "documents", "queue"})
"""What a person may change in a case besides its fields."""


def examples_of_corrections(store: Store, workflow: str) -> list[Example]:
    """One example a case of each answered review: what people changed, and what they left as it was."""
    return [example for correction in store.corrections.of(workflow) for example in _examples(store, correction)]


def _examples(store: Store, correction: Correction) -> Iterator[Example]:
    try:
        document = store.blobs.get_model(correction.document, Document)
        candidates = store.blobs.get_model(correction.candidates, Candidates) if correction.candidates else Candidates()
    except NotFound:
        return
    requests = correction.message.splitting.requests if correction.message.splitting else ()
    for case in correction.cases:
        yield Example(
            group=f"run {correction.run}",
            document=document,
            request=case.request,
            others=tuple(other for other in requests if other.key != case.request.key),
            candidates=candidates,
            category=case.category,
            # Who changed a value has looked at the fields; who changed none may not have.
            fields=case.fields if case.extraction and set(case.edited) - NO_FIELDS else None,
            by="correction",
        )

"""The parts of the message path that are timed by themselves: reading with matching, and interpretation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agents.reading.reader import Reader
from evals.bench.message import Part
from tools.directory import Directory
from workflow.accounts import Candidates
from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.definition import ClassificationStep, ExtractionStep, MatchingStep, WorkflowDefinition
from workflow.document import Document
from workflow.fields import FieldSet
from workflow.interpretation import Request

Read = Callable[[bytes], tuple[Document, Any]]
"""Message → its document, and the contents of its attachments."""


def parts(bundle: Bundle, workflow: str, read: Read, directory: Directory, reader: Reader) -> tuple[Part, ...]:
    """'read + candidates' and 'interpretation' of a workflow, without store, graph and org."""

    def retrieve(raw: bytes) -> tuple[Document, Candidates]:
        document, _ = read(raw)
        return document, directory.candidates(document)

    interpretation = _Interpretation(bundle, workflow, reader)
    return (
        Part("read + candidates", lambda raw: raw, retrieve),
        Part("interpretation", retrieve, lambda found: interpretation.of(*found)),
    )


def nodes_of(definition: WorkflowDefinition) -> int:
    """Graph nodes that a straight-through message of one case passes: its steps, the gate and the finish."""
    return len(definition.all_steps()) + 2


class _Interpretation:
    """The specialists that a workflow names, one after the other over one message."""

    def __init__(self, bundle: Bundle, workflow: str, reader: Reader) -> None:
        self.definition = bundle.workflow(workflow)
        self.reader = reader
        steps = self.definition.all_steps()
        self.categories = [bundle.categories[s.categories] for s in steps if isinstance(s, ClassificationStep)]
        self.fields = [bundle.fields[s.fields] for s in steps if isinstance(s, ExtractionStep)]
        self.matches = any(isinstance(s, MatchingStep) for s in steps)

    def of(self, document: Document, candidates: Candidates) -> int:
        """The number of requests that were interpreted; 0 for a message that is no work."""
        from agents.splitting import split
        from agents.triage import triage

        if not triage(self.reader, document, tuple(self.categories), candidates).actionable:
            return 0
        requests = split(self.reader, document, candidates, self.definition.account).requests
        for request in requests:
            self._request(document, candidates, request, tuple(r for r in requests if r.key != request.key))
        return len(requests)

    def _request(
        self, document: Document, candidates: Candidates, request: Request, others: tuple[Request, ...]
    ) -> None:
        from agents.matching import match

        if self.matches:
            match(document, request, candidates, self.definition.account)
        category = self._category(document, request, self.categories, others)
        for fields in self.fields:
            self._fields(document, candidates, request, fields, category, others)

    def _category(
        self, document: Document, request: Request, sets: list[CategorySet], others: tuple[Request, ...]
    ) -> str | None:
        from agents.classification import classify

        said = [classify(self.reader, document, request, each, others) for each in sets]
        return said[-1].category if said else None

    def _fields(
        self,
        document: Document,
        candidates: Candidates,
        request: Request,
        fields: FieldSet,
        category: str | None,
        others: tuple[Request, ...],
    ) -> None:
        from agents.completeness import complete
        from agents.extraction import extract

        found = extract(self.reader, document, request, fields, category, candidates, others)
        complete(self.reader, document, fields, {category: 1.0} if category else {}, found)

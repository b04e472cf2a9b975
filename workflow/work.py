"""What a run knows so far: about the message as a whole, and about each of its cases. Grows step by step."""

from __future__ import annotations

from typing import Any

from workflow.accounts import Account
from workflow.document import Frozen
from workflow.identifiers import Digest
from workflow.interpretation import (
    Classification,
    Completeness,
    Documents,
    Doubt,
    Extraction,
    Matching,
    Request,
    Splitting,
    Triage,
)
from workflow.waits import Conversation


class OpenedRecord(Frozen):
    """The record that stands before all other work: the run's own, and the case in the intake queue.

    `appended`: the message belongs to a case that was open already; `case` is that case.
    """

    run: str  #: record id of the Orchestration_Run__c
    case: str = ""  #: record id of the Case; empty for a message that is no work
    number: str = ""  #: the case number that people use
    appended: bool = False
    calls: int = 0


class SavedRecord(Frozen):
    """The record of one case as it was written."""

    case: str
    number: str = ""
    parent: str = ""
    owner: str = ""
    created: bool = False
    calls: int = 0


class MessageWork(Frozen):
    """The message as a whole. Digests name blobs of the store."""

    document: Digest | None = None
    candidates: Digest | None = None
    triage: Triage | None = None
    splitting: Splitting | None = None
    record: OpenedRecord | None = None
    answers: tuple[str, ...] = ()  #: ids of the waits that this message was handed to: it begins no cases of its own
    doubts: tuple[Doubt, ...] = ()

    @property
    def is_work(self) -> bool:
        """Whether there is work in the message, or may be: what nobody is sure of is gone on with."""
        return self.triage is None or self.triage.actionable or bool(self.doubts)

    def others(self, request: Request) -> tuple[Request, ...]:
        """The other requests of the message."""
        found = self.splitting.requests if self.splitting else ()
        return tuple(other for other in found if other.key != request.key)


class CaseWork(Frozen):
    """One case: the request, and what was interpreted and decided for it."""

    key: str
    number: int  #: position in the message, from 0
    request: Request
    account: Account | None = None
    matching: Matching | None = None
    classification: Classification | None = None
    extraction: Extraction | None = None
    documents: Documents | None = None
    completeness: Completeness | None = None
    given: dict[str, Any] = {}  #: outputs of decide steps
    edited: tuple[str, ...] = ()  #: what a person changed in the review
    doubts: tuple[Doubt, ...] = ()
    saved: SavedRecord | None = None
    talk: Conversation = Conversation()
    waited: dict[str, str] = {}  #: step of kind 'wait' → how the wait ended

    @property
    def category(self) -> str | None:
        """The id of the category, once classified."""
        return self.classification.category if self.classification else None

    @property
    def fields(self) -> dict[str, Any]:
        """Field id → value, once extracted."""
        return self.extraction.plain() if self.extraction else {}

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields that are not stated, once checked."""
        return self.completeness.missing if self.completeness else ()

    @property
    def missing_documents(self) -> tuple[str, ...]:
        """Required documents that did not come, once checked."""
        return self.completeness.documents if self.completeness else ()

    @property
    def confidence(self) -> float:
        """That of the least sure interpretation so far."""
        told = [self.matching, self.classification]
        return min((t.confidence for t in told if t is not None), default=1.0)

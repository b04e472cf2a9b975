"""Reviews: what a person is asked, and what they may answer."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from workflow.document import Frozen
from workflow.interpretation import Doubt


class ProposedDocument(Frozen):
    """One file of a case and the kind of document that it is taken for."""

    part: str
    file: str
    type: str | None = None
    confidence: float = 1.0


class ProposedCase(Frozen):
    """One case as proposed: by record id and key of the account, category, fields and queue."""

    key: str
    account: str | None = None  #: what people call the account: the definition's `account.key` field
    account_name: str = ""
    named: str = ""  #: the name as written in the message
    category: str | None = None
    fields: dict[str, Any] = {}
    documents: tuple[ProposedDocument, ...] | None = None  #: None where nothing looked for documents
    missing: tuple[str, ...] = ()
    missing_documents: tuple[str, ...] = ()
    queue: str | None = None
    skill: str | None = None
    confidence: float = 1.0
    runners_up: tuple[str, ...] = ()
    question: str = ""  #: the drafted question to the sender, where something is missing


class Proposal(Frozen):
    """All that a message would lead to, and why a person is asked."""

    actionable: bool = True
    triage: str = "request"
    confidence: float = 1.0
    cases: tuple[ProposedCase, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    wait: str = ""  #: id of the wait that came to a person; empty: asked before anything was written


class CaseEdit(Frozen):
    """What a person changes in one proposed case. Absent keys stay as proposed; `drop` takes the case away.

    `documents`: name of a file's part → kind, None for none.
    """

    account: str | None = None
    category: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    documents: dict[str, str | None] = Field(default_factory=dict)
    queue: str | None = None
    question: str | None = None  #: the question as the sender is to be asked it
    drop: bool = False


class ReviewAnswer(Frozen):
    """A person's answer. 'accept' writes the proposal; 'edit' writes it with `cases` changed; 'reject' writes none.

    At a wait, an edited `question` asks the sender again; 'reject' leaves the case as it was saved.
    """

    decision: Literal["accept", "edit", "reject"]
    by: str = Field(min_length=1)
    comment: str = ""
    cases: dict[str, CaseEdit] = Field(default_factory=dict)
    version: int | None = None  #: the review's version that the person saw; another one is refused


class Review(Frozen):
    """A persisted review."""

    id: str
    run: str
    version: int = 1
    status: Literal["open", "answered"] = "open"
    group: str = ""
    proposal: Proposal
    answer: ReviewAnswer | None = None
    created: str
    answered: str = ""

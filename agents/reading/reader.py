"""The protocol of a reader, and the questions that it answers.

A reader interprets and nothing else: it sees the document, what the bundle configures and the candidates that the
directory brought. Its answers carry evidence, which the specialist checks against the text before it trusts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.definition import AccountRule, QuestionWords
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Documents, Extraction, Request, Splitting, Triage

NO_WORDS: Mapping[str, QuestionWords] = MappingProxyType({})
"""Words of the bundle's own for questions to senders: none."""


class Reader(Protocol):
    """Answers questions about one document. Pure with regard to its arguments; raises AnswerError."""

    name: str
    version: str

    def triage(self, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
        """Is it work?"""
        ...

    def split(self, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
        """Which accounts are asked about, and which text concerns each?"""
        ...

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        """Which category is this request? The text of `others`, the message's other requests, is none of its own."""
        ...

    def extract(
        self,
        document: Document,
        request: Request,
        fields: FieldSet,
        category: str | None,
        candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:
        """Which values does the message state for this request? The text of `others` is none of its own."""
        ...

    def classify_documents(
        self, document: Document, request: Request, kinds: DocumentSet, others: tuple[Request, ...] = ()
    ) -> Documents:
        """Which kind of document is each file of this request? Those that concern only `others` are not told."""
        ...

    def draft(
        self,
        document: Document,
        missing: FieldSet,
        language: str,
        documents: tuple[DocumentType, ...] = (),
        own: Mapping[str, QuestionWords] = NO_WORDS,
    ) -> str:
        """A question to the sender that asks for the fields and the documents that are missing. `own`: language →
        the bundle's words around them."""
        ...

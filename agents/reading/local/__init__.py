"""The local reader: deterministic, without key or network, driven by the bundle alone."""

from __future__ import annotations

from collections.abc import Mapping

from agents.reading.local.classification import classify
from agents.reading.local.documents import classify_documents
from agents.reading.local.drafting import draft
from agents.reading.local.extraction import extract
from agents.reading.local.triage import triage
from agents.reading.reader import NO_WORDS
from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.definition import AccountRule, QuestionWords
from workflow.document import Document
from workflow.documents import DocumentSet, DocumentType
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Documents, Extraction, Request, Splitting, Triage

VERSION = "8"
"""Part of what a run is pinned to: raised with every change that may change an answer."""


class LocalReader:
    """Answers every question of `agents.reading.reader.Reader` from the document, the bundle and the candidates."""

    name = "local"
    version = VERSION

    def triage(self, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
        """Is it work? When unsure, it is, with low confidence: a lost request is the worst mistake."""
        return triage(document, categories, candidates)

    def split(self, document: Document, candidates: Candidates, rule: AccountRule) -> Splitting:
        """Which accounts are asked about, and which text concerns each?"""
        from agents.reading.local.splitting import split

        return split(document, candidates, rule)

    def classify(
        self, document: Document, request: Request, categories: CategorySet, others: tuple[Request, ...] = ()
    ) -> Classification:
        """Which category is this request?"""
        return classify(document, request, categories, others)

    def extract(
        self,
        document: Document,
        request: Request,
        fields: FieldSet,
        category: str | None,
        candidates: Candidates,
        others: tuple[Request, ...] = (),
    ) -> Extraction:
        """Which values does the message state for this request?"""
        return extract(document, request, fields, category, candidates, others)

    def classify_documents(
        self, document: Document, request: Request, kinds: DocumentSet, others: tuple[Request, ...] = ()
    ) -> Documents:
        """Which kind of document is each file that concerns this request?"""
        return classify_documents(document, request, kinds, others)

    def draft(
        self,
        document: Document,
        missing: FieldSet,
        language: str,
        documents: tuple[DocumentType, ...] = (),
        own: Mapping[str, QuestionWords] = NO_WORDS,
    ) -> str:
        """A question to the sender that asks for the fields and documents that are missing, in their language."""
        return draft(document, missing, language, documents, own)

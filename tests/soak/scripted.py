"""A reader that has its answers ready, so that what is measured is the engine."""

from __future__ import annotations

from typing import Any

from workflow.accounts import Candidates
from workflow.document import Document
from workflow.interpretation import Classification, Documents, Extraction, Request, Splitting, Triage


class ScriptedReader:
    """Every message is work, about the likeliest account, and of one category."""

    name, version = "scripted", "1"

    def triage(self, *_given: Any) -> Triage:
        return Triage(actionable=True, reason="scripted", confidence=1.0)

    def split(self, _document: Document, candidates: Candidates, *_given: Any) -> Splitting:
        [account] = [candidate.account for candidate in candidates.candidates][:1]
        request = Request(key=account.id, accounts=(account.id,))
        return Splitting(requests=(request,), confidence=1.0, reason="scripted")

    def classify(self, *_given: Any) -> Classification:
        return Classification(category="billing", confidence=1.0, reason="scripted")

    def extract(self, *_given: Any) -> Extraction:
        return Extraction()

    def classify_documents(self, *_given: Any) -> Documents:
        return Documents()

    def draft(self, *_given: Any) -> str:
        return ""

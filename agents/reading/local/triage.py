"""Whether a message is work."""

from __future__ import annotations

from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.interpretation import Triage


def triage(document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
    """Structure first; what is not clearly something else is work."""
    if document.headers.get("auto-submitted", "no").split(";")[0].strip().lower() not in ("", "no"):
        return Triage(actionable=False, kind="auto_reply", reason="Auto-Submitted says so", confidence=0.95)
    return Triage(actionable=True, reason="nothing says that it is no work", confidence=0.7)

"""The classification specialist: which category is a request?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import holds
from workflow.interpretation import Classification, Request


def classify(
    reader: Reader,
    document: Document,
    request: Request,
    categories: CategorySet,
    others: tuple[Request, ...] = (),
) -> Classification:
    """The reader's answer, where it names a configured category; quotes that do not hold are dropped.

    A category that is not configured counts as none. An answer that gave quotes of which none holds keeps its
    category for the reviewer and loses its confidence.
    """
    answer = reader.classify(document, request, categories, others)
    confidence = min(1.0, max(0.0, answer.confidence))
    if answer.category is not None and answer.category not in categories.ids:
        reason = f"the reader named '{answer.category}', which is not configured"
        return Classification(category=None, confidence=0.0, reason=reason)
    proven = tuple(evidence for evidence in answer.evidence if holds(document, evidence))
    if answer.evidence and not proven:
        reason = f"{answer.reason}; its quotes are not in the message"
        return answer.model_copy(update={"evidence": (), "confidence": 0.0, "reason": reason})
    return answer.model_copy(update={"evidence": proven, "confidence": confidence})

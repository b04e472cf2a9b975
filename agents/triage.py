"""The triage specialist: is a message work?"""

from __future__ import annotations

from agents.reading.reader import Reader
from workflow.accounts import Candidates
from workflow.categories import CategorySet
from workflow.document import Document
from workflow.evidence import holds
from workflow.interpretation import Triage


def triage(reader: Reader, document: Document, categories: tuple[CategorySet, ...], candidates: Candidates) -> Triage:
    """The reader's answer with evidence that holds only.

    'No work' whose every quote fails is not trusted: the message then counts as work, with no confidence, since a
    request that is lost is worse than a look too many.
    """
    answer = reader.triage(document, categories, candidates)
    proven = tuple(evidence for evidence in answer.evidence if holds(document, evidence))
    confidence = min(1.0, max(0.0, answer.confidence))
    if not answer.actionable and answer.evidence and not proven:
        reason = f"said to be {answer.kind}, but its quotes are not in the message"
        return Triage(actionable=True, reason=reason, confidence=0.0)
    return answer.model_copy(update={"evidence": proven, "confidence": confidence})

"""What a request states tells what it is about: senders mostly say what the work on their category needs."""

from __future__ import annotations

import math
from collections.abc import Mapping

from agents.reading.local.classification import SUREST
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Extraction

STATED, LACKING = 0.5, 0.25
"""Log-odds for a category by the fields that it requires: for those that are stated, each by how few other categories
require it; against it for the share that is not. Half of what a conditional logit gives on labelled requests of five
houses: its finders were developed beside them."""


def weighed(answer: Classification, fields: FieldSet, stated: Extraction) -> Classification:
    """A reader's shares of the categories, weighed by what the request states, `stated` being found without regard to
    any category. Answers with fewer than two shares, and fields that no category requires, change nothing."""
    there = {value.field: value for value in stated.values if value.evidence.kind != "not_stated"}
    told = {name: _told(name, fields, set(there)) for name in answer.scores}
    if len(answer.scores) < 2 or not any(map(any, told.values())) or not any(answer.scores.values()):
        return answer
    shares = _shares(answer.scores, {name: have - lack for name, (have, lack) in told.items()})
    best = max(shares, key=lambda name: shares[name])
    # That others lack what they need leads to a category, but makes nobody surer of it.
    unhelped = _shares(
        answer.scores, {name: have - (lack if name == best else 0.0) for name, (have, lack) in told.items()}
    )
    said = [field.id for field in fields.fields if best in field.required and field.id in there]
    reason = f"{answer.reason}; states what it needs: {', '.join(said)}" if said else answer.reason
    evidence = answer.evidence
    if best != answer.category:
        reason = f"'{best}' rather than '{answer.category}' ({answer.reason}): " + (
            f"states {', '.join(said)}" if said else "what that needs is not stated"
        )
        evidence = tuple(there[name].evidence for name in said)
    return answer.model_copy(
        update={
            "category": best,
            "confidence": round(min(SUREST, unhelped[best]), 3),
            "reason": reason,
            "evidence": evidence,
            "scores": shares,
        }
    )


def _told(category: str, fields: FieldSet, stated: set[str]) -> tuple[float, float]:
    """Log-odds for a category by what it requires and is stated, and against it by what is lacking."""
    required = [field for field in fields.fields if category in field.required]
    if not required:
        return 0.0, 0.0
    have = sum(1 / len(field.required) for field in required if field.id in stated)
    lack = sum(field.id not in stated for field in required) / len(required)
    return STATED * math.sqrt(have), LACKING * lack


def _shares(shares: Mapping[str, float], favour: Mapping[str, float]) -> dict[str, float]:
    """Shares, raised by log-odds."""
    raised = {name: share * math.exp(favour[name]) for name, share in shares.items()}
    total = sum(raised.values())
    return {name: round(share / total, 4) for name, share in raised.items()}

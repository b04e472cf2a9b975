"""The row that tells how one case was saved, and the failures that have a word of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.salesforce.arguments import PlannedCase
from tools.salesforce.errors import Refusal, refusal
from workflow.result import Failure


def row_of(
    case: PlannedCase,
    record: str = "",
    number: str = "",
    created: bool = False,
    told: Failure | None = None,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """key, id, number, owner (name of the queue), created, failure, notes."""
    return {
        "key": case.key,
        "id": record,
        "number": number,
        "owner": case.queue or "",
        "created": created,
        "failure": told.model_dump() if told else None,
        "notes": list(notes),
    }


def account_gone(case: PlannedCase) -> Refusal:
    """The account that was chosen for a case is not in the org any more."""
    return refusal("ACCOUNT_GONE", f"the account {case.account} is no longer there: deleted or merged", ["AccountId"])

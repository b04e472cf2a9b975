"""Reviews as the org is told of them: beside the run's log, where the definition wants records of them."""

from __future__ import annotations

from typing import Any

from graphs.context import Context, stamp_of
from graphs.org_hours import calendar
from workflow.calendar import length
from workflow.definition import ReviewRule, WorkflowDefinition
from workflow.identifiers import canonical
from workflow.review import ProposedCase, Review


def key_of(review: Review) -> str:
    """The key of a review's record. One that is asked anew, by another version, is another record."""
    return f"{review.id}-{review.version}"


def asked(context: Context, review: Review, record: str) -> dict[str, Any] | None:
    """A review as it is asked, about the record of that id; None where the org keeps none."""
    rule = context.definition.reviews
    if not rule.in_org:
        return None
    cases = review.proposal.cases
    one = cases[0] if len(cases) == 1 else None
    return {
        "key": key_of(review),
        "record": record,
        "group": review.group,
        "queue": rule.queue,
        "due": _due(context, rule),
        "reason": "\n".join(dict.fromkeys(doubt.reason for doubt in review.proposal.doubts)),
        "proposal": "\n\n".join(_words(case) for case in cases),
        "question": "\n\n".join(case.question for case in cases if case.question),
        "account": (one.account or "") if one else "",
        "category": (one.category or "") if one else "",
        "case_queue": (one.queue or "") if one else "",
    }


def answered(definition: WorkflowDefinition, reviews: list[Review]) -> list[dict[str, Any]]:
    """Those of a run's reviews that were answered, wherever that was."""
    if not definition.reviews.in_org:
        return []
    return [
        {
            "key": key_of(each), "decision": each.answer.decision, "answered_by": each.answer.by,
            "answered_at": each.answered,
        }
        for each in reviews
        if each.answer is not None
    ]  # fmt: skip


def _due(context: Context, rule: ReviewRule) -> str:
    if not rule.within:
        return ""
    hours = calendar(context, context.definition.hours, lambda tool, given: context.tools.call(tool, given, ""))
    return stamp_of(hours.after(context.now(), length(rule.within)))


def _words(case: ProposedCase) -> str:
    """One proposed case, a line for each thing that is proposed."""
    account = " ".join(part for part in (case.account_name, f"({case.account})" if case.account else "") if part)
    lines = [
        f"Case {case.key}",
        f"Account: {account or f'none (named: {case.named})'}",
        f"Category: {case.category or 'none'}",
        f"Queue: {case.queue or 'none'}",
        *(f"{name}: {value if isinstance(value, str) else canonical(value)}" for name, value in case.fields.items()),
    ]
    missing = (*case.missing, *case.missing_documents)
    return "\n".join([*lines, *([f"Missing: {', '.join(missing)}"] if missing else [])])

"""Saving the cases of a message: one tool call for all of them, so that children are written in packs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

from graphs.context import Context
from graphs.log import LOG, log_of
from graphs.names import of_case
from graphs.outcome import StepFailed, Told
from workflow.definition import ActStep, AnyStep
from workflow.expressions import parse
from workflow.interpretation import Doubt
from workflow.result import Failure
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork, OpenedRecord, SavedRecord

TOOL = "salesforce.save_case"


def is_save(step: AnyStep) -> TypeGuard[ActStep]:
    """Whether a step saves the cases."""
    return isinstance(step, ActStep) and step.tool == TOOL


def run(
    step: ActStep, context: Context, run_id: str, message: MessageWork, cases: list[CaseWork]
) -> list[Told[CaseWork]]:
    """Two or more cases become children of the opened record. Raises StepFailed where any case was not written."""
    if not context.effects:
        plans = [planned(context, message, case) for case in cases]
        return [
            Told(
                case, f"effects are off: {plan['queue'] or 'no queue'} would own the case", "skipped", {"planned": plan}
            )
            for case, plan in zip(cases, plans, strict=True)
        ]
    record = message.record
    if record is None or not record.case:
        raise StepFailed(step.id, "", "there is no record to save to: the definition needs a step of kind 'open' first")
    if record.appended:
        log = log_of(context, run_id, message).told("Finished", "appended")
        result = context.tools.call(LOG, {"run": log}, key=run_id)
        if result.failure is not None:
            raise StepFailed(step.id, "", f"{result.failure.code}: {result.failure.message}", result.model_dump())
        saved = SavedRecord(case=record.case, number=record.number, calls=result.calls)
        return [
            Told(
                case.model_copy(update={"saved": saved}), f"appended to case {record.number}: the case is left as it is"
            )
            for case in cases
        ]
    return _save(step, context, run_id, message, record, cases)


def _save(
    step: ActStep,
    context: Context,
    run_id: str,
    message: MessageWork,
    record: OpenedRecord,
    cases: list[CaseWork],
) -> list[Told[CaseWork]]:
    split = len(cases) > 1
    log = log_of(context, run_id, message)
    parent = None
    if split:
        parent = {
            "id": record.case,
            "queue": context.definition.parent.owner,
            "log": log.told("Finished", f"split into {len(cases)} cases", ""),
            "children": [case.key for case in cases],
        }
    rows: list[dict[str, Any]] = []
    for case in cases:
        closing = Hop(
            id=f"{step.id}:{case.key}", step=step.id, kind=step.kind, case=case.key, status="done",
            reason="the case and this log were written together", at=context.stamp(),
        )  # fmt: skip
        told_log = log.told("Finished", "cases", case.key if split else None, closing)
        rows.append({**planned(context, message, case), "id": "" if split else record.case, "log": told_log})
    result = context.tools.call(TOOL, {"parent": parent, "cases": rows}, key=run_id)
    if result.failure is not None:
        doubts = tuple(refused(step, context, case.key, result.failure) for case in cases)
        told_why = f"{result.failure.code}: {result.failure.message}"
        raise StepFailed(step.id, "", told_why, result.model_dump(), doubts=_all(doubts))
    told, failed, doubted = [], [], []
    for case, row, plan in zip(cases, result.records, rows, strict=True):
        if row.get("failure"):
            failed.append(f"{case.request.named or case.key}: {row['failure']['code']}: {row['failure']['message']}")
            doubted.append(refused(step, context, case.key, Failure.model_validate(row["failure"])))
            continue
        saved = SavedRecord(
            case=row["id"],
            number=row.get("number") or "",
            parent=record.case if split else "",
            owner=str(plan["queue"] or ""),
            created=bool(row.get("created")),
            calls=result.calls,
        )
        context.store.runs.link(run_id, saved.case, case.key, saved.number)
        verb = "created" if saved.created else "saved"
        notes = row.get("notes") or []
        owned = f", owned by {saved.owner}" if saved.owner else ""
        reason = "; ".join((f"case {saved.number} {verb}{owned}", *notes))
        writes = {
            "planned": {k: v for k, v in plan.items() if k != "log"},
            "record": saved.model_dump(),
            "notes": notes,
        }
        told.append(Told(case.model_copy(update={"saved": saved}), reason, detail=writes))
    if failed:
        raise StepFailed(step.id, "", "; ".join(failed), {"records": list(result.records)}, doubts=_all(doubted))
    return told


def refused(step: ActStep, context: Context, case: str, failure: Failure) -> Doubt | None:
    """What a person is told of values that the org does not take: which fields, why, and what they are written from.

    None where the failure is not about fields.
    """
    if failure.retry != "never" or not failure.fields:
        return None
    rule = context.definition.record
    written = {**rule.values, "OwnerId": rule.owner, "AccountId": "account"}
    told = [f"{field} (written from «{written[field]}»)" if field in written else field for field in failure.fields]
    reason = f"the org does not take {', '.join(told)}: {failure.message} ({failure.code})"
    return Doubt(step=step.id, case=case, about="record", reason=reason)


def _all(doubts: Sequence[Doubt | None]) -> tuple[Doubt, ...]:
    """The doubts, where a person can put right all that is wrong."""
    return tuple(each for each in doubts if each is not None) if None not in doubts else ()


def planned(context: Context, message: MessageWork, case: CaseWork) -> dict[str, Any]:
    """What a case is to be saved with: account, queue and values, as the tool takes them."""
    rule = context.definition.record
    values = of_case(context, message, case)
    text = case.request.named or (case.account.name if case.account else "")
    return {
        "key": case.key,
        "object": rule.object,
        "account": case.account.id if case.account else None,
        "queue": values.get(rule.owner),
        "subject_note": text,
        "values": {field: parse(expression).evaluate(values) for field, expression in rule.values.items()},
    }

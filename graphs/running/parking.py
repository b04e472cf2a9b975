"""Parking a run at the step that failed: its row, the hop that says why, and a word on the record."""

from __future__ import annotations

from graphs.context import Context
from graphs.log import LOG, log_of
from graphs.outcome import StepFailed
from graphs.steps.save import is_save
from tools.limits.patience import is_queued
from tools.store import Run
from workflow.definition import OpenStep
from workflow.trace import Hop
from workflow.work import MessageWork


def parked(context: Context, row: Run, failed: StepFailed) -> Run:
    """The row as it is kept now, together with the hop; then the record is told, as far as it can be."""
    row = row.model_copy(update={"status": "failed", "outcome": "error", "error": str(failed)})
    with context.store.transaction() as cursor:
        context.store.hops.append(cursor, row.id, [_hop(context, row, failed)])
        context.store.runs.put(row)
    if not (failed.retry == "later" and is_queued()):
        _tell(context, row, failed)
    return row


def _hop(context: Context, row: Run, failed: StepFailed) -> Hop:
    """The hop of a step at which the run is parked, one for each time."""
    kinds = {step.id: step.kind for step in context.definition.all_steps()}
    tries = context.store.hops.count_failed(row.id, failed.step, failed.case)
    return Hop(
        id=f"{failed.step}:{failed.case}:failed:{tries + 1}", step=failed.step,
        kind=kinds.get(failed.step, "review"), case=failed.case, status="failed", reason=failed.reason,
        detail=failed.detail, at=context.stamp(),
    )  # fmt: skip


def _tell(context: Context, row: Run, failed: StepFailed) -> None:
    """Has the record say that the run is parked, as far as it can be told; opening and saving do so themselves."""
    message = context.load(row.work, MessageWork) if row.work else MessageWork()
    telling = {s.id for s in context.definition.all_steps() if isinstance(s, OpenStep) or is_save(s)}
    if context.effects and message.record is not None and failed.step not in telling:
        log = log_of(context, row.id, message).told("Failed", "error", "" if len(row.cases) > 1 else None)
        context.tools.call(LOG, {"run": log}, key=row.id)

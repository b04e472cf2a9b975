"""A run's record brought up to date with the run as it stands now, whatever it was told before."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from graphs.log import LOG, log_of
from tools.store import Run
from workflow.result import Result
from workflow.work import MessageWork


def present(context: Context, row: Run, case: str = "") -> dict[str, Any]:
    """The log as it has to stand on the record of the run, or of one case of a split."""
    message = context.load(row.work, MessageWork) if row.work else MessageWork()
    log = log_of(context, row.id, message)
    return log.told(*_standing(row), case if case or len(row.cases) > 1 else None)


def tell(context: Context, row: Run, case: str = "") -> Result:
    """Writes it. Whoever calls this holds the claim to the run, so that nothing newer is overwritten."""
    return context.tools.call(LOG, {"run": present(context, row, case)}, key=row.id)


def _standing(row: Run) -> tuple[str, str]:
    if row.status == "finished":
        return "Finished", row.outcome
    if row.status == "failed":
        return "Failed", "error"
    if row.status == "waiting":
        return "Waiting", row.outcome
    return "Open", ""

"""How a run stands, as whoever started it is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from graphs.context import Context
from graphs.proposal import prediction, propose
from tools.store import Run
from workflow.result import RetryClass
from workflow.review import Proposal
from workflow.work import CaseWork, MessageWork


@dataclass(frozen=True)
class Report:
    """How a run stands: its row, what it proposes or has done, and whether this message had been run before."""

    run: Run
    proposal: Proposal
    cases: tuple[CaseWork, ...] = ()
    message: MessageWork = field(default_factory=MessageWork)
    repeated: bool = False
    retry: RetryClass = "never"  #: of a run that has just failed: when trying again is of use
    wait: float | None = None  #: in so many seconds, where that is known

    @property
    def outcome(self) -> str:
        """cases, not_actionable, review, rejected, waiting (for an answer, an event, a time), answer (to a question of
        a case that waits) or error; queued, running, paused or cancelled before the end."""
        if self.run.status == "failed":
            return "error"
        if self.run.status in ("queued", "running", "paused", "cancelled"):
            return self.run.status
        if self.run.status == "waiting" and self.run.outcome != "waiting":
            return "review"
        return self.run.outcome

    def prediction(self) -> dict[str, Any]:
        """The run as a line of predictions."""
        return prediction(self.run.name, self.outcome, self.proposal)


def report_of(context: Context, row: Run) -> Report:
    """The report of a run, from its row and from what that names in the store."""
    message = context.load(row.work, MessageWork) if row.work else MessageWork()
    cases = [context.load(kept, CaseWork) for kept in row.cases.values()]
    cases.sort(key=lambda case: case.number)
    return Report(run=row, proposal=propose(context, message, cases), cases=tuple(cases), message=message)

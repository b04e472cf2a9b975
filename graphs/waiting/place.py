"""Where a case stands when a wait is worked on: its step, its work, and the wait's row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from graphs.context import Context
from graphs.log import log_of
from graphs.org_hours import calendar
from graphs.outcome import StepFailed, Told
from workflow.calendar import Calendar
from workflow.definition import WaitStep
from workflow.result import Result
from workflow.trace import Hop
from workflow.waits import Wait, WaitOutcome, wait_id
from workflow.work import CaseWork, MessageWork


@dataclass(frozen=True)
class Place:
    """One case at one step of kind 'wait'. `event` is what came, as `kind:ref`; empty when the step begins."""

    step: WaitStep
    context: Context
    run: str
    message: MessageWork
    case: CaseWork
    event: str = ""

    @property
    def wait(self) -> Wait:
        """The row of the wait; raises NotFound before it began."""
        return self.context.store.waits.get(wait_id(self.case.key, self.step.id))

    @property
    def record(self) -> str:
        """The record id of the case. Raises StepFailed where it was not saved."""
        if self.case.saved is None:
            raise StepFailed(self.step.id, self.case.key, "the case is not saved: a wait stands after the save")
        return self.case.saved.case

    @property
    def calendar(self) -> Calendar:
        """The hours of the team that owns the case, else those of the workflow; without any, all hours count.

        Those of the org are read as they stand now. Raises StepFailed where the org has none of that name.
        """
        owner = self.case.saved.owner if self.case.saved else ""
        team = self.context.bundle.teams.get(owner)
        hours = team.hours if team and team.hours else self.context.definition.hours
        return calendar(self.context, hours, self.call)

    def on(self, case: CaseWork) -> Place:
        """The same place with the case as it has grown."""
        return replace(self, case=case)

    def log(self, reason: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        """The log of the case's record, with this turn's own line, and the review that it asks."""
        own = ":".join(word for word in (self.step.id, self.case.key, self.event) if word)
        hop = Hop(
            id=own, step=self.step.id, kind=self.step.kind, case=self.case.key, status="waiting", reason=reason,
            at=self.context.stamp(),
        )  # fmt: skip
        child = self.case.key if self.case.saved and self.case.saved.parent else None
        return log_of(self.context, self.run, self.message).told("Waiting", "waiting", child, hop, asked)

    def call(self, tool: str, arguments: dict[str, Any], key: str = "") -> Result:
        """A tool's result. Raises StepFailed for a failure."""
        return self.checked(tool, self.context.tools.call(tool, arguments, key or self.run))

    def checked(self, tool: str, result: Result) -> Result:
        """A result that is no failure. Raises StepFailed for one."""
        if result.failure is not None:
            told = f"{tool}: {result.failure.code}: {result.failure.message}"
            raise StepFailed(self.step.id, self.case.key, told, {"failure": result.failure.model_dump()})
        return result

    def ended(self, outcome: WaitOutcome, reason: str, detail: dict[str, Any] | None = None) -> Told[CaseWork]:
        """The wait is over: its row is closed, and the case goes on."""
        case = self.case
        found = self.context.store.waits.find(wait_id(case.key, self.step.id))
        if found is not None:
            closed = {"state": "closed", "outcome": outcome, "changed": self.context.stamp()}
            self.context.store.waits.put(found.model_copy(update=closed))
        talk = case.talk.model_copy(update={"wait": "", "turn": 0})
        waited = {**case.waited, self.step.id: outcome}
        return Told(case.model_copy(update={"talk": talk, "waited": waited}), reason, "done", detail or {})

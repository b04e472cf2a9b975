"""A person is asked for where the definition says so."""

from __future__ import annotations

from graphs.context import Context
from graphs.outcome import Told
from workflow.definition import ReviewStep
from workflow.interpretation import Doubt
from workflow.work import CaseWork, MessageWork


def run(step: ReviewStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """The step's `when` has held: its reason joins those that the one review shows."""
    reason = step.reason or step.title or f"the definition asks for a person here ({step.when or 'always'})"
    doubt = Doubt(step=step.id, case=case.key, about="approval", reason=reason)
    return Told(case, reason, "waiting", {"group": step.group, "when": step.when}, (doubt,))

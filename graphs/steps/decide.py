"""A decision table over what is known."""

from __future__ import annotations

from graphs.context import Context
from graphs.names import of_case
from graphs.outcome import Told
from workflow.definition import DecideStep
from workflow.interpretation import Doubt
from workflow.work import CaseWork, MessageWork


def run(step: DecideStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """No row that hits is a doubt: the table should end in a default."""
    table = context.bundle.tables[step.table]
    decision = table.decide(of_case(context, message, case), step.gives)
    doubts: tuple[Doubt, ...] = ()
    if decision.line is None:
        doubts = (Doubt(step=step.id, case=case.key, about="routing", reason=decision.reason),)
    return Told(
        case.model_copy(update={"given": {**case.given, **decision.given}}),
        decision.reason,
        "unsure" if doubts else "done",
        decision.model_dump(mode="json"),
        doubts,
    )

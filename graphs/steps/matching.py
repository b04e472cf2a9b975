"""Request → account."""

from __future__ import annotations

from agents.matching import match
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import MatchingStep
from workflow.interpretation import Doubt
from workflow.work import CaseWork, MessageWork


def run(step: MatchingStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """No account is a result too (the sender's company may not be in the org); only unsureness is a doubt."""
    document, candidates = loaded(context, message)
    said = match(document, case.request, candidates, context.definition.account)
    account = context.directory().account(said.account) if said.account else None
    # The org was asked for changes in between: what was a candidate when the message was read may be there no more.
    gone = said.account is not None and account is None
    if gone:
        said = said.model_copy(update={"sure": False, "reason": f"{said.reason}; it is no longer in the org"})
    unsure = gone or not said.sure or said.confidence < step.sure_from
    doubts = (Doubt(step=step.id, case=case.key, about="account", reason=said.reason),) if unsure else ()
    return Told(
        case.model_copy(update={"matching": said, "account": account}),
        said.reason,
        "unsure" if unsure else "done",
        {**said.model_dump(mode="json"), "key": account.key if account else None},
        doubts,
    )

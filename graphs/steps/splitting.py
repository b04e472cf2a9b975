"""Message → requests, one an account that is asked about."""

from __future__ import annotations

from agents.splitting import split
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import SplittingStep
from workflow.interpretation import Doubt
from workflow.work import MessageWork


def run(step: SplittingStep, context: Context, raw: str, message: MessageWork) -> Told[MessageWork]:
    """Several requests make a parent with children."""
    document, candidates = loaded(context, message)
    rule = context.definition.account
    climbed = climb(
        step, context, lambda reader: split(reader, document, candidates, rule), lambda said: said.confidence
    )
    said = climbed.said
    doubts = []
    if not climbed.sure:
        doubts.append(Doubt(step=step.id, about="split", reason=said.reason))
    if len(said.requests) > step.most:
        reason = f"{len(said.requests)} requests in one message, more than the {step.most} that may go unseen"
        doubts.append(Doubt(step=step.id, about="split", reason=reason))
    return Told(
        message.model_copy(update={"splitting": said}),
        said.reason,
        "unsure" if doubts else "done",
        {**said.model_dump(mode="json"), **climbed.detail()},
        tuple(doubts),
        climbed.rungs,
    )

"""Is the message work at all?"""

from __future__ import annotations

from agents.triage import triage
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import ClassificationStep, TriageStep
from workflow.interpretation import Doubt
from workflow.work import MessageWork


def run(step: TriageStep, context: Context, raw: str, message: MessageWork) -> Told[MessageWork]:
    """Below `sure_from` a person is asked, and the reading goes on as if it were work."""
    document, candidates = loaded(context, message)
    names = [s.categories for s in context.definition.all_steps() if isinstance(s, ClassificationStep)]
    categories = tuple(context.bundle.categories[name] for name in dict.fromkeys(names))
    climbed = climb(
        step, context, lambda reader: triage(reader, document, categories, candidates), lambda said: said.confidence
    )
    said = climbed.said
    doubts = () if climbed.sure else (Doubt(step=step.id, about="triage", reason=said.reason),)
    return Told(
        message.model_copy(update={"triage": said}),
        f"{'work to do' if said.actionable else 'no work'}: {said.reason}",
        "done" if climbed.sure else "unsure",
        {**said.model_dump(mode="json"), **climbed.detail()},
        doubts,
        climbed.rungs,
    )

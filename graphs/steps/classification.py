"""Request → category."""

from __future__ import annotations

from agents.classification import classify
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import ClassificationStep
from workflow.interpretation import Doubt
from workflow.work import CaseWork, MessageWork


def run(step: ClassificationStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """No category, or one below `sure_from`, is a doubt."""
    document, _ = loaded(context, message)
    categories = context.bundle.categories[step.categories]
    others = message.others(case.request)
    climbed = climb(
        step,
        context,
        lambda reader: classify(reader, document, case.request, categories, others),
        lambda said: said.confidence if said.category is not None else 0.0,
    )
    said = climbed.said
    sure = climbed.sure and said.category is not None
    doubts = () if sure else (Doubt(step=step.id, case=case.key, about="category", reason=said.reason),)
    return Told(
        case.model_copy(update={"classification": said}),
        f"{said.category or 'no category'}: {said.reason}",
        "done" if sure else "unsure",
        {**said.model_dump(mode="json"), **climbed.detail()},
        doubts,
        climbed.rungs,
    )

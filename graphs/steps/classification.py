"""Request → category."""

from __future__ import annotations

from agents.classification import classify
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
    said = classify(context.reader(step.model), document, case.request, categories, message.others(case.request))
    unsure = said.category is None or said.confidence < step.sure_from
    doubts = (Doubt(step=step.id, case=case.key, about="category", reason=said.reason),) if unsure else ()
    return Told(
        case.model_copy(update={"classification": said}),
        f"{said.category or 'no category'}: {said.reason}",
        "unsure" if unsure else "done",
        said.model_dump(mode="json"),
        doubts,
    )

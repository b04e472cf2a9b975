"""Request → category."""

from __future__ import annotations

from agents.classification import classify
from agents.extraction import extract
from agents.needs import weighed
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.accounts import Candidates
from workflow.definition import ClassificationStep, ExtractionStep
from workflow.document import Document
from workflow.fields import FieldSet
from workflow.interpretation import Classification, Doubt
from workflow.work import CaseWork, MessageWork


def run(step: ClassificationStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """No category, or one below `sure_from`, is a doubt."""
    document, candidates = loaded(context, message)
    categories = context.bundle.categories[step.categories]
    said = classify(context.reader(step.model), document, case.request, categories, message.others(case.request))
    if len(said.scores) > 1:
        said = _weighed(said, context, document, candidates, message, case)
    unsure = said.category is None or said.confidence < step.sure_from
    doubts = (Doubt(step=step.id, case=case.key, about="category", reason=said.reason),) if unsure else ()
    return Told(
        case.model_copy(update={"classification": said}),
        f"{said.category or 'no category'}: {said.reason}",
        "unsure" if unsure else "done",
        said.model_dump(mode="json"),
        doubts,
    )


def _weighed(
    said: Classification,
    context: Context,
    document: Document,
    candidates: Candidates,
    message: MessageWork,
    case: CaseWork,
) -> Classification:
    """The answer, weighed by which of the fields that the work will look for the request states."""
    steps = [step for step in context.definition.all_steps() if isinstance(step, ExtractionStep)]
    named = [field for step in steps for field in context.bundle.fields[step.fields].fields if field.required]
    if not named:
        return said
    fields = FieldSet(fields=tuple(named))
    others = message.others(case.request)
    stated = extract(context.reader("local"), document, case.request, fields, None, candidates, others)
    return weighed(said, fields, stated)

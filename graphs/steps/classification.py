"""Request → category."""

from __future__ import annotations

from agents.classification import classify
from agents.extraction import extract
from agents.needs import weighed
from agents.reading.reader import Reader
from graphs.boundary import spared
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.accounts import Candidates
from workflow.definition import ClassificationStep
from workflow.document import Document
from workflow.interpretation import Classification, Doubt
from workflow.work import CaseWork, MessageWork


def run(step: ClassificationStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """No category, or one below `sure_from`, is a doubt."""
    document, candidates = loaded(context, message)
    others = message.others(case.request)

    def ask(reader: Reader) -> Classification:
        if reader.name != "local":
            return classify(reader, document, case.request, context.bundle.categories[step.categories], others)
        # A model has read which fields there are and what is stated; likeness of words has not.
        said = classify(reader, document, case.request, context.described[step.categories], others)
        return _weighed(said, context, document, candidates, message, case)

    climbed = climb(step, context, ask, lambda said: said.confidence if said.category is not None else 0.0)
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


def _weighed(
    said: Classification,
    context: Context,
    document: Document,
    candidates: Candidates,
    message: MessageWork,
    case: CaseWork,
) -> Classification:
    """The answer, weighed by which of the fields that the work will look for the request states."""
    fields, others = context.required_fields, message.others(case.request)
    if not fields.fields:
        return said
    reader = context.reader("local")
    stated = spared(
        lambda: extract(reader, document, case.request, fields, None, candidates, others), None, "what is stated"
    )
    return weighed(said, fields, stated) if stated is not None else said

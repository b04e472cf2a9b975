"""Request → field values, each with its evidence."""

from __future__ import annotations

from agents.extraction import extract
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import ExtractionStep
from workflow.work import CaseWork, MessageWork


def run(step: ExtractionStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """Only values that their quotes prove come out of this."""
    document, candidates = loaded(context, message)
    said = extract(
        context.reader(step.model),
        document,
        case.request,
        context.bundle.fields[step.fields],
        case.category,
        candidates,
        others=message.others(case.request),
    )
    found = ", ".join(value.field for value in said.values)
    return Told(
        case.model_copy(update={"extraction": said}),
        f"{len(said.values)} values: {found}" if said.values else "no field is stated",
        detail=said.model_dump(mode="json"),
    )

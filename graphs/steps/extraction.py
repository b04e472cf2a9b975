"""Request → field values, each with its evidence."""

from __future__ import annotations

from agents.extraction import extract, joined, least_sure
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import ExtractionStep
from workflow.work import CaseWork, MessageWork


def run(step: ExtractionStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """Only values that their quotes prove come out of this."""
    document, candidates = loaded(context, message)
    fields, others = context.bundle.fields[step.fields], message.others(case.request)
    climbed = climb(
        step,
        context,
        lambda reader: extract(reader, document, case.request, fields, case.category, candidates, others),
        lambda said: least_sure(said, fields, case.category),
        joined=joined,
    )
    said = climbed.said
    found = ", ".join(value.field for value in said.values)
    return Told(
        case.model_copy(update={"extraction": said}),
        f"{len(said.values)} values: {found}" if said.values else "no field is stated",
        detail={**said.model_dump(mode="json"), **climbed.detail()},
        rungs=climbed.rungs,
    )

"""The files of a request → the kinds of documents that they are."""

from __future__ import annotations

from collections import Counter

from agents.documents import classify_documents
from graphs.cascade import climb
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import DocumentsStep
from workflow.interpretation import Documents, Doubt
from workflow.work import CaseWork, MessageWork


def run(step: DocumentsStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """A kind below `sure_from` is a doubt. A file of no kind is none: people attach all sorts of things."""
    document, _ = loaded(context, message)
    others = message.others(case.request)
    kinds = context.bundle.documents[step.documents]
    climbed = climb(
        step,
        context,
        lambda reader: classify_documents(reader, document, case.request, kinds, others),
        lambda said: min((file.confidence for file in said.files if file.type is not None), default=1.0),
    )
    said = climbed.said
    doubts = tuple(
        Doubt(
            step=step.id, case=case.key, about="documents", reason=f"{file.filename} may be {file.type}: {file.reason}"
        )
        for file in said.files
        if file.type is not None and file.confidence < climbed.sure_from
    )
    return Told(
        case.model_copy(update={"documents": said}),
        told(said),
        "unsure" if doubts else "done",
        {**said.model_dump(mode="json"), **climbed.detail()},
        doubts,
        climbed.rungs,
    )


def told(said: Documents) -> str:
    """In one sentence which documents there are."""
    if not said.files:
        return "no file concerns this case"
    counts = Counter(file.type for file in said.files if file.type is not None)
    none = sum(file.type is None for file in said.files)
    named = [f"{count} × {name}" if count > 1 else name for name, count in counts.items()]
    return ", ".join([*named, *([f"{none} of no kind"] if none else [])])

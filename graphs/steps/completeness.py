"""Required fields and documents that are missing, and a drafted question to the sender."""

from __future__ import annotations

from agents.completeness import complete
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import CompletenessStep, DocumentsStep, ExtractionStep
from workflow.documents import DocumentSet
from workflow.fields import FieldSet
from workflow.interpretation import Extraction
from workflow.work import CaseWork, MessageWork


def run(step: CompletenessStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """The question is a draft: nothing is sent."""
    document, _ = loaded(context, message)
    steps = context.definition.all_steps()
    sets = [context.bundle.fields[s.fields] for s in steps if isinstance(s, ExtractionStep)]
    fields = FieldSet(fields=tuple(field for each in sets for field in each.fields))
    named = [s.documents for s in steps if isinstance(s, DocumentsStep)]
    kinds: DocumentSet | None = context.bundle.documents[named[0]] if named else None
    reader = context.reader("local")
    said = complete(reader, document, fields, _likely(case), case.extraction or Extraction(), kinds, case.documents)
    missing = ", ".join((*said.missing, *said.documents))
    return Told(
        case.model_copy(update={"completeness": said}),
        f"missing: {missing}; a question to the sender is drafted" if missing else "complete",
        detail=said.model_dump(mode="json"),
    )


def _likely(case: CaseWork) -> dict[str, float]:
    """The category, or the shares of all while it is in doubt."""
    if case.classification is not None and any(doubt.about == "category" for doubt in case.doubts):
        return dict(case.classification.scores) or {case.classification.category or "": case.classification.confidence}
    return {case.category: 1.0} if case.category else {}

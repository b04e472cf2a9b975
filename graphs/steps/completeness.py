"""Required fields that are missing, and a drafted question to the sender."""

from __future__ import annotations

from agents.completeness import complete
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import CompletenessStep, ExtractionStep
from workflow.fields import FieldSet
from workflow.interpretation import Extraction
from workflow.work import CaseWork, MessageWork


def run(step: CompletenessStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """The question is a draft: nothing is sent."""
    document, _ = loaded(context, message)
    sets = [context.bundle.fields[s.fields] for s in context.definition.all_steps() if isinstance(s, ExtractionStep)]
    fields = FieldSet(fields=tuple(field for each in sets for field in each.fields))
    reader = context.reader("local")
    said = complete(reader, document, fields, case.category, case.extraction or Extraction())
    return Told(
        case.model_copy(update={"completeness": said}),
        f"missing: {', '.join(said.missing)}; a question to the sender is drafted" if said.missing else "complete",
        detail=said.model_dump(mode="json"),
    )

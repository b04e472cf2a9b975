"""Required fields and documents that are missing, and a drafted question to the sender."""

from __future__ import annotations

from agents.completeness import complete
from graphs.context import Context
from graphs.loaded import loaded
from graphs.outcome import Told
from workflow.definition import CompletenessStep, DocumentsStep
from workflow.documents import DocumentSet
from workflow.interpretation import Extraction
from workflow.work import CaseWork, MessageWork


def kinds_of(context: Context) -> DocumentSet | None:
    """The kinds of documents that the definition tells apart; None where it looks for none."""
    named = [s.documents for s in context.definition.all_steps() if isinstance(s, DocumentsStep)]
    return context.bundle.documents[named[0]] if named else None


def run(step: CompletenessStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """The question is a draft: nothing is sent here."""
    document, candidates = loaded(context, message)
    own = {case.account.id} if case.account else set()
    said = complete(
        context.reader(step.model),
        document,
        context.bundle.fields_of(context.definition),
        _likely(case),
        case.extraction or Extraction(),
        kinds_of(context),
        case.documents,
        context.definition.questions,
        [each.account.name for each in candidates.candidates if each.account.id not in own],
    )
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

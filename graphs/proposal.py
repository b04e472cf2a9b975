"""What a run proposes or has done, in the form that reviews, predictions and faces share."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from graphs.names import of_case
from workflow.review import Proposal, ProposedCase, ProposedDocument
from workflow.work import CaseWork, MessageWork


def propose(context: Context, message: MessageWork, cases: list[CaseWork]) -> Proposal:
    """The complete proposal, with every doubt."""
    doubts = (*message.doubts, *(doubt for case in cases for doubt in case.doubts))
    return Proposal(
        actionable=message.triage.actionable if message.triage else True,
        triage=message.triage.kind if message.triage else "request",
        confidence=confidence_of(message, cases),
        cases=tuple(_case(context, message, case) for case in sorted(cases, key=lambda case: case.number)),
        doubts=doubts,
    )


def confidence_of(message: MessageWork, cases: list[CaseWork]) -> float:
    """How sure a message as a whole is: the least sure of its interpretations (0 to 1); 0 where none was made."""
    told = [case.confidence for case in cases]
    if message.triage:
        told.append(message.triage.confidence)
    if message.splitting and cases:
        told.append(message.splitting.confidence)
    return round(min(told, default=0.0), 4)


def prediction(name: str, outcome: str, proposal: Proposal) -> dict[str, Any]:
    """One line of predictions: outcome, confidence, and the cases (done or proposed)."""
    cases = [
        {
            "account": case.account,
            "category": case.category,
            "fields": case.fields,
            "missing": list(case.missing),
            "queue": case.queue,
            "skill": case.skill,
            **_documents(case),
        }
        for case in proposal.cases
    ]
    # What waits for an answer is written; it is the outcome that is told of it.
    outcome = "cases" if outcome == "waiting" else outcome
    shown = cases if outcome in ("cases", "review") else []
    return {"message": name, "outcome": outcome, "confidence": proposal.confidence, "cases": shown}


def _documents(case: ProposedCase) -> dict[str, Any]:
    """The documents of a case, where the workflow looks for them."""
    if case.documents is None:
        return {}
    return {
        "documents": [{"file": each.file, "type": each.type} for each in case.documents],
        "missing_documents": list(case.missing_documents),
    }


def _case(context: Context, message: MessageWork, case: CaseWork) -> ProposedCase:
    values = of_case(context, message, case)
    return ProposedCase(
        key=case.key,
        account=case.account.key if case.account else None,
        account_name=case.account.name if case.account else "",
        named=case.request.named,
        category=case.category,
        fields=case.fields,
        documents=_proposed(case),
        missing=case.missing,
        missing_documents=case.missing_documents,
        queue=values.get(context.definition.record.owner),
        skill=values.get("skill"),
        confidence=case.confidence,
        runners_up=tuple(r.name for r in case.matching.runners_up) if case.matching else (),
        question=case.completeness.question if case.completeness else "",
    )


def _proposed(case: CaseWork) -> tuple[ProposedDocument, ...] | None:
    if case.documents is None:
        return None
    return tuple(
        ProposedDocument(part=file.part, file=file.filename, type=file.type, confidence=file.confidence)
        for file in case.documents.files
    )

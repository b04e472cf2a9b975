"""The record, first of all: the run's own, and the case in the intake queue with the message on it."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from graphs.loaded import loaded
from graphs.log import log_of
from graphs.names import of_message
from graphs.outcome import StepFailed, Told
from graphs.waiting.intake import hand_over, pointed, told
from workflow.definition import OpenStep
from workflow.document import Document
from workflow.expressions import parse
from workflow.interpretation import Doubt
from workflow.opening import opening_of
from workflow.timeline import cut
from workflow.work import MessageWork, OpenedRecord

DESCRIPTION_LONGEST = 32_000
"""Characters of a Case's Description."""


def run(step: OpenStep, context: Context, raw: str, run_id: str, message: MessageWork) -> Told[MessageWork]:
    """A message that is no work gets a run record and no case; a reply is appended to the open case of its thread."""
    if not context.effects:
        return Told(message, "effects are off: no record is opened", "skipped")
    document, _ = loaded(context, message)
    pointing = pointed(context, message, document)
    work, log = message.is_work or pointing.belongs, log_of(context, run_id, message)
    arguments: dict[str, Any] = {
        "run": log.told("Open") if work else log.told("Finished", "not_actionable"),
        "case": _case(step, context, run_id, document, message) if work else None,
        "message": _message(run_id, document) if work else None,
        "files": _files(run_id, document) if work else [],
    }
    standing = standing_of(log.run.source)
    if standing is not None:
        arguments = {"run": arguments["run"], "standing": standing}
    result = context.tools.call(step.tool, arguments, key=run_id)
    if result.failure is not None:
        raise StepFailed(step.id, "", f"{result.failure.code}: {result.failure.message}", result.model_dump())
    row = result.records[0]
    record = OpenedRecord(
        run=row["run"],
        case=row.get("case") or "",
        number=row.get("number") or "",
        appended=bool(row.get("appended")),
        calls=result.calls,
    )
    context.store.runs.link(run_id, record.run)
    if record.case and not record.appended:
        context.store.runs.link(run_id, record.case, number=record.number)
    reason = "a run record alone: the message is no work"
    if record.appended:
        reason = f"the message belongs to the open case {record.number}: appended there"
    elif record.case:
        reason = f"case {record.number} in {step.queue}, with the message on it"
    if standing is not None and not record.appended:
        reason = f"{record.number or record.case} stood in the org, and is worked on"
    files, notes = row.get("files", []), row.get("notes") or []
    detail = {"record": record.model_dump(), "writes": row.get("writes", []), "files": files, "notes": notes}
    lost = [f"{file['name']} is not on the case: {file['failure']['message']}" for file in files if file.get("failure")]
    doubts = tuple(Doubt(step=step.id, about="record", reason=reason) for reason in lost)
    grown = message.model_copy(update={"record": record})
    if (record.appended and message.is_work) or pointing.bounced:
        grown = hand_over(context, run_id, grown, document, record.case, pointing)
    thread = (_handed(context, grown), told(pointing, record.appended, message.is_work))
    reason = "; ".join(filter(None, (reason, *thread, *notes, *lost)))
    return Told(grown, reason, "unsure" if lost else "done", detail, doubts)


def _handed(context: Context, message: MessageWork) -> str:
    """In words, the question that the message answers, if it does."""
    waits = [context.store.waits.get(wait) for wait in message.answers]
    cases = ", ".join(wait.number or wait.case for wait in waits)
    return f"it answers the question that case {cases} waits for" if cases else ""


def standing_of(source: str) -> dict[str, str] | None:
    """The record of the org with which a run began: `salesforce:OBJECT:ID:RECORD`, where RECORD is worked on."""
    system, _, rest = source.partition(":")
    sobject, ident, worked_on = (*rest.split(":"), "", "")[:3]
    if system != "salesforce" or not worked_on:
        return None
    if sobject == "EmailMessage":
        return {"object": "Case", "id": worked_on, "mail": ident}
    return {"object": sobject, "id": worked_on}


def _case(step: OpenStep, context: Context, run_id: str, document: Document, message: MessageWork) -> dict[str, Any]:
    body = next((part.text for part in document.parts if part.kind == "body"), "")
    known = {**of_message(document, message), "text": cut(body, DESCRIPTION_LONGEST)}
    values = {field: parse(text).evaluate(known) for field, text in opening_of(context.definition.record).items()}
    return {
        "object": context.definition.record.object,
        "key": run_id,
        "queue": step.queue,
        "values": {field: value for field, value in values.items() if value not in (None, "")},
    }


def _message(run_id: str, document: Document) -> dict[str, Any]:
    body = next((part.text for part in document.parts if part.kind == "body"), "")
    return {
        "key": run_id,
        "message_id": document.message_id,
        "references": list(document.in_reply_to),
        "subject": document.subject,
        "text": body,
        "from_address": document.sender.email,
        "from_name": document.sender.name,
        "to": "; ".join(address.email for address in document.to),
        "cc": "; ".join(address.email for address in document.cc),
        "date": document.date.isoformat() if document.date else None,
    }


def _files(run_id: str, document: Document) -> list[dict[str, Any]]:
    return [
        {
            "key": f"{run_id}:{part.content}",
            "name": part.filename or part.name,
            "media_type": part.media_type,
            "content": part.content,
        }
        for part in document.parts
        if part.content
    ]

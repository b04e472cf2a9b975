"""Who works on a saved case: the choice and those who came after, with the reason for each."""

from __future__ import annotations

from typing import Any

from graphs.context import Context
from graphs.log import log_of
from graphs.names import of_case
from graphs.outcome import StepFailed, Told
from workflow.definition import AssignStep
from workflow.expressions import parse
from workflow.identifiers import run_of
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork


def run(step: AssignStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """Raises StepFailed where the org refuses it. Done twice, the second finds who has it."""
    given = _arguments(step, context, message, case)
    detail: dict[str, Any] = {"tool": step.tool, "arguments": dict(given)}
    if not context.effects:
        to = given["to"] or given["channel"] or "whom the org's rules say"
        return Told(case, f"effects are off: it would go to {to}, by {step.by}", "skipped", detail)
    if message.record and message.record.appended:
        return Told(case, "appended to an open case: who owns it keeps it", "skipped", detail)
    if case.saved is None:
        raise StepFailed(step.id, case.key, "the case is not saved: an assignment stands after the save")
    order = {**given, "object": context.definition.record.object, "id": case.saved.case}
    result = context.tools.call(
        step.tool, {**order, "log": _log(step, context, message, case)}, f"{case.key}:{step.id}"
    )
    detail["result"] = result.model_dump(mode="json")
    if result.failure is not None:
        reason = f"{step.tool}: {result.failure.code}: {result.failure.message}"
        raise StepFailed(step.id, case.key, reason, detail)
    row = result.records[0]
    after = [each for each in row["considered"] if each["name"] != row["to"]]
    told = [row["reason"], *row["notes"]]
    if row["status"] == "assigned" and after:
        told.append("after: " + "; ".join(f"{each['name']} {_why(each)}" for each in after))
    return Told(case, ". ".join(told), "done" if row["status"] == "assigned" else "waiting", detail)


def _why(considered: dict[str, Any]) -> str:
    return f"({considered['reason']})" if considered["fits"] else str(considered["reason"])


def _arguments(step: AssignStep, context: Context, message: MessageWork, case: CaseWork) -> dict[str, Any]:
    values = of_case(context, message, case)
    told = {key: parse(text).evaluate(values) for key, text in step.expressions()}
    to = told.get("to")
    if step.by in ("queue", "user") and to in (None, ""):
        raise StepFailed(step.id, case.key, f"'to' gives nothing for this case: {step.to}", retry="never")
    priority = told.get("priority")
    try:
        number = None if priority in (None, "") else int(str(priority))
    except ValueError:
        raise StepFailed(
            step.id, case.key, f"'priority' gives {priority!r}, which is no whole number", retry="never"
        ) from None
    skills = [told[f"skills[{at}]"] for at in range(len(step.skills))]
    return {
        "by": step.by,
        "to": "" if to is None else str(to),
        "channel": step.channel,
        "policy": step.policy,
        "skills": list(dict.fromkeys(str(skill) for skill in skills if skill not in (None, ""))),
        "level": step.level,
        "weight": step.weight,
        "priority": number,
    }


def _log(step: AssignStep, context: Context, message: MessageWork, case: CaseWork) -> dict[str, Any]:
    """The log that goes with the write. The children of a split have logs of their own."""
    hop = Hop(
        id=f"{step.id}:{case.key}", step=step.id, kind=step.kind, case=case.key, status="done",
        reason=f"assigned by {step.by}, written together with this log", at=context.stamp(),
    )  # fmt: skip
    child = case.saved is not None and bool(case.saved.parent)
    return log_of(context, str(run_of(case.key)), message).told("Open", "", case.key if child else None, hop)

"""A tool call for one case, with arguments that are expressions over what is known."""

from __future__ import annotations

import time
from typing import Any

from graphs.context import Context
from graphs.log import log_of
from graphs.names import of_case
from graphs.outcome import StepFailed, Told
from graphs.steps.lookup import keyed_arguments, lookup_of
from tools.limits.patience import is_queued
from workflow.definition import ActStep
from workflow.expressions import parse
from workflow.identifiers import canonical, digest, run_of
from workflow.result import Result
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

LOGGED = frozenset({"salesforce.update_record", "salesforce.create_record"})
"""Tools that write the log in the same request as what they change."""


def run(step: ActStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """Tries again what may be tried again at once; raises StepFailed for any other failure.

    What takes no key is tried once only: where the process ended, or the answer stayed away, a person is told first
    (the run is parked), and when the run is tried again it goes on without another call.
    """
    values = of_case(context, message, case)
    arguments: dict[str, Any] = {name: _value(said, values) for name, said in step.arguments.items()}
    if step.flow:
        arguments = {"flow": step.flow, "inputs": arguments}
    detail: dict[str, object] = {"tool": step.tool, "arguments": arguments}
    if not context.effects:
        return Told(case, f"effects are off: {step.tool} is not called", "skipped", detail)
    if message.record and message.record.appended and (message.doubts or case.doubts):
        return Told(case, "unsure, and appended to an open case: its owner decides what is done", "skipped", detail)
    key = f"{case.key}:{step.id}:{digest(canonical(arguments))[:8]}"
    if step.tool in LOGGED:
        arguments = {**arguments, "log": _log(step, context, message, case)}
    once = context.tools.effect(step.tool) not in ("none", "keyed")
    lookup = lookup_of(context, step, case.key, key, arguments) if once else None
    arguments = keyed_arguments(lookup, arguments)
    tried = context.store.attempts.begin(key, context.stamp()) if once else ""
    if tried and lookup is None:
        return _unknown(step, context, case, key, tried, detail)
    if tried and lookup is not None:
        found = lookup.look()
        if found is not None:
            return _found(step, case, found, tried, detail)
        if lookup.in_doubt(tried) > 0:
            raise lookup.not_yet(tried, detail)
        context.store.attempts.again(key, context.stamp())
    begun = context.stamp()
    result = _call(step, context, arguments, key)
    if lookup is not None and result.failure is not None and result.failure.retry == "unknown":
        found = lookup.look()
        if found is not None:
            return _found(step, case, found, begun, detail)
        raise lookup.not_yet(begun, {**detail, "result": result.model_dump(mode="json")})
    detail["result"] = result.model_dump(mode="json")
    if result.failure is None:
        return Told(_grown(step, case, result), f"{step.tool} did what was asked", detail=detail)
    unknown = once and result.failure.retry == "unknown"
    if unknown:
        context.store.attempts.tell(key)
    elif once:
        context.store.attempts.undo(key)
    reason = f"{step.tool}: {result.failure.code}: {result.failure.message}"
    if step.on_error == "go_on" and not (result.failure.limits and is_queued()):
        return Told(case.model_copy(update={"given": {**case.given, step.fault: reason}}), reason, "failed", detail)
    # Unknown, and not to be repeated: that is for a person to look at, not to be tried again by itself.
    raise StepFailed(step.id, case.key, reason, detail, retry="never" if unknown else None)


def _value(said: str | dict[str, str], values: dict[str, Any]) -> Any:
    if isinstance(said, str):
        return parse(said).evaluate(values)
    return {field: parse(text).evaluate(values) for field, text in said.items()}


def _grown(step: ActStep, case: CaseWork, result: Result) -> CaseWork:
    """The case with those outputs that the step gives names to."""
    if not step.gives:
        return case
    row = result.records[0] if result.records else {}
    outputs = row.get("outputs", row)
    return case.model_copy(update={"given": {**case.given, **{name: outputs.get(o) for name, o in step.gives.items()}}})


def _log(step: ActStep, context: Context, message: MessageWork, case: CaseWork) -> dict[str, Any]:
    """The log that goes with the write. The children of a split have logs of their own."""
    run_id = str(run_of(case.key))
    hop = Hop(
        id=f"{step.id}:{case.key}", step=step.id, kind=step.kind, case=case.key, status="done",
        reason=f"{step.tool}, written together with this log", at=context.stamp(),
    )  # fmt: skip
    child = case.saved is not None and bool(case.saved.parent)
    return log_of(context, run_id, message).told("Open", "", case.key if child else None, hop)


def _found(step: ActStep, case: CaseWork, found: Result, tried: str, detail: dict[str, object]) -> Told[CaseWork]:
    """The effect of a call that gave no answer is there: what it made is taken as its answer."""
    told = f"{step.tool} was called at {tried} and gave no answer; what it did is found: it was not called again"
    return Told(_grown(step, case, found), told, detail={**detail, "found": found.model_dump(mode="json")})


def _unknown(
    step: ActStep, context: Context, case: CaseWork, key: str, tried: str, detail: dict[str, object]
) -> Told[CaseWork]:
    reason = f"{step.tool} was called at {tried}, and whether it did what was asked is not known"
    if context.store.attempts.tell(key):
        told = f"{reason}: look there; tried again, the run goes on without it"
        raise StepFailed(step.id, case.key, told, detail, retry="never")
    return Told(case, f"{reason}; it takes no key, so it was not called again", "failed", detail)


def _call(step: ActStep, context: Context, arguments: dict[str, object], key: str) -> Result:
    wait = step.retry.wait_seconds
    for attempt in range(1, step.retry.times + 1):
        result = context.tools.call(step.tool, arguments, key)
        if result.failure is None or result.failure.retry != "now" or attempt == step.retry.times:
            break
        time.sleep(wait)
        wait *= 2
    return result

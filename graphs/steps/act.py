"""A tool call for one case, with arguments that are expressions over what is known."""

from __future__ import annotations

import time

from graphs.context import Context
from graphs.names import of_case
from graphs.outcome import StepFailed, Told
from workflow.definition import ActStep
from workflow.expressions import parse
from workflow.identifiers import canonical, digest
from workflow.result import Result
from workflow.work import CaseWork, MessageWork


def run(step: ActStep, context: Context, message: MessageWork, case: CaseWork) -> Told[CaseWork]:
    """Tries again what may be tried again at once; raises StepFailed for any other failure.

    What takes no key is tried once only: where the process ended, or the answer stayed away, a person is told first
    (the run is parked), and when the run is tried again it goes on without another call.
    """
    values = of_case(context, message, case)
    arguments = {name: parse(expression).evaluate(values) for name, expression in step.arguments.items()}
    detail: dict[str, object] = {"tool": step.tool, "arguments": arguments}
    if not context.effects:
        return Told(case, f"effects are off: {step.tool} is not called", "skipped", detail)
    if message.record and message.record.appended and (message.doubts or case.doubts):
        return Told(case, "unsure, and appended to an open case: its owner decides what is done", "skipped", detail)
    key = f"{case.key}:{step.id}:{digest(canonical(arguments))[:8]}"
    once = context.tools.effect(step.tool) not in ("none", "keyed")
    tried = context.store.attempts.begin(key, context.stamp()) if once else ""
    if tried:
        return _unknown(step, context, case, key, tried, detail)
    result = _call(step, context, arguments, key)
    detail["result"] = result.model_dump(mode="json")
    if result.failure is None:
        return Told(case, f"{step.tool} did what was asked", detail=detail)
    told = f"{step.tool}: {result.failure.code}: {result.failure.message}"
    if once and result.failure.retry == "unknown":
        context.store.attempts.tell(key)
        raise StepFailed(step.id, case.key, told, detail, retry="never")
    if once:
        context.store.attempts.undo(key)
    raise StepFailed(step.id, case.key, told, detail)


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

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
    """Tries again what may be tried again at once; any other failure parks the run, or is passed over (`on_error`)."""
    values = of_case(context, message, case)
    arguments = {name: parse(expression).evaluate(values) for name, expression in step.arguments.items()}
    detail = {"tool": step.tool, "arguments": arguments}
    if not context.effects:
        return Told(case, f"effects are off: {step.tool} is not called", "skipped", detail)
    result = _call(step, context, arguments, f"{case.key}:{step.id}:{digest(canonical(arguments))[:8]}")
    detail["result"] = result.model_dump(mode="json")
    if result.failure is None:
        return Told(case, f"{step.tool} did what was asked", detail=detail)
    reason = f"{step.tool}: {result.failure.code}: {result.failure.message}"
    if step.on_error == "go_on":
        return Told(case, reason, "failed", detail)
    raise StepFailed(step.id, case.key, reason, detail)


def _call(step: ActStep, context: Context, arguments: dict[str, object], key: str) -> Result:
    wait = step.retry.wait_seconds
    for attempt in range(1, step.retry.times + 1):
        result = context.tools.call(step.tool, arguments, key)
        if result.failure is None or result.failure.retry != "now" or attempt == step.retry.times:
            break
        time.sleep(wait)
        wait *= 2
    return result

"""The step boundary: runs one step, turns what happened into a hop, and holds the one broad `except`."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from langgraph.errors import GraphBubbleUp

from graphs.context import Context
from graphs.names import of_case, of_message
from graphs.outcome import StepFailed, Told
from workflow.definition import EFFECT_KINDS, AnyStep
from workflow.document import Document
from workflow.errors import InputError
from workflow.expressions import parse
from workflow.interpretation import Doubt
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

W = TypeVar("W", MessageWork, CaseWork)
R = TypeVar("R")


def message_step(
    step: AnyStep, context: Context, message: MessageWork, body: Callable[[], Told[MessageWork]]
) -> tuple[MessageWork, dict[str, Any]]:
    """Runs a step over the message. Returns the grown work and the hop's row."""
    started = time.perf_counter()
    told = _skipped(step, _message_values(context, message), message) or _guarded(step, "", message, body)
    grown = told.work
    if told.doubts and _blocks(step, context):
        grown = grown.model_copy(update={"doubts": (*message.doubts, *told.doubts)})
    return grown, hop_of(step, context, "", told, started).model_dump(mode="json")


def case_step(
    step: AnyStep,
    context: Context,
    message: MessageWork,
    case: CaseWork,
    body: Callable[[], Told[CaseWork]],
    round: str = "",
) -> tuple[CaseWork, dict[str, Any]]:
    """Runs a step over one case. `round` tells a repetition after a review from the first time."""
    started = time.perf_counter()
    told = _skipped(step, of_case(context, message, case) if step.when else {}, case) or _guarded(
        step, case.key, case, body
    )
    grown = told.work
    if told.doubts and _blocks(step, context):
        grown = grown.model_copy(update={"doubts": (*case.doubts, *told.doubts)})
    return grown, hop_of(step, context, case.key, told, started, round).model_dump(mode="json")


def batch_step(
    step: AnyStep,
    context: Context,
    message: MessageWork,
    cases: list[CaseWork],
    body: Callable[[list[CaseWork]], list[Told[CaseWork]]],
) -> tuple[dict[str, CaseWork], list[dict[str, Any]]]:
    """Runs a step once over several cases. Returns the grown cases by key, and a hop's row for each."""
    started = time.perf_counter()
    told = {case.key: _skipped(step, of_case(context, message, case) if step.when else {}, case) for case in cases}
    due = [case for case in cases if told[case.key] is None]
    if due:
        answers = guarded(step, "", lambda: body(due))
        told.update({case.key: answer for case, answer in zip(due, answers, strict=True)})
    done = {key: answer for key, answer in told.items() if answer is not None}
    hops = [hop_of(step, context, key, answer, started).model_dump(mode="json") for key, answer in done.items()]
    return {key: answer.work for key, answer in done.items()}, hops


def hop_of(step: AnyStep, context: Context, case: str, told: Told[Any], started: float, round: str = "") -> Hop:
    """The hop of what a step told."""
    return Hop(
        id=":".join(word for word in (step.id, case, round) if word),
        step=step.id,
        kind=step.kind,
        case=case,
        status=told.status,
        reason=told.reason,
        detail=told.detail,
        at=context.stamp(),
        took_ms=round_ms(started),
    )


def round_ms(started: float) -> float:
    """Milliseconds since `started` (perf_counter), to the hundredth."""
    return round((time.perf_counter() - started) * 1000, 2)


def _skipped(step: AnyStep, values: dict[str, Any], work: W) -> Told[W] | None:
    if not step.when or parse(step.when).holds(values):
        return None
    return Told(work, f"not for this case: {step.when}", "skipped")


def _message_values(context: Context, message: MessageWork) -> dict[str, Any]:
    document = context.load(message.document, Document) if message.document else Document()
    return of_message(document, message)


def _blocks(step: AnyStep, context: Context) -> bool:
    return (step.on_unsure or context.definition.on_unsure) == "review"


def _guarded(step: AnyStep, case: str, work: W, body: Callable[[], Told[W]]) -> Told[W]:
    try:
        return guarded(step, case, body)
    except StepFailed as failed:
        if failed.final or step.on_error == "stop" or step.kind in {"read", *EFFECT_KINDS}:
            raise
        doubt = Doubt(step=step.id, case=case, about="reading", reason=failed.reason)
        return Told(work, failed.reason, "failed", doubts=() if step.on_error == "go_on" else (doubt,))


def guarded(step: AnyStep, case: str, body: Callable[[], R]) -> R:
    """Whatever goes wrong inside a step ends here, as StepFailed; LangGraph's own control flow goes through."""
    try:
        return body()
    except (GraphBubbleUp, StepFailed):
        raise
    except InputError as error:
        raise StepFailed(step.id, case, str(error), final=True) from error
    except Exception as error:
        raise StepFailed(step.id, case, f"{type(error).__name__}: {error}") from error

"""The step boundary: runs one step, turns what happened into a hop, and holds the one broad `except`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from langgraph.errors import GraphBubbleUp

from agents.reading.asked import Asked, asking
from graphs.context import Context
from graphs.names import of_case, of_message
from graphs.outcome import StepFailed, Told
from tools import telemetry
from tools.limits.patience import is_queued
from workflow.accounts import Candidates
from workflow.definition import AnyStep
from workflow.document import Document
from workflow.errors import InputError, Postponed, Superseded, SwitchyardError, Unavailable
from workflow.expressions import parse
from workflow.identifiers import run_of
from workflow.interpretation import Doubt
from workflow.models_calls import ModelCall, Purpose
from workflow.trace import Hop
from workflow.work import CaseWork, MessageWork

W = TypeVar("W", MessageWork, CaseWork)
R = TypeVar("R")
T = TypeVar("T")

LOG = logging.getLogger("switchyard.run")

Values = Callable[[], dict[str, Any]]


def message_step(
    step: AnyStep, context: Context, run: str, message: MessageWork, body: Callable[[], Told[MessageWork]]
) -> tuple[MessageWork, list[dict[str, Any]]]:
    """Runs a step over the message. Returns the grown work and the rows of its hops: its own is the last."""
    started = time.perf_counter()
    asked = _asked(step, context, run, message)
    told = _run(step, context, asked, message, lambda: _message_values(context, message), body)
    grown = told.work.model_copy(update={"doubts": (*message.doubts, *told.doubts)}) if told.doubts else told.work
    return grown, _rows(step, context, "", told, started)


def case_step(
    step: AnyStep,
    context: Context,
    message: MessageWork,
    case: CaseWork,
    body: Callable[[], Told[CaseWork]],
    after: str = "",
    asks: bool = True,
) -> tuple[CaseWork, list[dict[str, Any]]]:
    """Runs a step over one case. `after` tells a repetition, such as that after an answer, from the first time.

    Without `asks` the step stands behind the gate, where nobody is asked any more: a failure parks the run.
    """
    started = time.perf_counter()
    asked = _asked(step, context, run_of(case.key), message, case.key)
    told = _run(step, context, asked, case, lambda: of_case(context, message, case), body, asks)
    grown = told.work.model_copy(update={"doubts": (*case.doubts, *told.doubts)}) if told.doubts else told.work
    return grown, _rows(step, context, case.key, told, started, after)


def spared(body: Callable[[], T], otherwise: T, what: str) -> T:
    """What a step gains beside its own work: a failure there is written down and costs the step nothing."""
    try:
        return body()
    except (GraphBubbleUp, Superseded, Postponed):
        raise
    except Exception:
        LOG.exception("%s: gone on without", what)
        return otherwise


def batch_step(
    step: AnyStep,
    context: Context,
    message: MessageWork,
    cases: list[CaseWork],
    body: Callable[[list[CaseWork]], list[Told[CaseWork]]],
) -> tuple[dict[str, CaseWork], list[dict[str, Any]]]:
    """Runs a step once over several cases. Returns the grown cases by key, and a hop's row for each.

    Whatever `on_error` says, a failure parks the run: it is a write of which others may be done.
    """
    started = time.perf_counter()

    def run() -> dict[str, Told[CaseWork]]:
        told = {case.key: _skipped(step, partial(of_case, context, message, case), case) for case in cases}
        due = [case for case in cases if told[case.key] is None]
        told.update(zip((case.key for case in due), body(due) if due else (), strict=True))
        return {key: answer for key, answer in told.items() if answer is not None}

    with _watched(step, Asked(Purpose(workflow=context.definition.workflow, step=step.id))):
        done = guarded(step.id, "", run)
    hops = [hop_of(step, context, key, answer, started).model_dump(mode="json") for key, answer in done.items()]
    return {key: answer.work for key, answer in done.items()}, hops


def hop_of(step: AnyStep, context: Context, case: str, told: Told[Any], started: float, after: str = "") -> Hop:
    """The hop of what a step told. `started` is a reading of `perf_counter`."""
    return Hop(
        id=":".join(word for word in (step.id, case, after) if word),
        step=step.id,
        kind=step.kind,
        case=case,
        status=told.status,
        reason=told.reason,
        detail=told.detail,
        at=context.stamp(),
        took_ms=round((time.perf_counter() - started) * 1000, 2),
    )


def _rows(
    step: AnyStep, context: Context, case: str, told: Told[Any], started: float, after: str = ""
) -> list[dict[str, Any]]:
    """A hop for each model of a cascade that was asked before, and that of the step. Their times add up."""
    hops = [
        Hop(
            id=":".join(word for word in (step.id, case, after, rung.model) if word),
            step=step.id,
            kind=step.kind,
            case=case,
            status="failed" if rung.failed else "unsure",
            reason=rung.reason,
            detail={**rung.detail, **_calls(rung.calls)},
            at=context.stamp(),
            took_ms=rung.took_ms,
        )
        for rung in told.rungs
    ]
    last = hop_of(step, context, case, told, started, after)
    spent = sum(rung.took_ms for rung in told.rungs)
    hops.append(last.model_copy(update={"took_ms": round(max(0.0, last.took_ms - spent), 2)}) if hops else last)
    return [hop.model_dump(mode="json") for hop in hops]


def guarded(step: str, case: str, body: Callable[[], R]) -> R:
    """Whatever goes wrong inside a step ends here, as StepFailed; LangGraph's own control flow goes through."""
    try:
        return body()
    except (GraphBubbleUp, StepFailed, Superseded, Unavailable):
        raise
    except InputError as error:
        raise StepFailed(step, case, str(error), final=True) from error
    except Postponed as error:
        raise StepFailed(step, case, str(error), retry="later", wait=error.wait) from error
    except SwitchyardError as error:
        raise StepFailed(step, case, str(error)) from error
    except Exception as error:
        raise StepFailed(step, case, f"{type(error).__name__}: {error}") from error


def asks_where_unsure(step: AnyStep, context: Context) -> bool:
    """Whether a person is asked where a step is unsure. A step of kind 'review' asks whatever `on_unsure` says."""
    return step.kind == "review" or (step.on_unsure or context.definition.on_unsure) == "review"


def _run(
    step: AnyStep,
    context: Context,
    asked: Asked,
    work: W,
    values: Values,
    body: Callable[[], Told[W]],
    asks: bool = True,
) -> Told[W]:
    """What the step told, with the models that it called; a failure as `on_error` has it.

    Only such doubts are left as a person is asked for.
    """
    case = asked.purpose.case
    with asking(asked):
        try:
            with _watched(step, asked):
                told = guarded(step.id, case, lambda: _skipped(step, values, work) or body())
        except StepFailed as failed:
            failed.detail = {**failed.detail, **_calls(asked.calls)}
            return _failed(step, case, work, failed, asks)
    calls = [call for call in asked.calls if not any(call is each for rung in told.rungs for each in rung.calls)]
    told = replace(told, detail={**told.detail, **_calls(calls)}) if calls else told
    return told if asks_where_unsure(step, context) else told.without_doubts()


def _asked(step: AnyStep, context: Context, run: str, message: MessageWork, case: str = "") -> Asked:
    """Whose bill it is where the step asks a model, and the candidates of its message.

    A trial has a purse of its own for each bundle that it tries: it does not spend what the run may.
    """
    purse = run if context.effects else f"{run} (trial of {context.bundle.identity[:8]})"
    purpose = Purpose(workflow=context.definition.workflow, run=purse, step=step.id, case=case)
    key = message.candidates
    return Asked(purpose, lambda: context.load(key, Candidates) if key else None, queued=is_queued())


@contextmanager
def _watched(step: AnyStep, asked: Asked) -> Iterator[None]:
    """A span, and a line of the log, around a step: ids and times, nothing of what it reads or says."""
    purpose, started = asked.purpose, time.perf_counter()
    about = {"switchyard.workflow": purpose.workflow, "switchyard.step": step.id, "switchyard.kind": step.kind}
    ended = "done"
    try:
        with telemetry.span(
            f"step {step.id}", {**about, "switchyard.run": purpose.run, "switchyard.case": purpose.case}
        ):
            yield
    except BaseException:
        ended = "raised"
        raise
    finally:
        took = round((time.perf_counter() - started) * 1000, 2)
        fields = {
            "workflow": purpose.workflow,
            "run": purpose.run,
            "case": purpose.case,
            "step": step.id,
            "ended": ended,
        }
        LOG.info("step", extra={"fields": {**fields, "took_ms": took}})


def _calls(calls: Sequence[ModelCall]) -> dict[str, Any]:
    return {"calls": [call.model_dump(mode="json") for call in calls]} if calls else {}


def _failed(step: AnyStep, case: str, work: W, failed: StepFailed, asks: bool) -> Told[W]:
    """A failure that the run survives; raises it where the run is parked at the step, to be tried again.

    Nothing goes on without the message or its record, and none of the later steps of an action that was not done.
    """
    if failed.final or step.kind in ("read", "open") or step.on_error == "stop":
        raise failed
    if failed.limited and is_queued():
        raise failed
    if step.on_error == "go_on":
        return Told(work, failed.reason, "failed", failed.detail)
    if step.kind in ("act", "assign") or not asks:
        raise failed
    doubt = Doubt(step=step.id, case=case, about="reading", reason=failed.reason)
    return Told(work, failed.reason, "failed", failed.detail, (doubt,))


def _skipped(step: AnyStep, values: Values, work: W) -> Told[W] | None:
    if not step.when or parse(step.when).holds(values()):
        return None
    return Told(work, f"not for this case: {step.when}", "skipped")


def _message_values(context: Context, message: MessageWork) -> dict[str, Any]:
    document = context.load(message.document, Document) if message.document else Document()
    return of_message(document, message)

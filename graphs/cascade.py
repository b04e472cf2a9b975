"""Asks the models of a step one after the other, until one of them is sure; each that was not is a hop of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from agents.reading.asked import current
from agents.reading.reader import Reader
from graphs.context import Context
from workflow.cascade import Asks
from workflow.errors import AnswerError
from workflow.models_calls import ModelCall

R = TypeVar("R", bound=BaseModel)

STOOD_IN = "local"
"""The outcome of a call in whose place the local reader answered."""


@dataclass(frozen=True)
class Rung:
    """One model that was asked, and was not sure or gave no usable answer."""

    model: str
    reason: str
    failed: bool
    detail: dict[str, Any]
    calls: tuple[ModelCall, ...]
    took_ms: float


@dataclass(frozen=True)
class Climbed(Generic[R]):
    """The answer that is gone on with: of the first model that is sure, else of the last one that answered."""

    said: R
    model: str
    sure_from: float
    confidence: float
    rungs: tuple[Rung, ...] = ()  #: the others that were asked, in their order
    several: bool = False  #: whether the step names more than one model

    @property
    def sure(self) -> bool:
        """Whether the model is as sure as the step wants it to be."""
        return self.confidence >= self.sure_from

    def detail(self) -> dict[str, Any]:
        """What the hop says besides the answer; nothing where the step names only one model."""
        return {"model": self.model, "sure_from": self.sure_from} if self.several else {}


def climb(
    step: Asks,
    context: Context,
    ask: Callable[[Reader], R],
    confidence: Callable[[R], float],
    joined: Callable[[R, R, float], R] = lambda cheaper, said, sure_from: said,
) -> Climbed[R]:
    """Raises AnswerError where no model gives a usable answer.

    `joined` makes one answer of that of a cheaper model (with its threshold) and that of the next. An answer in whose
    place the local reader stood in is believed where every model of the step would be, and never replaces another.
    """
    kept: Climbed[R] | None = None
    rungs: list[Rung] = []
    for name in step.models:
        before, started = len(current().calls), time.perf_counter()
        failure = ""
        try:
            said = ask(context.reader(name))
        except AnswerError as error:
            if len(step.models) == 1 or (name == step.models[-1] and kept is None):
                raise
            failure = str(error)
        calls = tuple(current().calls[before:])
        took = round((time.perf_counter() - started) * 1000, 2)
        stood_in = any(call.outcome == STOOD_IN for call in calls)
        if failure or (stood_in and kept is not None):
            told = failure or "no usable answer"
            rungs.append(Rung(name, f"{name}: {told}{_then(step, name)}", True, {"model": name}, calls, took))
            continue
        sure_from = step.threshold("" if stood_in and len(step.models) > 1 else name)
        if kept is not None:
            said = joined(kept.said, said, kept.sure_from)
        climbed = Climbed(said, name, sure_from, confidence(said), tuple(rungs), len(step.models) > 1)
        if climbed.sure or name == step.models[-1]:
            return climbed
        rungs.append(_unsure(climbed, step, calls, took))
        kept = climbed
    assert kept is not None  # noqa: S101  (the last model's failure was raised where nothing is kept)
    # The hop of the kept answer is the last one: it stands for the step.
    others = tuple(rung for rung in rungs if rung.model != kept.model)
    return Climbed(kept.said, kept.model, kept.sure_from, kept.confidence, others, several=True)


def _unsure(climbed: Climbed[R], step: Asks, calls: tuple[ModelCall, ...], took: float) -> Rung:
    name = climbed.model
    reason = f"{name} is not sure ({climbed.confidence:.2f} of {climbed.sure_from:.2f}){_then(step, name)}"
    detail = {**climbed.said.model_dump(mode="json"), "model": name, "sure_from": climbed.sure_from}
    return Rung(name, reason, False, detail, calls, took)


def _then(step: Asks, name: str) -> str:
    at = step.models.index(name) + 1
    return f"; {step.models[at]} is asked" if at < len(step.models) else ""

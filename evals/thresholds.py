"""Which `sure_from` gives a wanted correctness, and what it costs in coverage: chosen from labelled work.

What is chosen and judged on the same answers flatters itself. So each proposal is also made without a tenth of the
messages and judged on that tenth, ten times: `held_out`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from evals.calibration import Decile, deciles
from evals.interval import Z
from evals.samples import Sample, Samples
from evals.score import Share
from workflow.cascade import Asks
from workflow.definition import AnyStep, MatchingStep, WorkflowDefinition

FOLDS = 10
UNSEEN = 0.01
"""A threshold lies at most so far below the least confidence that was seen."""

NEVER = 1.0
"""The threshold that lets nothing through but full confidence."""


@dataclass(frozen=True)
class Threshold:
    """What a threshold lets through: `right` of what is at it or above, and its `coverage` of all answers."""

    sure_from: float
    right: Share
    coverage: Share


@dataclass(frozen=True)
class Proposal:
    """One step and model. `reached`: whether any threshold gives the wanted correctness on these answers."""

    step: str
    model: str
    kind: str
    now: Threshold
    proposed: Threshold
    held_out: Threshold
    reached: bool
    curve: tuple[Decile, ...]


def propose(definition: WorkflowDefinition, found: Samples, wanted: float) -> list[Proposal]:
    """A proposal for each step and model that answered, in the order of the workflow."""
    out = []
    for step in definition.all_steps():
        for model, now in _thresholds(step):
            several = isinstance(step, Asks) and len(step.models) > 1
            told = found.get((step.id, model if several else ""), [])
            if not told:
                continue
            best = choose(told, wanted)
            out.append(
                Proposal(
                    step=step.id,
                    model=model,
                    kind=step.kind,
                    now=at(told, now),
                    proposed=at(told, NEVER if best is None else best),
                    held_out=held_out(told, wanted),
                    reached=best is not None,
                    curve=deciles([(each.confidence, each.right) for each in told]),
                )
            )
    return out


def choose(told: Sequence[Sample], wanted: float) -> float | None:
    """The threshold of the highest coverage whose answers are right to the wanted share; None where there is none."""
    ranked = sorted(told, key=lambda each: -each.confidence)
    right, best = 0, None
    for place, each in enumerate(ranked, 1):
        right += each.right
        # Of what is less sure than all that was seen nothing is known.
        following = ranked[place].confidence if place < len(ranked) else max(0.0, each.confidence - UNSEEN)
        last = place == len(ranked)
        if (last or following < each.confidence) and right >= wanted * place - 1e-9:
            best = _between(following, each.confidence) if each.confidence else 0.0
    return best


def at(told: Sequence[Sample], sure_from: float) -> Threshold:
    """What a threshold lets through."""
    sure = [each for each in told if each.confidence >= sure_from]
    return Threshold(sure_from, Share(sum(each.right for each in sure), len(sure)), Share(len(sure), len(told)))


def held_out(told: Sequence[Sample], wanted: float) -> Threshold:
    """Thresholds chosen without a tenth of the messages, judged on it, and put together; `sure_from` is their mean."""
    messages = list(dict.fromkeys(each.message for each in told))
    fold = {message: number % FOLDS for number, message in enumerate(messages)}
    chosen: list[float] = []
    right = sure = 0
    for number in range(min(FOLDS, len(messages))):
        best = choose([each for each in told if fold[each.message] != number], wanted)
        chosen.append(NEVER if best is None else best)
        part = at([each for each in told if fold[each.message] == number], chosen[-1])
        right, sure = right + part.right.hit, sure + part.right.of
    return Threshold(sum(chosen) / len(chosen), Share(right, sure), Share(sure, len(told)))


def needed(wanted: float) -> int:
    """Answers, all right, after which the wanted share is the lower end of the 95 % interval."""
    return math.ceil(Z * Z * wanted / (1 - wanted))


def _thresholds(step: AnyStep) -> list[tuple[str, float]]:
    if isinstance(step, Asks):
        return [(model, step.threshold(model)) for model in step.models]
    return [("", step.sure_from)] if isinstance(step, MatchingStep) else []


def _between(below: float, confidence: float) -> float:
    """A round number in the middle between the two, above the one and at most the other."""
    middle = (below + confidence) / 2
    for digits in (2, 3, 4):
        rounded = math.ceil(round(middle * 10**digits, 6)) / 10**digits
        if below < rounded <= confidence:
            return rounded
    return confidence

"""What a step tells the boundary: the grown work, and the hop in words and data."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from graphs.cascade import Rung
from workflow.interpretation import Doubt
from workflow.result import LIMITS, RetryClass
from workflow.trace import HopStatus

W = TypeVar("W")


@dataclass(frozen=True)
class Told(Generic[W]):
    """`work` is the grown MessageWork or CaseWork. Doubts are reasons to ask a person before anything is written."""

    work: W
    reason: str
    status: HopStatus = "done"
    detail: dict[str, Any] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    rungs: tuple[Rung, ...] = ()  #: models of a cascade that were asked before, each a hop of its own
    hops: tuple[dict[str, Any], ...] = ()  #: rows of other steps that were repeated with it

    def without_doubts(self) -> Told[W]:
        """The same, with nothing to ask."""
        return replace(self, doubts=()) if self.doubts else self


class StepFailed(Exception):
    """A step has failed. Where it may not be passed over, the run is parked at it and can be tried again.

    `final`: the input itself cannot be used, so that trying again is of no use. `doubts`: what a person can put right,
    where that is known; then they are asked instead. `retry` says when it is of use where nobody has looked: `now` and
    `unknown` soon, `later` when the outside world is back, `never` not before; `wait` the seconds, where they
    are known. `limited`: there was no room for a call, and nothing has begun.
    """

    def __init__(
        self,
        step: str,
        case: str,
        reason: str,
        detail: dict[str, Any] | None = None,
        final: bool = False,
        doubts: tuple[Doubt, ...] = (),
        retry: RetryClass | None = None,
        wait: float | None = None,
    ) -> None:
        self.step, self.case, self.reason, self.detail, self.final = step, case, reason, detail or {}, final
        self.doubts = doubts
        failures = _failures(self.detail)
        self.retry: RetryClass = "never" if final else retry or _retry_of(failures)
        waits = [each["wait"] for each in failures if each.get("wait")]
        self.wait = wait if wait is not None else max(waits, default=None)
        self.limited = wait is not None or any(each["code"] in LIMITS for each in failures)
        super().__init__(f"{step}: {reason}")


def _failures(detail: dict[str, Any]) -> list[dict[str, Any]]:
    """What the outside world gave as failures."""
    told = [detail, detail.get("result") or {}, *(detail.get("records") or ())]
    return [each["failure"] for each in told if isinstance(each, dict) and each.get("failure")]


def _retry_of(failures: list[dict[str, Any]]) -> RetryClass:
    """The most patient class of the failures; `now` where there are none."""
    classes = {each["retry"] for each in failures}
    for patient in ("later", "never", "unknown"):
        if patient in classes:
            return patient
    return "now"

"""The trace: one hop a step and case, chained by hash, replayable and readable by a person."""

from __future__ import annotations

from typing import Any, Literal

from workflow.document import Frozen

HopStatus = Literal["done", "skipped", "unsure", "failed", "waiting"]


class Hop(Frozen):
    """What one step did for one case (or for the whole message, where `case` is empty), and why.

    `detail` is the step's full result as plain data (evidence with spans, the row that hit, rejected candidates,
    the writes with the ids that came back). `id` is stable over a retry of the step: (step, case, attempt at review).
    """

    id: str
    step: str
    kind: str
    case: str = ""
    status: HopStatus
    reason: str  #: one sentence for a person
    detail: dict[str, Any] = {}
    at: str  #: when it ended, ISO 8601 in UTC
    took_ms: float = 0.0

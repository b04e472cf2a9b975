"""Whether what was learned may take effect: it must not be worse than what is there, out of fold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from agents.learning.categories import Verdict

ONE_SIDED = 1.645
"""Standard normal quantile of a one-sided 95 % bound."""


@dataclass(frozen=True)
class Figures:
    """How right a classifier is: over all requests, and over those of which it is so sure that no person is asked."""

    of: int
    right: int
    sure: int
    sure_right: int


def figures(verdicts: Sequence[Verdict], sure_from: float) -> Figures:
    """Counts; `sure_from` is the workflow's threshold."""
    sure = [one for one in verdicts if one.confidence >= sure_from]
    return Figures(len(verdicts), sum(one.right for one in verdicts), len(sure), sum(one.right for one in sure))


def objections(before: Sequence[Verdict], after: Sequence[Verdict], sure_from: float) -> tuple[str, ...]:
    """Why what was learned is worse, in words; nothing where it is not.

    It must be right as often; right as often among as many of the surest as were done without a person before; and
    not wrong more often than it says of those that it is sure of.
    """
    found = []
    was, now = figures(before, sure_from), figures(after, sure_from)
    if now.right < was.right:
        found.append(f"fewer categories are right: {now.right} of {now.of}, before {was.right}")
    right = _right_among(after, was.sure)
    if right < was.sure_right - 0.5:
        found.append(f"of the surest {was.sure} fewer are right: {right:.0f}, before {was.sure_right}")
    doubts = [1 - one.confidence for one in after if one.confidence >= sure_from]
    promised = sum(doubts)
    most = promised + ONE_SIDED * math.sqrt(sum(doubt * (1 - doubt) for doubt in doubts))
    if now.sure - now.sure_right > max(1.0, most):
        found.append(
            f"it is surer than right: {now.sure - now.sure_right} of the {now.sure} that it is sure of are wrong, "
            f"where it says {promised:.1f}"
        )
    return tuple(found)


def _right_among(verdicts: Sequence[Verdict], count: int) -> float:
    """How many of the surest are right; of those that are equally sure, their share."""
    if not count:
        return 0.0
    least = sorted((one.confidence for one in verdicts), reverse=True)[count - 1]
    above = [one for one in verdicts if one.confidence > least]
    level = [one for one in verdicts if one.confidence == least]
    return sum(one.right for one in above) + (count - len(above)) * sum(one.right for one in level) / len(level)

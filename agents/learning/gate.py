"""Whether what was learned may take effect: it must not be worse than what is there, out of fold."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from agents.learning.categories import Verdict

ROUNDING = 1e-6
ONE_SIDED = 1.645
"""Standard normal quantile of a one-sided 95 % bound."""


@dataclass(frozen=True)
class Figures:
    """How right a classifier is: over all requests, and over those of which it is so sure that no person is asked.

    Counted by their shares: a message about sixty accounts is one message.
    """

    of: float
    right: float
    sure: float
    sure_right: float


def figures(verdicts: Sequence[Verdict], sure_from: float) -> Figures:
    """Counts; `sure_from` is the workflow's threshold."""
    sure = [one for one in verdicts if one.confidence >= sure_from]
    return Figures(_count(verdicts), _right(verdicts), _count(sure), _right(sure))


def objections(before: Sequence[Verdict], after: Sequence[Verdict], sure_from: float) -> tuple[str, ...]:
    """Why what was learned is worse, in words; nothing where it is not.

    It must be right as often; right as often among as many of the surest as were done without a person before; and
    not wrong more often than it says of those that it is sure of.
    """
    found = []
    was, now = figures(before, sure_from), figures(after, sure_from)
    if now.right < was.right - ROUNDING:
        found.append(f"fewer categories are right: {now.right:.4g} of {now.of:.4g}, before {was.right:.4g}")
    right = _right_among(after, was.sure)
    if right < was.sure_right - 0.5:
        found.append(f"of the surest {was.sure:.4g} fewer are right: {right:.4g}, before {was.sure_right:.4g}")
    doubts = [(one.share, 1 - one.confidence) for one in after if one.confidence >= sure_from]
    promised = sum(share * doubt for share, doubt in doubts)
    most = promised + ONE_SIDED * math.sqrt(sum(share * doubt * (1 - doubt) for share, doubt in doubts))
    if now.sure - now.sure_right > max(1.0, most) + ROUNDING:
        found.append(
            f"it is surer than right: {now.sure - now.sure_right:.4g} of the {now.sure:.4g} that it is sure of are "
            f"wrong, where it says {promised:.1f}"
        )
    return tuple(found)


def _count(verdicts: Sequence[Verdict]) -> float:
    return sum(one.share for one in verdicts)


def _right(verdicts: Sequence[Verdict]) -> float:
    return sum(one.share for one in verdicts if one.right)


def _right_among(verdicts: Sequence[Verdict], count: float) -> float:
    """How many of the surest are right; of those that are equally sure, their share."""
    right, left = 0.0, count
    for _, level in groupby(sorted(verdicts, key=lambda one: -one.confidence), key=lambda one: one.confidence):
        same = list(level)
        taken = min(left, _count(same))
        right += taken * _right(same) / _count(same)
        left -= taken
        if left <= ROUNDING:
            break
    return right

"""What the fitted scores and the likeness to the bundle's words say together, as shares that can be believed.

A conditional logit (McFadden 1974): every category is judged by the same few numbers, whose weights are learned on
scores of messages that the fitted part had not seen. So it holds from the first example to the thousandth: with few,
the likeness decides, with many the fitted scores.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.descent import descend
from agents.learning.softmax import log_softmax

Floats = npt.NDArray[Any]

AT_FIRST = (1.0, 1.0, 0.5)
"""Weights of a category's fitted score, of its likeness and of a vector's likeness, before any example."""
LOOSENESS = 1.0
"""Variance of the weights around those."""


def evidence(fitted: Floats, likeness: Floats, near: Floats | None = None) -> Floats:
    """For each message and category the numbers that are weighed: messages × categories × 2 (3 with `near`).

    All are log-odds up to a constant.
    """
    told = [_centred(fitted), _centred(likeness)]
    return np.stack(told if near is None else [*told, _centred(near)], axis=-1)


def fit_blend(told: Floats, labels: npt.NDArray[np.int64], at_first: tuple[float, ...] = AT_FIRST) -> Floats:
    """The weights under which the right categories are likeliest, one for each number that is told."""
    count, _, width = told.shape
    first = np.array(at_first[:width])
    right = told[np.arange(count), labels].sum(0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        logs = log_softmax(told @ weights)
        value = -float(logs[np.arange(count), labels].sum()) + 0.5 / LOOSENESS * float(((weights - first) ** 2).sum())
        expected = np.einsum("nk,nkm->m", np.exp(logs), told)
        return value, expected - right + (weights - first) / LOOSENESS

    return descend(loss, first, steps=100, still=1e-7)


def _centred(scores: Floats) -> Floats:
    result: Floats = scores - scores.mean(axis=-1, keepdims=True)
    return result

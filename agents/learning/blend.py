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

AT_FIRST = (1.0, 0.5, 1.0, 0.5)
"""Weights of a category's fitted score, of its likeness, of its centre's nearness and of a vector's likeness, before
any example. Half of the likeness was taken for known when the fitted part was learned; it is given back here."""
LOOSENESS = 0.05
"""Variance of the weights around those."""


def evidence(fitted: Floats, likeness: Floats, central: Floats, near: Floats | None = None) -> Floats:
    """For each message and category the numbers that are weighed: messages × categories × 3 (4 with `near`).

    All are log-odds up to a constant.
    """
    told = [centred(fitted), centred(likeness), centred(central)]
    return np.stack(told if near is None else [*told, centred(near)], axis=-1)


def fit_blend(
    told: Floats, labels: npt.NDArray[np.int64], shares: Floats, at_first: tuple[float, ...] = AT_FIRST
) -> Floats:
    """The weights under which the right categories are likeliest, one for each number that is told.

    `shares` says how much each message counts.
    """
    count, _, width = told.shape
    first = np.array(at_first[:width])
    right = shares @ told[np.arange(count), labels]

    def loss(weights: Floats) -> tuple[float, Floats]:
        logs = log_softmax(told @ weights)
        value = -float(shares @ logs[np.arange(count), labels]) + 0.5 / LOOSENESS * float(
            ((weights - first) ** 2).sum()
        )
        expected = np.einsum("n,nk,nkm->m", shares, np.exp(logs), told, optimize=True)
        return value, expected - right + (weights - first) / LOOSENESS

    return descend(loss, first, steps=100, still=1e-7)


def centred(scores: Floats) -> Floats:
    """Log-odds whose mean over the categories is zero."""
    result: Floats = scores - scores.mean(axis=-1, keepdims=True)
    return result

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

NEAR = 0.5
"""Weight of the likeness of vectors before any example."""
HALF = 1.0
"""Messages of a category after which half of what the fitted scores say is believed before they are looked at."""
LOOSENESS = 0.05
"""Variance of the weights around those."""


def evidence(fitted: Floats, likeness: Floats, central: Floats, near: Floats | None = None) -> Floats:
    """For each message and category the numbers that are weighed: messages × categories × 3 (4 with `near`).

    All are log-odds up to a constant.
    """
    told = [centred(fitted), centred(likeness), centred(central)]
    return np.stack(told if near is None else [*told, centred(near)], axis=-1)


def at_first(each: float) -> Floats:
    """The weights of the fitted score, the likeness, the centre's nearness and a vector's likeness before any of them
    is compared with the truth, where each category has so many messages.

    The fitted part was learned with half of the likeness taken for known: as far as it is believed, that half is in it.
    """
    believed = each / (each + HALF)
    return np.array([believed, 1 - 0.5 * believed, believed, NEAR])


def fit_blend(told: Floats, labels: npt.NDArray[np.int64], shares: Floats, first: Floats) -> Floats:
    """The weights under which the right categories are likeliest, one for each number that is told, around `first`.

    `shares` says how much each message counts.
    """
    count, _, width = told.shape
    first = first[:width]
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

"""Whether a message is of a kind that was learned at all.

Nobody labels what fits no category, so it is simulated: categories are left out in turn, and what the model of the
others says of their messages is what it says of the unknown (leave-out rejection; Chow 1970 for the rule itself).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.descent import descend

Floats = npt.NDArray[Any]

FLAT = 1.0
"""Variance of the weights around none."""


def signs(fitted: Floats, blended: Floats, likeness: Floats) -> Floats:
    """What speaks for a known kind, one row a message: how far the best of each kind of score stands out."""
    return np.stack(
        [
            fitted.max(-1) - fitted.mean(-1),
            blended.max(-1) - blended.mean(-1),
            likeness.max(-1) - likeness.mean(-1),
        ],
        axis=-1,
    )


def fit_known(known: Floats, unknown: Floats, share: float) -> Floats:
    """Offset and weights (none below 0) of a logistic rule, as if `share` of all messages were unknown."""
    told = np.concatenate([known, unknown])
    middle, spread = told.mean(0), told.std(0) + 1e-6
    scaled = (told - middle) / spread
    right = np.concatenate([np.ones(len(known)), np.zeros(len(unknown))])
    total = 2.0 * min(len(known), len(unknown))
    each = np.concatenate(
        [np.full(len(known), (1 - share) / len(known)), np.full(len(unknown), share / len(unknown))]
    ) * total  # fmt: skip

    def loss(free: Floats) -> tuple[float, Floats]:
        # A weight is the exponential of a free number, so that none is negative.
        weights = np.exp(free[1:])
        scores = free[0] + scaled @ weights
        likely = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
        value = float((each * (np.logaddexp(0, scores) - right * scores)).sum()) + 0.5 / FLAT * float(weights @ weights)
        errors = each * (likely - right)
        return value, np.concatenate([[errors.sum()], (scaled.T @ errors + weights / FLAT) * weights])

    found = descend(loss, np.array([1.0, -1.0, -1.0, -1.0]), steps=200, still=1e-9)
    weights = np.exp(found[1:]) / spread
    return np.array([found[0] - float(weights @ middle), *weights])


def known_share(rule: Floats, told: Floats) -> Floats:
    """How likely each message is of a known kind."""
    result: Floats = 1 / (1 + np.exp(-np.clip(rule[0] + told @ rule[1:], -40, 40)))
    return result

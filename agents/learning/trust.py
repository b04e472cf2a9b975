"""How far a share can be believed: by what is left of it when any one sign is taken away.

Shares that were fitted on mail of one house are too high on mail of another, where single signs mislead. What several
signs say, each without the others, carries further: so confidence begins at the weakest of the shares without one
(the jackknife's idea), and moves from there as far as labelled messages show that more can be believed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.descent import descend
from agents.learning.softmax import log_softmax

Floats = npt.NDArray[Any]

AT_FIRST = (0.0, 0.0, 1.0)
"""Offset, weight of the share and weight of the weakest share, as log-odds, before any example."""
LOOSENESS = 0.01
"""Variance around those: what a few messages of one house show is no reason to be surer on others."""
LEAST, MOST = 1e-4, 1 - 1e-4


def shares_of(told: Floats, blend: Floats) -> Floats:
    """Messages × categories, from `evidence` and its blend."""
    result: Floats = np.exp(log_softmax(told @ blend))
    return result


def weakest(told: Floats, blend: Floats) -> Floats:
    """For each message the least share that its likeliest category has when one sign is left out.

    The others are weighed up, so that as much evidence is told.
    """
    count, _, width = told.shape
    shares = shares_of(told, blend)
    best = shares.argmax(-1)
    least: Floats = shares[np.arange(count), best]
    for sign in range(width):
        kept = blend * width / (width - 1)
        kept[sign] = 0.0
        least = np.minimum(least, shares_of(told, kept)[np.arange(count), best])
    return least


def fit_trust(told: Floats, blend: Floats, labels: npt.NDArray[np.int64], shares: Floats) -> Floats:
    """Offset and weights of a logistic rule (Platt 1999): how likely the likeliest category is the right one.

    `shares` says how much each message counts.
    """
    first = np.array(AT_FIRST)
    rows = _rows(told, blend)
    right = (shares_of(told, blend).argmax(-1) == labels).astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = rows @ weights
        value = float(shares @ (np.logaddexp(0, scores) - right * scores))
        away = (weights - first) / LOOSENESS
        return value + 0.5 * float(away @ (weights - first)), rows.T @ (shares * (_odds(scores) - right)) + away

    return descend(loss, first, steps=100, still=1e-9)


def trusted(rule: Floats, told: Floats, blend: Floats) -> Floats:
    """How far the likeliest category of each message can be believed, 0 to 1."""
    return _odds(_rows(told, blend) @ rule)


def _rows(told: Floats, blend: Floats) -> Floats:
    share, least = shares_of(told, blend).max(-1), weakest(told, blend)
    return np.stack([np.ones(len(share)), *(_log_odds(each) for each in (share, least))], axis=-1)


def _log_odds(share: Floats) -> Floats:
    held = np.clip(share, LEAST, MOST)
    result: Floats = np.log(held / (1 - held))
    return result


def _odds(scores: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
    return result

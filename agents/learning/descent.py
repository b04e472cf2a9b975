"""The least value of a smooth function: L-BFGS with a backtracking line search (Nocedal and Wright 2006, 7.4 and 3.1).

SciPy's own is for few numbers: over the millions of a large model its bookkeeping takes longer than the model.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[Any]

KEPT = 6
"""Pairs of steps and gradients by which the curvature is known."""
ENOUGH = 1e-4
"""Share of the promised decrease with which a step is content."""
SHORTEST = 1e-6
IDLE = 3


def descend(
    function: Callable[[Vector], tuple[float, Vector]], start: Vector, steps: int, still: float = 1e-4
) -> Vector:
    """Where `function` (its value and gradient) is least, from `start` in at most `steps` steps.

    Ends earlier where steps one after another gain less than `still` of the value each, or one gains nothing.
    """
    at = start
    value, gradient = function(at)
    pairs: deque[tuple[Vector, Vector, float]] = deque(maxlen=KEPT)
    idle = 0
    for _ in range(steps):
        direction = _direction(gradient, pairs)
        slope = float(gradient @ direction)
        size = 1.0 if pairs else 1.0 / (float(np.sqrt(gradient @ gradient)) or 1.0)
        while True:
            there = at + size * direction
            found, turned = function(there)
            if found <= value + ENOUGH * size * slope:
                break
            size /= 2
            if size < SHORTEST:
                return at
        moved, bent = there - at, turned - gradient
        curvature = float(moved @ bent)
        if curvature > 0:
            pairs.append((moved, bent, 1.0 / curvature))
        gain = value - found
        at, value, gradient = there, found, turned
        idle = idle + 1 if gain <= still * max(abs(value), 1.0) else 0
        if idle == IDLE:
            break
    return at


def _direction(gradient: Vector, pairs: deque[tuple[Vector, Vector, float]]) -> Vector:
    """Downhill, by the curvature that the last steps have shown."""
    way = -gradient
    shares = []
    for moved, bent, scale in reversed(pairs):
        share = scale * float(moved @ way)
        shares.append(share)
        way = way - share * bent
    if pairs:
        moved, bent, scale = pairs[-1]
        way *= 1.0 / (scale * float(bent @ bent))
    for (moved, bent, scale), share in zip(pairs, reversed(shares), strict=True):
        way += (share - scale * float(bent @ way)) * moved
    return way

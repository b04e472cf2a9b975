"""Intervals and tests that take a message as the unit: its cases and fields are right or wrong together.

Bootstrap percentile intervals (Efron 1979) and the paired randomisation test (Fisher 1935; Noreen 1989), which for one
yes or no a message is McNemar's exact test. The same draws every time: a figure does not change by looking again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.interval import wilson

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

DRAWS, FEWER = 10_000, 2_000
"""Draws of a comparison, and of one of many intervals."""

AT_ONCE = 2_000_000
"""Cells of a matrix of draws that are made at once."""

EXACT = 13
"""Up to so many messages on which the two differ, every way to swap them is tried."""

SEED = 20_240_101
Pairs = Sequence[tuple[int, int]]
"""(hit, of) of each message."""


@dataclass(frozen=True)
class Paired:
    """B minus A over the same messages, its 95 % interval, and how likely so much is by chance alone (two-sided)."""

    difference: float
    low: float
    high: float
    p: float


def interval(pairs: Pairs) -> tuple[float, float] | None:
    """The 95 % interval of Σ hit / Σ of by bootstrap over messages; None where there is nothing to count."""
    import numpy as np

    told = [pair for pair in pairs if pair[1]]
    if not told:
        return None
    if all(hit == of for hit, of in told) or not any(hit for hit, _ in told):
        # Where all messages agree resampling sees no doubt; so few of them may still be chance.
        return wilson(len(told) if told[0][0] else 0, len(told))
    hit, of = (np.array(column, float) for column in zip(*told, strict=True))
    shares = np.concatenate([_ratio(weights @ hit, weights @ of) for weights in _resamples(len(told), FEWER)])
    return _bounds(shares)


def paired(a: Pairs, b: Pairs) -> Paired | None:
    """B beside A, message by message in the same order; None where either has nothing to count."""
    import numpy as np

    table = np.array([(*one, *other) for one, other in zip(a, b, strict=True) if one[1] or other[1]], float)
    if not len(table) or not table[:, 1].sum() or not table[:, 3].sum():
        return None
    ha, oa, hb, ob = table.T
    difference = float(hb.sum() / ob.sum() - ha.sum() / oa.sum())
    if not ((ha != hb) | (oa != ob)).any():
        return Paired(0.0, 0.0, 0.0, 1.0)
    drawn = [_ratio(w @ hb, w @ ob) - _ratio(w @ ha, w @ oa) for w in _resamples(len(table))]
    low, high = _bounds(np.concatenate(drawn))
    return Paired(difference, low, high, _by_chance(table, difference))


def _by_chance(table: Floats, difference: float) -> float:
    """The share of ways to swap A and B, message by message, whose difference is as large."""
    import numpy as np

    ha, oa, hb, ob = table.T
    differing = table[(ha != hb) | (oa != ob)]
    if not len(differing):
        return 1.0
    step_hit, step_of = differing[:, 2] - differing[:, 0], differing[:, 3] - differing[:, 1]
    as_large = tried = 0
    for swapped in _swaps(len(differing)):
        hit, of = swapped @ step_hit, swapped @ step_of
        each = _ratio(hb.sum() - hit, ob.sum() - of) - _ratio(ha.sum() + hit, oa.sum() + of)
        as_large += int(np.sum(np.abs(each) >= abs(difference) - 1e-12))
        tried += len(swapped)
    return as_large / tried if len(differing) <= EXACT else (as_large + 1) / (tried + 1)


def _swaps(messages: int) -> Iterator[Floats]:
    import numpy as np

    if messages <= EXACT:
        numbers = np.arange(2**messages)[:, None]
        yield ((numbers >> np.arange(messages)) & 1).astype(float)
        return
    draw = np.random.default_rng(SEED)
    for count in _batches(messages):
        yield draw.integers(0, 2, (count, messages)).astype(float)


def _resamples(messages: int, draws: int = DRAWS) -> Iterator[Floats]:
    """How often each message stands in each draw."""
    import numpy as np

    draw = np.random.default_rng(SEED)
    for count in _batches(messages, draws):
        yield draw.multinomial(messages, np.full(messages, 1 / messages), count).astype(float)


def _batches(messages: int, draws: int = DRAWS) -> Iterator[int]:
    left, most = draws, max(1, AT_ONCE // messages)
    while left > 0:
        yield min(left, most)
        left -= most


def _ratio(hit: Floats, of: Floats) -> Floats:
    import numpy as np

    out: Floats = np.divide(hit, of, out=np.full(len(hit), np.nan), where=of > 0)
    return out


def _bounds(shares: Floats) -> tuple[float, float]:
    import numpy as np

    low, high = np.nanpercentile(shares, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)

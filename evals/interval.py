"""The Wilson score interval of a share (Wilson 1927), which holds for small counts and for shares near 0 and 1."""

from __future__ import annotations

Z = 1.96
"""Standard normal quantile of a 95 % interval."""


def wilson(hit: float, of: float) -> tuple[float, float] | None:
    """Lower and upper bound of `hit` out of `of`, to three decimals; None where there is nothing to count.

    Counts may be fractions, where the requests of one message count together as one.
    """
    if not of:
        return None
    share = min(1.0, hit / of)
    centre = share + Z * Z / (2 * of)
    half = Z * ((share * (1 - share) + Z * Z / (4 * of)) / of) ** 0.5
    scale = 1 + Z * Z / of
    return round((centre - half) / scale, 3), round((centre + half) / scale, 3)

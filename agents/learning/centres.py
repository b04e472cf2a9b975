"""The middle of each category: how like a request is, as a whole, to what is labelled so (Rocchio 1971).

The regression goes by the words that tell categories apart, however few; a middle by how much of a request it has seen.
On mail of another house the two err differently, so that where both speak for a category it can be believed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[Any]

SCALE = 10.0
"""A cosine difference of a tenth counts as much as odds of e to 1, before the blend weighs it."""


def centres_of(rows: Any, labels: npt.NDArray[np.int64], shares: Floats, count: int) -> Floats:
    """Columns of `rows` (sparse, CSR) × categories: the mean of each one's rows of unit length, itself of unit length.

    Zeros for a category without a row. `shares` says how much each row counts.
    """
    from scipy.sparse import csr_matrix, diags

    length = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    weights = shares / np.where(length > 0, length, 1.0)
    member = csr_matrix((np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), count))
    sums = (rows.T @ diags(weights) @ member).toarray()
    size = np.sqrt((sums**2).sum(0))
    result: Floats = (sums / np.where(size > 0, size, 1.0)).astype(np.float32)
    return result


def nearness(rows: Any, centres: Floats) -> Floats:
    """Rows × categories: `SCALE` times the cosine of each row to each middle."""
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(1)).ravel())
    result: Floats = SCALE * (rows @ centres) / np.where(length > 0, length, 1.0)[:, None]
    return result

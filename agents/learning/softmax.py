"""Multinomial logistic regression with an L2 penalty over sparse rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.descent import descend

Floats = npt.NDArray[Any]

STEPS = 60
OFFSET = 1.0
"""Variance of the offsets: with few messages no class is likelier than another."""
SMALL = 3_000
"""Rows up to which the weights are sought among the combinations of rows, where they lie in any case."""
JITTER = 1e-5
"""Added to the products of rows, for rows that are combinations of others."""


def fit_softmax(
    rows: Any, labels: npt.NDArray[np.int64], given: Floats, strength: float, shares: Floats
) -> tuple[Floats, Floats]:
    """Weights (columns of `rows` × classes) and offsets (classes), single precision.

    Minimises the cross-entropy, each row counted by its share, plus the squared weights over twice `strength`
    (Bishop 2006, 4.3.4). `rows` is a sparse matrix in CSR form. `given` holds scores (rows × classes) that are added:
    what they know already need not be learned.
    """
    rows = rows.astype(np.float32)
    count, width = rows.shape
    if count > min(SMALL, width):
        return _descended(rows, rows.T.tocsr(), labels, given, strength, shares)
    # The best weights are combinations of rows (representer theorem): a few numbers a row instead of one a term. With
    # rows · rows' = lower · lower' the same steps are taken, each of the same length.
    from scipy.linalg import cholesky, solve_triangular

    lower = cholesky((rows @ rows.T).toarray().astype(np.float64) + JITTER * np.eye(count), lower=True)
    narrow = lower.astype(np.float32)
    found, offsets = _descended(narrow, narrow.T, labels, given, strength, shares)
    return rows.T @ solve_triangular(lower.T, found).astype(np.float32), offsets


def _descended(
    rows: Any, turned: Any, labels: npt.NDArray[np.int64], given: Floats, strength: float, shares: Floats
) -> tuple[Floats, Floats]:
    (count, width), classes = rows.shape, given.shape[1]
    added = given.astype(np.float32)
    wanted = np.zeros((count, classes), dtype=np.float32)
    wanted[np.arange(count), labels] = 1.0
    each = shares.astype(np.float32)[:, None]
    end = width * classes

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat[:end].reshape(width, classes)
        logs = log_softmax(rows @ weights + flat[end:] + added)
        errors = (np.exp(logs) - wanted) * each
        value = -float((shares * logs[np.arange(count), labels]).sum()) + 0.5 / strength * float(
            flat[:end] @ flat[:end]
        )
        gradient = np.empty_like(flat)
        gradient[:end] = (turned @ errors).ravel()
        gradient[:end] += flat[:end] / np.float32(strength)
        gradient[end:] = errors.sum(0) + flat[end:] / np.float32(OFFSET)
        return value, gradient

    flat = descend(loss, np.zeros(end + classes, dtype=np.float32), STEPS)
    return flat[:end].reshape(width, classes), flat[end:]


def log_softmax(scores: Floats) -> Floats:
    """The logarithms of the shares that scores amount to, row by row."""
    lowered = scores - scores.max(axis=-1, keepdims=True)
    result: Floats = lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))
    return result

"""The fitted classifier: what it holds, and what it says of a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.blend import evidence
from agents.learning.known import known_share, signs
from agents.learning.rows import Weighing
from agents.learning.softmax import log_softmax
from agents.learning.terms import Terms

Floats = npt.NDArray[Any]

SUREST = 0.99
"""No confidence is above it, however much was learned."""


@dataclass(frozen=True)
class Linear:
    """Linear scores over the terms: weights are terms (and, behind them, the columns of a vector) × categories."""

    weighing: Weighing
    weights: Floats
    offsets: Floats

    def scores(self, rows: Any) -> Floats:
        """The scores of rows that `weighing` made."""
        result: Floats = rows @ self.weights + self.offsets
        return result

    def score(self, terms: Terms, vector: Floats | None = None) -> Floats:
        """The scores of one request."""
        columns, values = self.weighing.row(terms)
        result: Floats = values @ self.weights[columns] + self.offsets
        if vector is not None:
            result = result + vector @ self.weights[len(self.weighing.terms) :]
        return result

    def speaks(self, terms: npt.NDArray[np.uint32], category: int) -> Floats:
        """What each term, standing alone, says for a category beside what it says for all; 0 where it is not known."""
        known = self.weighing.terms
        if not len(known) or not len(terms):
            return np.zeros(len(terms))
        places = np.minimum(np.searchsorted(known, terms), len(known) - 1)
        rows = self.weights[places]
        told: Floats = (rows[:, category] - rows.mean(1)) * self.weighing.rarity[places]
        return np.where(known[places] == terms, told, 0.0)


@dataclass(frozen=True)
class FittedClassifier:
    """What is learned of one set of categories; `reads_vectors`: with an embedding of the text besides its terms."""

    categories: tuple[str, ...]
    linear: Linear
    blend: Floats
    known: Floats  #: offset and weights of `known_share`; empty: every request counts as known
    surest: float
    reads_vectors: bool = False

    def judge(
        self, terms: Terms, likeness: Mapping[str, float], vector: Floats | None = None, near: Floats | None = None
    ) -> tuple[dict[str, float], float]:
        """The share of each category among those known, and how likely the request is of a known kind at all.

        `likeness` has the log-odds of each category up to a constant; `near` the likeness of the vector to each, in
        their order.
        """
        fitted = self.linear.score(terms, vector)[None]
        alike = np.array([[likeness.get(name, 0.0) for name in self.categories]])
        blended = evidence(fitted, alike, None if near is None else near[None]) @ self.blend
        shares = np.exp(log_softmax(blended))[0]
        known = float(known_share(self.known, signs(fitted, blended, alike))[0]) if len(self.known) else 1.0
        return dict(zip(self.categories, map(float, shares), strict=True)), known


def decide(
    shares: Mapping[str, float], known: float, rest: str | None, surest: float
) -> tuple[str, float, dict[str, float]]:
    """The category, how sure it is, and the confidence of each.

    What is of no known kind belongs to the category for what fits no other (`rest`), where there is one; else it only
    lowers the confidence of the best guess.
    """
    total = sum(shares.values()) or 1.0
    sure = {name: known * share / total for name, share in shares.items()}
    if rest is not None:
        sure[rest] = sure.get(rest, 0.0) + 1 - known
    best = max(sure, key=lambda name: sure[name])
    return best, min(sure[best], surest, SUREST), sure

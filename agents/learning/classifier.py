"""The fitted classifier: what it holds, and what it says of a request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.blend import evidence
from agents.learning.centres import SCALE, nearness
from agents.learning.judgement import Judgement, Rules
from agents.learning.rows import Weighing
from agents.learning.terms import Terms

Floats = npt.NDArray[Any]


@dataclass(frozen=True)
class Linear:
    """Linear scores over the terms: weights and centres are terms (behind them a vector's columns) × categories."""

    weighing: Weighing
    weights: Floats
    offsets: Floats
    centres: Floats

    def scores(self, rows: Any) -> tuple[Floats, Floats]:
        """Of rows that `weighing` made: what the regression says, and how near each is to the categories' centres."""
        return rows @ self.weights + self.offsets, nearness(rows, self.centres)

    def score(self, terms: Terms, vector: Floats | None = None) -> tuple[Floats, Floats]:
        """The same of one request."""
        columns, values = self.weighing.row(terms)
        if vector is not None:
            behind = np.arange(len(vector)) + len(self.weighing.terms)
            columns, values = np.concatenate([columns, behind]), np.concatenate([values, vector])
        length = float(np.sqrt(values @ values)) or 1.0
        return values @ self.weights[columns] + self.offsets, SCALE * (values @ self.centres[columns]) / length

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
    rules: Rules
    surest: float
    reads_vectors: bool = False

    def judge(
        self,
        terms: Terms,
        likeness: Mapping[str, float],
        among: Sequence[str] | None = None,
        vector: Floats | None = None,
        near: Floats | None = None,
    ) -> Judgement:
        """What is said of a request, `among` those categories that are asked about (None: all).

        `likeness` has the log-odds of each category up to a constant; `near` the likeness of the vector to each, in
        the order of `among`.
        """
        asked = self.categories if among is None else tuple(among)
        columns = [self.categories.index(name) for name in asked]
        fitted, central = (told[None, columns] for told in self.linear.score(terms, vector))
        alike = np.array([[likeness.get(name, 0.0) for name in asked]])
        told = evidence(fitted, alike, central, None if near is None else near[None])
        return self.rules.judge(asked, told, fitted, alike, self.surest)

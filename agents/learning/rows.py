"""Terms → rows of numbers: how often a term stands there times how rare it is, each block of unit length (TF-IDF)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from agents.learning.terms import BLOCKS, Terms

Floats = npt.NDArray[np.float64]

SHARES = {"words": 1.0, "grams": 1.0, "pairs": 0.7, "concepts": 0.7}
"""The length of each block in a row."""

MOST = 120_000
"""Terms at most, those that most messages have."""

SETTLED = 1_000
"""Messages from which a term that stands in one of them alone tells nothing, and is left out."""


@dataclass(frozen=True)
class Weighing:
    """The terms that count, ascending, and how rare each is: 1 + ln((1 + messages) / (1 + messages that have it))."""

    terms: npt.NDArray[np.uint32]
    rarity: Floats

    def row(self, found: Terms) -> tuple[npt.NDArray[np.int64], Floats]:
        """Columns and values of a request's row; what is not among the terms is left out."""
        columns, values = [], []
        for block, counted in zip(BLOCKS, found, strict=True):
            names, often = counted
            if not len(names) or not len(self.terms):
                continue
            places = np.minimum(np.searchsorted(self.terms, names), len(self.terms) - 1)
            known = (self.terms[places] == names) & (often > 0)
            places = places[known]
            worth = np.log1p(often[known]) / math.log(2) * self.rarity[places]
            length = math.sqrt(float(worth @ worth))
            if length:
                columns.append(places.astype(np.int64))
                values.append(worth * (SHARES[block] / length))
        if not columns:
            return np.empty(0, np.int64), np.empty(0)
        return np.concatenate(columns), np.concatenate(values)

    def rows(self, many: Sequence[Terms], dense: Floats | None = None) -> Any:
        """The rows as a sparse matrix in CSR form; `dense` holds further columns, one row a request."""
        from scipy.sparse import csr_matrix, hstack

        made = [self.row(found) for found in many]
        ends = np.cumsum([0, *(len(columns) for columns, _ in made)])
        columns = np.concatenate([c for c, _ in made]) if made else np.empty(0, np.int64)
        values = np.concatenate([v for _, v in made]) if made else np.empty(0)
        sparse = csr_matrix((values, columns, ends), shape=(len(many), len(self.terms)))
        return sparse if dense is None else hstack([sparse, csr_matrix(dense)]).tocsr()


def weigh(many: Sequence[Terms], groups: Sequence[str], most: int = MOST) -> Weighing:
    """The weighing of labelled requests. Requests of one group (a message) count once."""
    of_group: dict[str, list[npt.NDArray[np.uint32]]] = {}
    for found, group in zip(many, groups, strict=True):
        of_group.setdefault(group, []).extend(block.terms for block in found)
    seen = [np.unique(np.concatenate(each)) for each in of_group.values()]
    terms, count = (
        np.unique(np.concatenate(seen), return_counts=True) if seen else (np.empty(0, np.uint32), np.empty(0))
    )
    kept = np.flatnonzero(count >= (2 if len(seen) >= SETTLED else 1))
    if len(kept) > most:
        kept = np.sort(kept[np.argsort(-count[kept], kind="stable")[:most]])
    return Weighing(terms[kept].astype(np.uint32), 1 + np.log((1 + len(seen)) / (1 + count[kept])))

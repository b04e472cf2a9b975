"""Folds: which labelled requests are set aside together. Those of one message never stand on both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from workflow.identifiers import digest

Places = npt.NDArray[np.int64]


def folds_of(groups: Sequence[str], labels: Sequence[str], count: int) -> Places:
    """The fold of each request, 0 to `count` - 1: each label spread as evenly as its messages allow.

    Deterministic: the order of the messages is that of their digests, whatever order they come in.
    """
    of_group: dict[str, Counter[str]] = defaultdict(Counter)
    for group, label in zip(groups, labels, strict=True):
        of_group[group][label] += 1
    held = [Counter[str]() for _ in range(count)]
    size = [0] * count
    total = Counter(labels)
    chosen: dict[str, int] = {}
    # The rarest labels first: they are the hardest to spread.
    order = sorted(of_group, key=lambda group: (min(total[label] for label in of_group[group]), digest(group)))
    for group in order:
        mine = of_group[group]
        cost = [
            (sum(held[fold][label] * n / total[label] for label, n in mine.items()), size[fold], fold)
            for fold in range(count)
        ]
        best = min(cost)[2]
        chosen[group] = best
        held[best].update(mine)
        size[best] += mine.total()
    return np.array([chosen[group] for group in groups], dtype=np.int64)

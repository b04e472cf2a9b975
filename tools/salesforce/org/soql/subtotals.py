"""Subtotals: GROUP BY ROLLUP and CUBE as one SQL statement, a part for each set of groups."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Literal

Kind = Literal["ROLLUP", "CUBE"]
MOST = 3
"""Fields that ROLLUP or CUBE may have (SOQL and SOSL Reference)."""


def sets(kind: Kind, keys: Sequence[str]) -> list[tuple[str, ...]]:
    """The sets of keys that rows are grouped by, the finest first and the grand total last."""
    if kind == "ROLLUP":
        return [tuple(keys[:count]) for count in range(len(keys), -1, -1)]
    return [chosen for count in range(len(keys), -1, -1) for chosen in combinations(keys, count)]


def union(
    kind: Kind, keys: Sequence[str], select: Sequence[str], asked: dict[int, str], rest: str, having: str
) -> tuple[str, int]:
    """A table expression with columns c0, c1 ..., and how many parts it has (each takes the parameters of `rest`).

    `asked` are the places of GROUPING(key): 1 in rows that are totals over the key.
    """
    parts = []
    for chosen in sets(kind, keys):
        columns = []
        for place, sql in enumerate(select):
            if place in asked:
                sql = "0" if asked[place] in chosen else "1"
            elif sql in keys and sql not in chosen:
                sql = "NULL"
            columns.append(f"{sql} AS c{place}")
        # Without a key all rows are one group; an empty table then has no grand total in SOQL either.
        group = f" GROUP BY {', '.join(chosen)}" if chosen else " GROUP BY NULL"
        parts.append(f"SELECT {', '.join(columns)} {rest}{group}{having}")
    return f"({' UNION ALL '.join(parts)})", len(parts)

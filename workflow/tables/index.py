"""The index of a table: which rows fit, without looking at each.

Rows are bits of an integer, the first row the lowest. Literals are found in a dict; every other different cell of a
column is tried once, however many rows share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from workflow.tables.cells import ANYTHING, Cell, fits, literals, value_keys


@dataclass(frozen=True)
class ColumnIndex:
    """One input column: rows (counted from 0) by literal, rows by other cell, and the bits of those that fit all."""

    literal: dict[str, tuple[int, ...]]
    other: tuple[tuple[Cell, int], ...]
    anything: int
    size: int

    def rows(self, value: Any) -> int:
        """The bits of the rows whose cell the value fits."""
        bits = self.anything
        for known in value_keys(value):
            found = self.literal.get(known)
            if found:
                bits |= bits_of(found, self.size)
        for cell, rows in self.other:
            if fits(cell, value):
                bits |= rows
        return bits


def index_column(cells: Sequence[Cell]) -> ColumnIndex:
    """The index of one column's cells, in the order of the rows."""
    literal: dict[str, list[int]] = {}
    other: dict[Cell, list[int]] = {}
    anything: list[int] = []
    for row, cell in enumerate(cells):
        keys = literals(cell)
        if cell == ANYTHING:
            anything.append(row)
        elif keys is None:
            other.setdefault(cell, []).append(row)
        for known in keys or ():
            literal.setdefault(known, []).append(row)
    size = len(cells)
    return ColumnIndex(
        {known: tuple(rows) for known, rows in literal.items()},
        tuple((cell, bits_of(rows, size)) for cell, rows in other.items()),
        bits_of(anything, size),
        size,
    )


def lowest(bits: int) -> int:
    """The first row among bits that are not 0."""
    return (bits & -bits).bit_length() - 1


def first_rows(bits: int, most: int) -> list[int]:
    """The first rows among bits, `most` at most."""
    rows: list[int] = []
    while bits and len(rows) < most:
        rows.append(lowest(bits))
        bits &= bits - 1
    return rows


def bits_of(rows: Sequence[int], size: int) -> int:
    """Rows as bits."""
    marks = bytearray(size // 8 + 1)
    for row in rows:
        marks[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(marks, "little")

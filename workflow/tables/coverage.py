"""What can be said of a table before it is used: rows that no value reaches, rows that meet, values that no row takes.

`covers` is careful: it says yes only where every value, a list included, that fits the narrow cell fits the wide one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from workflow.comparison import day, order, plain_number, to_number
from workflow.expressions import ANY, Kind
from workflow.tables.cells import (
    Anything,
    Between,
    Cell,
    Like,
    Limit,
    NoneOf,
    OneOf,
    Presence,
    Value,
    fits,
    literals,
    read_cell,
)
from workflow.tables.index import ColumnIndex, bits_of, first_rows, lowest
from workflow.tables.table import DecisionTable

MOST_COMPARED = 2_000_000
"""Pairs of different cells of one column that are compared; of a larger table nothing is said."""
MOST_TRIED = 200_000
"""Combinations of sample values that are tried."""


@dataclass(frozen=True)
class Trial:
    """What came of trying sample values: the rows that were hit, and one combination that no row takes."""

    reached: int  #: bits
    gap: dict[str, Any] | None


def covered_rows(table: DecisionTable) -> list[tuple[int, int]]:
    """Rows (counted from 0) that never hit, each with an earlier row that takes everything that it asks for."""
    found = []
    for row, bits in enumerate(_related(table, _covering)):
        earlier = bits & ((1 << row) - 1)
        if earlier:
            found.append((row, lowest(earlier)))
    return found


def meeting_rows(table: DecisionTable, most: int) -> tuple[list[tuple[int, int]], int]:
    """Pairs of rows that may fit the same values, give different outputs and of which neither covers the other.

    The first `most` pairs, and how many there are.
    """
    covering = _related(table, _covering)
    pairs: list[tuple[int, int]] = []
    count = 0
    same: dict[tuple[str, ...], list[int]] = {}
    outputs = [row.cells[len(table.inputs) :] for row in table.rows]
    for at, given in enumerate(outputs):
        same.setdefault(given, []).append(at)
    for row, bits in enumerate(_related(table, _meeting)):
        earlier = bits & ((1 << row) - 1) & ~covering[row] & ~bits_of(same[outputs[row]], len(outputs))
        earlier = sum(1 << other for other in first_rows(earlier, 1_000) if not covering[other] >> row & 1)
        count += earlier.bit_count()
        pairs += [(other, row) for other in first_rows(earlier, most - len(pairs))]
    return pairs, count


def try_samples(table: DecisionTable, kinds: Mapping[str, Kind]) -> Trial | None:
    """Tries every combination of values that the cells tell apart; None where there are too many, or patterns."""
    columns = []
    size = 1
    for column, index in zip(table.inputs, table.indexes, strict=True):
        cells = {read_cell(row.cells[table.columns.index(column)]) for row in table.rows}
        if any(_has_pattern(cell) for cell in cells):
            return None
        samples = _samples(cells, kinds.get(column, ANY))
        # Values that fit the same rows are one: the first stands for all.
        different = {index.rows(value): value for value in reversed(samples)}
        columns.append((column, different))
        size *= len(different)
    if size > MOST_TRIED:
        return None
    reached, gap = 0, None
    for bits, chosen in _combinations(columns, (1 << len(table.rows)) - 1, {}):
        if bits:
            reached |= bits & -bits
        elif gap is None:
            gap = dict(chosen)
    return Trial(reached, gap)


def covers(wide: Cell, narrow: Cell) -> bool:
    """Whether every value that fits the narrow cell surely fits the wide one."""
    if isinstance(wide, Anything) or wide == narrow:
        return True
    if isinstance(narrow, OneOf):
        return all(covers(wide, cell) for cell in narrow.cells)
    if isinstance(narrow, Presence) and not narrow.wanted:
        return fits(wide, None)
    match wide:
        case Presence(wanted=True):
            return not fits(narrow, None)
        case OneOf(cells=cells):
            return any(covers(cell, narrow) for cell in cells)
        case Value(keys=keys):
            return isinstance(narrow, Value) and narrow.keys <= keys
        case Limit() | Between():
            return _covers_numbers(wide, narrow)
        case NoneOf(cells=cells):
            return isinstance(narrow, NoneOf) and set(cells) <= set(narrow.cells)
        case _:
            return False


def meet(one: Cell, other: Cell) -> bool:
    """Whether some value may fit both; yes in doubt."""
    for left, right in ((one, other), (other, one)):
        if isinstance(left, OneOf):
            return any(meet(cell, right) for cell in left.cells)
    for left, right in ((one, other), (other, one)):
        if isinstance(left, Presence) and not left.wanted:
            return fits(right, None)
        if isinstance(left, Value) and isinstance(right, Value):
            return bool(left.keys & right.keys)
        if isinstance(left, Value):
            return isinstance(right, Like) or fits(right, left.text)
    if isinstance(one, (Limit, Between)) and isinstance(other, (Limit, Between)):
        ends = [*_ends(one), *_ends(other)]
        return any(fits(one, end) and fits(other, end) for end in ends) or _open_same_way(one, other)
    return True


def _related(table: DecisionTable, relation: Any) -> list[int]:
    # For each row the bits of the rows that stand in the relation to it in every column.
    rows = [(1 << len(table.rows)) - 1] * len(table.rows)
    for column, index in zip(table.inputs, table.indexes, strict=True):
        cells = [read_cell(row.cells[table.columns.index(column)]) for row in table.rows]
        different = set(cells)
        if len(different) * (len(index.other) + 1) > MOST_COMPARED:
            return [0] * len(rows)
        related = {cell: relation(cell, index) for cell in different}
        rows = [bits & related[cell] for bits, cell in zip(rows, cells, strict=True)]
    return rows


def _covering(narrow: Cell, index: ColumnIndex) -> int:
    if isinstance(narrow, OneOf):
        whole = reduce(lambda bits, cell: bits & _covering(cell, index), narrow.cells, (1 << index.size) - 1)
        return whole | index.anything | _others(narrow, index, covers)
    bits = index.anything | _others(narrow, index, covers)
    if isinstance(narrow, Value):
        found = [bits_of(index.literal.get(key, ()), index.size) for key in narrow.keys]
        bits |= reduce(lambda left, right: left & right, found)
    return bits


def _meeting(one: Cell, index: ColumnIndex) -> int:
    bits = index.anything | _others(one, index, meet)
    if isinstance(one, Anything):
        return (1 << index.size) - 1
    keys = literals(one)
    if keys is not None:
        for key in keys:
            bits |= bits_of(index.literal.get(key, ()), index.size)
    else:
        for key, rows in index.literal.items():
            if fits(one, key):
                bits |= bits_of(rows, index.size)
    return bits


def _others(cell: Cell, index: ColumnIndex, relation: Any) -> int:
    bits = 0
    for other, rows in index.other:
        if relation(other, cell):
            bits |= rows
    return bits


def _covers_numbers(wide: Limit | Between, narrow: Cell) -> bool:
    if isinstance(narrow, Value):
        return fits(wide, narrow.text)
    if isinstance(narrow, Between):
        return fits(wide, narrow.low) and fits(wide, narrow.high)
    if not (isinstance(narrow, Limit) and isinstance(wide, Limit)) or narrow.sign[0] != wide.sign[0]:
        return False
    sign = order(narrow.bound, wide.bound)
    if sign is None:
        return False
    inside = sign > 0 if wide.sign[0] == ">" else sign < 0
    return inside or (sign == 0 and (wide.sign == narrow.sign or wide.sign in {">=", "<="}))


def _ends(cell: Limit | Between) -> list[str]:
    return [cell.low, cell.high] if isinstance(cell, Between) else [cell.bound]


def _open_same_way(one: Cell, other: Cell) -> bool:
    if not (isinstance(one, Limit) and isinstance(other, Limit)) or order(one.bound, other.bound) is None:
        return False
    if one.sign[0] == other.sign[0]:
        return True
    low, high = (one, other) if one.sign[0] == ">" else (other, one)
    return order(low.bound, high.bound) == -1


def _has_pattern(cell: Cell) -> bool:
    return isinstance(cell, Like) or (isinstance(cell, (OneOf, NoneOf)) and any(map(_has_pattern, cell.cells)))


def _samples(cells: set[Cell], kind: Kind) -> list[Any]:
    samples: list[Any] = [] if kind.always else [None]
    if kind.values:
        return [*samples, *kind.values]
    if kind.base == "boolean":
        return [*samples, True, False]
    named = [text for cell in cells for text in _named(cell)]
    for text in named:
        number = to_number(text)
        if number is not None:
            step = Decimal("0.000001")
            samples += [plain_number(number - step), plain_number(number), plain_number(number + step)]
        if kind.base != "number":
            samples.append(text)
        if day(text) is not None:
            samples += ["0001-01-01", "9999-12-31"]
    return [*samples, *([] if kind.base in {"number", "date", "moment"} else ["another value"])]


def _named(cell: Cell) -> list[str]:
    match cell:
        case Value(text=text):
            return [text]
        case Limit() | Between():
            return _ends(cell)
        case OneOf(cells=cells) | NoneOf(cells=cells):
            return [text for inner in cells for text in _named(inner)]
        case _:
            return []


def _combinations(
    columns: list[tuple[str, dict[int, Any]]], bits: int, chosen: dict[str, Any]
) -> Iterator[tuple[int, dict[str, Any]]]:
    if not columns or not bits:
        yield bits, chosen
        return
    name, different = columns[0]
    for fitting, value in different.items():
        yield from _combinations(columns[1:], bits & fitting, {**chosen, name: value})

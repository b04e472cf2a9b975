"""A decision table: rows in order, the first that fits gives the outputs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from pydantic import model_validator

from workflow.comparison import show
from workflow.document import Frozen
from workflow.expressions import look_up
from workflow.tables.cells import Anything, Cell, fits, read_cell, tell
from workflow.tables.decision import Decision, Miss
from workflow.tables.index import ColumnIndex, first_rows, index_column, lowest

MOST_TOLD = 12
"""Rows of which a decision tells why they did not hit; near misses likewise."""
LONGEST_INPUT = 500
"""Characters of a text that are kept in a decision's inputs."""


class Row(Frozen):
    """One row: its line in the file (from 1), a text for each column."""

    line: int
    cells: tuple[str, ...]


class DecisionTable(Frozen):
    """A table as operations wrote it. `outputs` are the last columns; the others are inputs, read by dotted name."""

    name: str
    columns: tuple[str, ...]
    outputs: tuple[str, ...]
    rows: tuple[Row, ...]

    @model_validator(mode="after")
    def _shaped(self) -> DecisionTable:
        if not self.outputs or self.columns[-len(self.outputs) :] != self.outputs:
            raise ValueError("the outputs are the last columns")
        if any(len(row.cells) != len(self.columns) for row in self.rows):
            raise ValueError("each row has a cell for each column")
        return self

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that are read."""
        return self.columns[: -len(self.outputs)]

    def cell(self, row: Row, column: str) -> Cell:
        """What an input cell asks."""
        return read_cell(row.cells[self.columns.index(column)])

    @cached_property
    def indexes(self) -> tuple[ColumnIndex, ...]:
        """The index of each input column, made when it is first used."""
        return tuple(index_column([read_cell(row.cells[at]) for row in self.rows]) for at in range(len(self.inputs)))

    @cached_property
    def _paths(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((column, tuple(column.split("."))) for column in self.inputs)

    def decide(self, values: Mapping[str, Any], gives: tuple[str, ...] = ()) -> Decision:
        """The first row that fits the values, and why; `line` is None where none does. Never raises for values.

        `gives` limits the outputs that are given to some of the table's.
        """
        outputs = gives or self.outputs
        read = {column: look_up(values, path) for column, path in self._paths}
        everything = (1 << len(self.rows)) - 1
        fitting = [index.rows(value) for index, value in zip(self.indexes, read.values(), strict=True)]
        # before[i]: rows that fit all columns before i; after[i]: all after i. Together: all columns but i.
        before, after = [everything], [everything]
        for bits in fitting:
            before.append(before[-1] & bits)
        for bits in reversed(fitting):
            after.append(after[-1] & bits)
        after.reverse()
        hits = before[-1]
        hit = lowest(hits) if hits else None
        earlier = everything if hit is None else (1 << hit) - 1
        row = None if hit is None else self.rows[hit]
        nearly = 0
        for at, bits in enumerate(fitting):
            nearly |= before[at] & after[at + 1] & ~bits
        near = first_rows(nearly & earlier, MOST_TOLD)
        near += first_rows(nearly & ~earlier, MOST_TOLD - len(near))
        missed = first_rows(earlier, MOST_TOLD)
        return Decision(
            table=self.name,
            line=row.line if row else None,
            given=dict(self._given(row, outputs)) if row else dict.fromkeys(outputs),
            inputs={column: _kept(value) for column, value in read.items()},
            reason=self._reason(row, read, outputs),
            missed=tuple(self._miss(self.rows[index], read) for index in missed),
            missed_more=earlier.bit_count() - len(missed),
            near_misses=tuple(self._miss(self.rows[index], read) for index in near),
        )

    def _reason(self, row: Row | None, read: Mapping[str, Any], outputs: tuple[str, ...]) -> str:
        if row is None:
            told = ", ".join(f"{column} is {show(value)}" for column, value in read.items())
            return f"No row of {self.name} fits" + (f": {told}" if told else "")
        asked = [(column, self.cell(row, column)) for column in read]
        told = _joined([f"{column} {tell(cell)}" for column, cell in asked if not isinstance(cell, Anything)])
        given = _joined([f"{column} is {cell or 'left empty'}" for column, cell in self._given(row, outputs)])
        because = f"because {told}" if told else "which fits everything that no earlier row does"
        return f"{given[:1].upper()}{given[1:]} by line {row.line} of {self.name}, {because}"

    def _given(self, row: Row, outputs: tuple[str, ...]) -> list[tuple[str, str | None]]:
        return [(column, row.cells[self.columns.index(column)] or None) for column in outputs]

    def _miss(self, row: Row, read: Mapping[str, Any]) -> Miss:
        for column, value in read.items():
            cell = self.cell(row, column)
            if not fits(cell, value):
                return Miss(
                    line=row.line,
                    column=column,
                    cell=row.cells[self.columns.index(column)],
                    value=_kept(value),
                    reason=f"line {row.line} asks that {column} {tell(cell)}, but it is {show(value)}",
                )
        raise AssertionError("a row that fits is no miss")


def _kept(value: Any) -> Any:
    # Inputs go into the trace: as plain data, long texts cut.
    if isinstance(value, str):
        return value if len(value) <= LONGEST_INPUT else value[: LONGEST_INPUT - 1] + "…"
    if isinstance(value, (list, tuple)):
        return [_kept(element) for element in value[:50]]
    if isinstance(value, dict):
        return {str(name): _kept(part) for name, part in list(value.items())[:50]}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


def _joined(pieces: list[str]) -> str:
    return pieces[0] if len(pieces) == 1 else ", ".join(pieces[:-1]) + " and " + pieces[-1] if pieces else ""

"""The rows of a table as they are written, by what they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.tables.reading import read_table


@dataclass(frozen=True)
class PlainRow:
    """One row. `fits`: column → cell of the inputs that are not empty; `given`: column → cell of the outputs."""

    line: int
    fits: dict[str, str]
    given: dict[str, str]

    @property
    def condition(self) -> str:
        """What it fits, in words."""
        return ", ".join(f"{name} = {cell}" for name, cell in self.fits.items()) or "for anything else"

    @property
    def words(self) -> str:
        """The whole row in words."""
        return f"{self.condition} → {', '.join(f'{name} {cell}' for name, cell in self.given.items())}"


@dataclass(frozen=True)
class Rows:
    """A table's columns, and its rows by what they fit; the same condition again has a number behind it."""

    columns: tuple[str, ...] = ()
    rows: dict[str, PlainRow] = field(default_factory=dict)


def read_rows(text: str, outputs: Sequence[str] = ()) -> Rows:
    """The rows of a CSV text; none where it is no table. Without `outputs`, the last column is the output."""
    table, _ = read_table(text, "table", tuple(outputs))
    if table is None and outputs:
        table, _ = read_table(text, "table")
    if table is None:
        return Rows()
    rows: dict[str, PlainRow] = {}
    for row in table.rows:
        cells = dict(zip(table.columns, row.cells, strict=False))
        plain = PlainRow(
            line=row.line,
            fits={name: cell for name, cell in cells.items() if name not in table.outputs and cell},
            given={name: cells.get(name, "") for name in table.outputs},
        )
        key = plain.condition
        while key in rows:
            key += " (again)"
        rows[key] = plain
    return Rows(table.columns, rows)

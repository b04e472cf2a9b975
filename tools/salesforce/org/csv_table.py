"""CSV files as exported from an org or a spreadsheet: rows with the line that each begins on."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import InputError

LARGEST_CELL = 1_000_000
SHOWN = 50
"""Problems that an error message lists."""

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file. `line` counts from 1 (0: the whole file)."""

    file: str
    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}, column {self.column}: {self.message}" if self.column else f"{place}: {self.message}"


class LoadError(InputError):
    """Files cannot be loaded, and nothing of them was: says file, line and column of everything that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        more = f"\n... and {len(problems) - SHOWN} more" if len(problems) > SHOWN else ""
        super().__init__("\n".join(str(problem) for problem in problems[:SHOWN]) + more)


@dataclass(frozen=True)
class Row:
    """One record of a file: its cells by column, without white space around them."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file that could be read; rows that could not are among the problems."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def sobject(self) -> str:
        """The object that the file is named for."""
        return self.file.rpartition(".")[0]


def read(path: Path) -> Table:
    """The rows of a file in UTF-8 or (by its mark) UTF-16, separated by commas or semicolons; cells may hold lines."""
    file = path.name
    try:
        text = _decode(path.read_bytes())
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        problem = f"not UTF-8 text (byte {error.object[error.start]:#04x}); save it as CSV UTF-8"
        return Table(file, (), (), (Problem(file, line, "", problem),))
    head = text.split("\n", 1)[0]
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: tuple[str, ...] = ()
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.append(Problem(file, line, "", f"cannot be read as CSV: {error}"))
            break
        if not columns:
            columns = tuple(cell.strip() for cell in cells)
            problems += _header_problems(file, columns)
            if problems:
                break
        elif len(cells) != len(columns):
            if any(cell.strip() for cell in cells):
                problems.append(Problem(file, line, "", f"has {len(cells)} cells where the header has {len(columns)}"))
        elif any(cell.strip() for cell in cells):
            rows.append(Row(line, {name: cell.strip() for name, cell in zip(columns, cells, strict=True)}))
    if not columns:
        problems.append(Problem(file, 0, "", "is empty; the first line must name the fields"))
    return Table(file, columns, tuple(rows), tuple(problems))


def _header_problems(file: str, columns: tuple[str, ...]) -> list[Problem]:
    found = []
    lower = [name.lower() for name in columns]
    for position, name in enumerate(columns):
        if not name:
            found.append(Problem(file, 1, "", f"column {position + 1} has no name"))
        elif lower.index(name.lower()) < position:
            found.append(Problem(file, 1, name, "the column is named twice"))
    return found


def _decode(raw: bytes) -> str:
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding)
    return raw.decode("utf-8")

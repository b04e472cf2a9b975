"""CSV → decision table. Lines that begin with `#` are comments; blank lines and trailing empty columns are skipped."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from workflow.errors import BundleError, ExpressionError
from workflow.nearest import suggestion
from workflow.tables.cells import read_cell
from workflow.tables.table import DecisionTable, Row

MOST_ROWS = 50_000
MOST_COLUMNS = 60
_COLUMN = re.compile(r"[^\W\d]\w*(\.\w+)*")


def read_table(
    text: str, name: str, gives: tuple[str, ...] = (), file: str = ""
) -> tuple[DecisionTable | None, list[BundleError]]:
    """The table of a CSV text, and all that is wrong with it; no table where anything is.

    `gives` are the output columns; without it, the last column is the output. `file` is named in the errors.
    """
    file = file or f"tables/{name}.csv"
    lines = list(_lines(text.removeprefix("\ufeff"), file))
    errors = [line for line in lines if isinstance(line, BundleError)]
    rows = [line for line in lines if not isinstance(line, BundleError)]
    if not rows:
        return None, errors or [BundleError(file, "", "the table is empty", "The first line names the columns")]
    line, header = rows[0]
    columns = _trimmed(header)
    errors += _header_errors(file, line, columns, gives)
    if errors:
        return None, errors
    outputs = gives or columns[-1:]
    read = []
    for line, cells in rows[1:]:
        row, problems = _row(file, line, cells, columns, len(columns) - len(outputs))
        errors += problems
        if row:
            read.append(row)
    if not read and not errors:
        errors.append(BundleError(file, "", "the table has no rows", "Add a row below the header"))
    if len(read) > MOST_ROWS:
        errors.append(BundleError(file, "", f"the table has {len(read)} rows, {MOST_ROWS} are the most"))
    if errors:
        return None, errors
    ordered = tuple(column for column in columns if column in outputs)
    return DecisionTable(name=name, columns=columns, outputs=ordered, rows=tuple(read)), []


def _lines(text: str, file: str) -> Iterator[tuple[int, list[str]] | BundleError]:
    # Line by line, so that a quote left open, or one in a comment, cannot swallow the rows below it.
    delimiter = ""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith(("#", '"#')):
            continue
        delimiter = delimiter or _delimiter(line)
        try:
            cells = next(csv.reader([line], delimiter=delimiter, strict=True, skipinitialspace=True))
        except (csv.Error, StopIteration) as error:
            told = "a quote is not closed on its line" if "unexpected end" in str(error) else str(error)
            yield BundleError(
                file, "", told, 'A cell with a comma or a quote is written "a, b" or "a ""b"""', line=number
            )
            continue
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


def _delimiter(header: str) -> str:
    # Spreadsheets of some countries part columns by ';'. A header has no other use for it.
    return "," if "," in header else next((sign for sign in (";", "\t") if sign in header), ",")


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return tuple(cells)


def _header_errors(file: str, line: int, columns: tuple[str, ...], gives: tuple[str, ...]) -> list[BundleError]:
    errors = []
    for index, column in enumerate(columns):
        if not column:
            errors.append(BundleError(file, f"column {index + 1}", "the column has no name", line=line))
        elif not _COLUMN.fullmatch(column):
            problem = "this is no name of a value"
            errors.append(
                BundleError(file, column, problem, "Names are as in expressions: category, amount.amount", line=line)
            )
        elif column in columns[:index]:
            errors.append(BundleError(file, column, "two columns have this name", "Remove one of them", line=line))
    if len(columns) > MOST_COLUMNS:
        errors.append(BundleError(file, "", f"{len(columns)} columns, {MOST_COLUMNS} are the most", line=line))
    for output in gives:
        if output not in columns:
            cure = suggestion(output, columns, "column")
            errors.append(
                BundleError(file, output, "the table has no such column, but a decide step gives it", cure, line=line)
            )
    last = columns[len(columns) - len(gives) :] if gives else ()
    if gives and not errors and set(last) != set(gives):
        cure = f"Put the columns that the decide step gives ({', '.join(gives)}) after all others"
        errors.append(BundleError(file, ", ".join(last), "an input stands after an output", cure, line=line))
    return errors


def _row(
    file: str, line: int, cells: list[str], columns: tuple[str, ...], inputs: int
) -> tuple[Row | None, list[BundleError]]:
    if any(cells[len(columns) :]):
        problem = f"the row has {len(_trimmed(cells))} cells, the header {len(columns)}"
        return None, [BundleError(file, "", problem, "Put a cell that holds a comma in double quotes", line=line)]
    if len(cells) < len(columns):
        problem = f"the row has {len(cells)} cells, the header {len(columns)}"
        return None, [BundleError(file, "", problem, "Write a comma for each empty cell", line=line)]
    errors = []
    for column, cell in zip(columns[:inputs], cells, strict=False):
        try:
            read_cell(cell)
        except ExpressionError as error:
            errors.append(
                BundleError(file, column, f"the cell «{cell[:80]}» cannot be read", _sentence(error.problem), line=line)
            )
    return (None, errors) if errors else (Row(line=line, cells=tuple(cells[: len(columns)])), [])


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]

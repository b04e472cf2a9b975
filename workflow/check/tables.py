"""Decision tables: whether each cell can be meant, each row reached, and each value taken."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.bundle import Bundle
from workflow.check.expressions import check_name
from workflow.check.finding import Finding, Level
from workflow.comparison import day, key, show, to_number
from workflow.definition import WorkflowDefinition
from workflow.expressions import Kind
from workflow.names import Known
from workflow.nearest import suggestion
from workflow.tables import DecisionTable, Row
from workflow.tables.cells import Anything, Between, Cell, Like, Limit, NoneOf, OneOf, Presence, Value, tell
from workflow.tables.coverage import covered_rows, meeting_rows, try_samples

MOST_MEETINGS = 5
MOST_OF_A_KIND = 50


def check_inputs(table: DecisionTable, known: Known) -> list[Finding]:
    """Findings about the columns that a table reads and their cells, where these names are known."""
    file = file_of(table)
    found: list[Finding] = []
    for column in table.inputs:
        problems = check_name(file, column, column, known)
        found += problems
        if problems:
            continue
        kind = known.kind(column)
        said: set[str] = set()
        for row in table.rows:
            text = row.cells[table.columns.index(column)]
            if text not in said:
                said.add(text)
                found += _check_cell(file, row, column, table.cell(row, column), kind)
    return found


def check_rows(table: DecisionTable, kinds: Mapping[str, Kind]) -> list[Finding]:
    """Findings about rows: those that are never reached, that meet others, that give nothing; and what no row takes."""
    file = file_of(table)
    found: list[Finding] = []
    covered = dict(covered_rows(table))
    for at, by in covered.items():
        problem = f"the row is never reached: line {table.rows[by].line} takes all that it asks for"
        found.append(_of_row("error", file, table.rows[at], problem, "Move it up, or remove it"))
    trial = try_samples(table, kinds)
    if trial is not None:
        for at, row in enumerate(table.rows):
            if not trial.reached >> at & 1 and at not in covered and not _asks_impossible(table, row, kinds):
                problem = "no combination of values that could be found reaches the row"
                found.append(_of_row("warning", file, row, problem, "The rows above take all that it asks for"))
        if trial.gap is not None:
            told = ", ".join(f"{column} is {show(value)}" for column, value in trial.gap.items())
            problem = f"no row fits where {told or 'anything is'}"
            found.append(
                Finding(
                    level="warning",
                    file=file,
                    key="",
                    problem=problem,
                    cure="A person is asked then. Add a last row that fits",
                )
            )
    elif not all(isinstance(table.cell(table.rows[-1], column), Anything) for column in table.inputs):
        problem = "the last row does not fit everything, so that there may be cases that no row fits"
        found.append(
            _of_row("warning", file, table.rows[-1], problem, "A person is asked then. Add a row of empty inputs")
        )
    return found + _meetings(file, table) + _outputs(file, table)


def check_owners(bundle: Bundle, workflow: WorkflowDefinition, table: DecisionTable) -> list[Finding]:
    """A warning for each queue that the table gives and no team has; none where no teams are defined."""
    column = workflow.record.owner
    if column not in table.outputs or not bundle.teams:
        return []
    at, said, found = table.columns.index(column), set(), []
    for row in table.rows:
        queue = row.cells[at]
        if queue and queue not in bundle.teams and queue not in said:
            said.add(queue)
            problem = f"no team has the queue '{queue}'"
            found.append(_of_row("warning", file_of(table), row, problem, suggestion(queue, bundle.teams), column))
    return found[:MOST_OF_A_KIND]


def file_of(table: DecisionTable) -> str:
    """The table's file in the bundle."""
    return f"tables/{table.name}.csv"


def _check_cell(file: str, row: Row, column: str, cell: Cell, kind: Kind) -> list[Finding]:
    match cell:
        case OneOf(cells=cells) | NoneOf(cells=cells):
            return [finding for inner in cells for finding in _check_cell(file, row, column, inner, kind)]
        case Presence(wanted=wanted):
            if kind.always and not wanted:
                return [_of_row("warning", file, row, f"{column} is never empty", "Remove the row", column)]
            return []
        case Limit(bound=low) | Between(low=low):
            problem = _not_ordered(column, low, kind)
            level: Level = "warning" if kind.base == "text" and not kind.values else "error"
            return [_of_row(level, file, row, problem, _parts(column, kind), column)] if problem else []
        case Value(text=text):
            return _check_value(file, row, column, text, kind)
        case Like():
            if kind.base in {"object", "boolean"}:
                problem = f"a pattern is looked for in texts, but {column} is {kind.words}"
                return [_of_row("error", file, row, problem, _parts(column, kind), column)]
            return []
        case _:
            return []


def _check_value(file: str, row: Row, column: str, text: str, kind: Kind) -> list[Finding]:
    problem, cure = "", ""
    if kind.values and key(text) not in {key(value) for value in kind.values}:
        problem, cure = f"'{text}' is none of the values of {column}", suggestion(text, kind.values)
    elif kind.base == "boolean" and key(text) not in {"true", "false"}:
        problem, cure = f"{column} is true or false, not '{text}'", "Write true, false, set or empty"
    elif kind.base == "number" and to_number(text) is None:
        problem = f"{column} is a number, not '{text}'"
    elif kind.base == "date" and day(text) is None:
        problem, cure = f"{column} is a date, not '{text}'", "A date is written YYYY-MM-DD"
    elif kind.base == "object":
        problem, cure = f"{column} has parts and equals nothing", _parts(column, kind) or "Write set or empty"
    return [_of_row("error", file, row, problem, cure, column)] if problem else []


def _not_ordered(column: str, bound: str, kind: Kind) -> str:
    if kind.values:
        shown = ", ".join(kind.values[:6]) + (" …" if len(kind.values) > 6 else "")
        return f"'{bound}' asks for a number, but {column} is one of {shown}"
    if kind.base in {"boolean", "object", "text"}:
        return f"'{bound}' asks for a number or a date, but {column} is {kind.words}"
    if kind.base == "number" and to_number(bound) is None:
        return f"{column} is a number, not a date"
    if kind.base in {"date", "moment"} and day(bound) is None:
        return f"{column} is a date, not a number"
    return ""


def _parts(column: str, kind: Kind) -> str:
    return f"Read one of its parts: {', '.join(f'{column}.{part}' for part in kind.parts)}" if kind.parts else ""


def _asks_impossible(table: DecisionTable, row: Row, kinds: Mapping[str, Kind]) -> bool:
    # Told already, cell by cell, for what it is.
    return any(
        _check_cell("", row, column, table.cell(row, column), kinds[column])
        for column in table.inputs
        if column in kinds
    )


def _meetings(file: str, table: DecisionTable) -> list[Finding]:
    pairs, count = meeting_rows(table, MOST_MEETINGS)
    found = []
    for first, second in pairs:
        one, other = table.rows[first], table.rows[second]
        asked = {column: _narrower(table, one, other, column) for column in table.inputs}
        told = " and ".join(
            f"{column} {tell(cell)}" for column, cell in asked.items() if not isinstance(cell, Anything)
        )
        problem = f"lines {one.line} and {other.line} may both fit where {told}; line {one.line} wins"
        found.append(_of_row("info", file, other, problem, ""))
    if count > len(pairs):
        problem = f"{count - len(pairs)} more pairs of rows may fit the same values; the upper row wins"
        found.append(Finding(level="info", file=file, key="", problem=problem))
    return found


def _narrower(table: DecisionTable, one: Row, other: Row, column: str) -> Cell:
    cell = table.cell(one, column)
    return table.cell(other, column) if isinstance(cell, (Anything, Presence)) else cell


def _outputs(file: str, table: DecisionTable) -> list[Finding]:
    found = []
    for column in table.outputs:
        at = table.columns.index(column)
        empty = [row for row in table.rows if not row.cells[at]]
        if len(empty) == len(table.rows):
            found.append(
                Finding(
                    level="warning",
                    file=file,
                    key=column,
                    problem="no row gives a value",
                    cure="Fill the column, or remove it",
                )
            )
        elif len(table.outputs) == 1:
            found += [_of_row("warning", file, row, "the row gives nothing", "Fill the cell", column) for row in empty]
    return found[:MOST_OF_A_KIND]


def _of_row(level: Level, file: str, row: Row, problem: str, cure: str, column: str = "") -> Finding:
    return Finding(level=level, file=file, key=column, problem=problem, cure=cure, line=row.line)

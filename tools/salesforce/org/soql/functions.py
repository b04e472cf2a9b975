"""Operands: fields, aggregates, parts of dates, labels, localised values and distances as columns."""

from __future__ import annotations

from dataclasses import dataclass

from tools.salesforce.org.calendar_parts import PARTS
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import NUMBERS, Field
from tools.salesforce.org.soql import location, syntax
from tools.salesforce.org.soql.columns import Column, Columns
from tools.salesforce.org.soql.parsing import malformed

AGGREGATES = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
DATE_PARTS = frozenset(PARTS) | {"DAY_ONLY"}


def totals(operand: syntax.Operand) -> bool:
    """Whether an operand is an aggregate, localised or not."""
    if not isinstance(operand, syntax.Function):
        return False
    inner = operand.arguments[0] if operand.name == "FORMAT" and operand.arguments else None
    return operand.name in AGGREGATES or (isinstance(inner, syntax.Function) and totals(inner))


@dataclass(frozen=True)
class Operands:
    """Finds the columns of operands. `zone` is the running user's, for convertTimezone."""

    text: str
    zone: str

    def column(self, columns: Columns, operand: syntax.Operand) -> Column:
        """The column of an operand; raises ApiError for a function that does not fit or is not supported."""
        if isinstance(operand, syntax.Path):
            return columns.resolve(operand)
        if operand.name == "COUNT" and not operand.arguments:
            return Column("COUNT(*)", _plain("int"), None)
        if operand.name == "DISTANCE":
            return location.distance(columns, operand)
        if len(operand.arguments) != 1 or isinstance(operand.arguments[0], syntax.Literal):
            raise self.unsupported(operand)
        argument = operand.arguments[0]
        if operand.name == "FORMAT":
            return self._localised(self.column(columns, argument))
        if operand.name in DATE_PARTS:
            return self._date_part(columns, operand, argument)
        if isinstance(argument, syntax.Function) or operand.name not in AGGREGATES | {"TOLABEL", "GROUPING"}:
            raise self.unsupported(operand)
        column = columns.resolve(argument)
        if operand.name == "GROUPING":
            return Column(f"GROUPING({column.sql})", _plain("int"), None)
        return column if operand.name == "TOLABEL" else self._aggregate(operand, column)

    def unsupported(self, function: syntax.Function) -> ApiError:
        """The refusal of a function that the embedded org does not know."""
        return malformed(self.text, function.at, f"{function.name} is not supported here by the embedded org")

    def _localised(self, column: Column) -> Column:
        """A value as people read it, in the locale en_US and the running user's time zone."""
        one = column.field
        sql = f"localised({column.sql}, '{one.type}', {one.scale}, '{self.zone}')"
        return Column(sql, _plain("string").model_copy(update={"name": one.name}), column.sobject, column.parents)

    def _aggregate(self, operand: syntax.Function, column: Column) -> Column:
        name = operand.name
        if (
            column.field.long
            or column.field.type == "boolean"
            or (name in ("SUM", "AVG") and column.field.type not in NUMBERS)
        ):
            problem = f"field {column.name} does not support aggregate operator {name}"
            raise malformed(self.text, operand.at, problem)
        if name == "COUNT":
            return Column(f"COUNT({column.sql})", _plain("int"), None)
        if name == "COUNT_DISTINCT":
            return Column(f"COUNT(DISTINCT {column.sql})", _plain("int"), None)
        kind = _plain("double") if name in ("SUM", "AVG") else column.field
        return Column(f"{name}({column.sql})", kind, None)

    def _date_part(self, columns: Columns, operand: syntax.Function, argument: syntax.Operand) -> Column:
        zone = "UTC"
        if isinstance(argument, syntax.Function):
            inner = argument.arguments[0] if argument.name == "CONVERTTIMEZONE" and argument.arguments else None
            if not isinstance(inner, syntax.Path):
                raise self.unsupported(argument)
            argument, zone = inner, self.zone
        column = columns.resolve(argument)
        if column.field.type not in ("date", "datetime"):
            problem = f"field {column.name} does not support the function {operand.name}"
            raise malformed(self.text, operand.at, problem)
        sql = f"date_part('{operand.name}', {column.sql}, '{zone}')"
        return Column(sql, _plain("date" if operand.name == "DAY_ONLY" else "int"), None)


def _plain(kind: str) -> Field:
    return Field.model_validate({"name": "expr", "label": "expr", "type": kind})

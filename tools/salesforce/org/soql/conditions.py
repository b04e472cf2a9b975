"""Conditions: WHERE and HAVING as SQL with parameters.

Every condition is two-valued, as in SOQL: a comparison with an empty field is false, and `!=`, NOT IN and NOT hold
for empty fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.schema import NUMBERS
from tools.salesforce.org.soql import dates, syntax
from tools.salesforce.org.soql.columns import Column
from tools.salesforce.org.soql.parsing import malformed
from tools.salesforce.org.soql.text import BadEscape, pattern, read
from tools.salesforce.org.values import in_range, stamp

Sql = tuple[str, list[Any]]
"""SQL text and its parameters, in order."""

TYPE_NAMES = {"datetime": "dateTime", "currency": "double", "percent": "double"}
WILD = 100
"""Wild cards that a pattern may have, so that matching stays quick."""


@dataclass(frozen=True)
class Conditions:
    """Turns conditions into SQL. `column` finds an operand; `inner` compiles the query of a semi-join."""

    text: str
    now: str
    zone: str
    column: Callable[[syntax.Operand], Column]
    inner: Callable[[syntax.Query, Column], Sql]

    def sql(self, condition: syntax.Condition) -> Sql:
        """The condition as SQL."""
        if isinstance(condition, syntax.Chain):
            return self._chain(condition)
        if isinstance(condition, syntax.Not):
            inner, parameters = self.sql(condition.part)
            return f"NOT COALESCE({inner}, 0)", parameters
        if isinstance(condition, syntax.Like):
            return self._like(condition)
        if isinstance(condition, syntax.Compare):
            return self._compare(condition)
        return self._within(condition)

    def _chain(self, chain: syntax.Chain) -> Sql:
        if chain.operators[0] == "OR":
            for part in chain.parts:
                if isinstance(part, syntax.Within) and isinstance(part.values, syntax.Query):
                    problem = "Semi join sub-selects are not allowed with the 'OR' operator"
                    raise malformed(self.text, part.at, problem)
        pieces = [self.sql(part) for part in chain.parts]
        joined = f" {chain.operators[0]} ".join(sql for sql, _ in pieces)
        return f"({joined})", [p for _, parameters in pieces for p in parameters]

    def _compare(self, condition: syntax.Compare) -> Sql:
        column, operator, value = self._operand(condition.operand), condition.operator, condition.value
        if value.kind in ("date_word", "date_count"):
            return self._span(column, operator, value)
        kept = self._value(column, value)
        place = column.sql
        if kept is None:
            if operator not in ("=", "!="):
                raise malformed(self.text, value.at, "invalid operator for null", "INVALID_QUERY_FILTER_OPERATOR")
            if column.field.type == "boolean":
                return ("0" if operator == "=" else "1"), []
            return (f"{place} IS NULL" if operator == "=" else f"{place} IS NOT NULL"), []
        if column.field.type == "boolean":
            if operator not in ("=", "!="):
                raise malformed(self.text, value.at, "invalid operator on boolean", "INVALID_QUERY_FILTER_OPERATOR")
            place = f"COALESCE({place}, 0)"
        function = condition.operand.name if isinstance(condition.operand, syntax.Function) else ""
        if function == "DISTANCE" and operator not in ("<", ">"):
            problem = "DISTANCE is compared by < and > only"
            raise malformed(self.text, value.at, problem, "INVALID_QUERY_FILTER_OPERATOR")
        hole = "?"
        if column.field.text and not str(kept).isascii() and not column.field.case_sensitive:
            place, hole = f"fold({place})", "fold(?)"
        if operator == "!=":
            return f"({place} IS NULL OR {place} <> {hole})", [kept]
        return f"{place} {operator} {hole}", [kept]

    def _span(self, column: Column, operator: str, value: syntax.Literal) -> Sql:
        """A date literal is a span of days: equal is inside it, greater is after it."""
        start, end = self._days(column, value)
        place = column.sql
        if operator == "=":
            return f"({place} >= ? AND {place} < ?)", [start, end]
        if operator == "!=":
            return f"({place} IS NULL OR {place} < ? OR {place} >= ?)", [start, end]
        edge = {"<": ("<", start), "<=": ("<", end), ">": (">=", end), ">=": (">=", start)}[operator]
        return f"{place} {edge[0]} ?", [edge[1]]

    def _like(self, condition: syntax.Like) -> Sql:
        column, value = self._operand(condition.operand), condition.value
        if not column.field.text or column.field.type == "multipicklist":
            raise malformed(self.text, value.at, "invalid operator", "INVALID_QUERY_FILTER_OPERATOR")
        if value.kind != "string":
            raise self._wrong_type(column, value)
        wanted = self._escape(value, pattern)
        if wanted.count("%") + wanted.count("_") > WILD:
            raise malformed(self.text, value.at, f"a pattern may have {WILD} wild cards at most")
        if wanted.isascii():
            return f"{column.sql} LIKE ? ESCAPE '\\'", [wanted]
        return f"fold({column.sql}) LIKE fold(?) ESCAPE '\\'", [wanted]

    def _within(self, condition: syntax.Within) -> Sql:
        column = self._operand(condition.operand)
        if condition.operator in ("INCLUDES", "EXCLUDES"):
            return self._choices(column, condition)
        negated = condition.operator == "NOT IN"
        if isinstance(condition.values, syntax.Query):
            if column.field.type not in ("id", "reference"):
                problem = (
                    "The left operand field in the where expression for outer query should be an id field, cannot use: "
                    f"'{column.name}'"
                )
                raise malformed(self.text, condition.at, problem)
            inner, parameters = self.inner(condition.values, column)
            if negated:
                return f"({column.sql} IS NULL OR {column.sql} NOT IN ({inner}))", parameters
            return f"{column.sql} IN ({inner})", parameters
        return self._one_of(column, condition.values, negated)

    def _one_of(self, column: Column, values: tuple[syntax.Literal, ...] | syntax.Literal, negated: bool) -> Sql:
        if isinstance(values, syntax.Literal):
            values = (values,)
        spans = [v for v in values if v.kind in ("date_word", "date_count")]
        kept = [self._value(column, v) for v in values if v not in spans]
        plain = [v for v in kept if v is not None]
        pieces: list[Sql] = [self._span(column, "=", v) for v in spans]
        if plain:
            pieces.append(self._listed(column, plain))
        if any(v is None for v in kept):
            pieces.append((f"{column.sql} IS NULL", []))
        joined = " OR ".join(sql for sql, _ in pieces) or "0"
        parameters = [p for _, some in pieces for p in some]
        return (f"NOT COALESCE(({joined}), 0)" if negated else f"({joined})"), parameters

    def _listed(self, column: Column, values: list[Any]) -> Sql:
        place, hole = column.sql, "?"
        if column.field.text and not column.field.case_sensitive and not all(str(v).isascii() for v in values):
            place, values = f"fold({place})", [str(v).casefold() for v in values]
        if len(values) > 20:
            return f"{place} IN (SELECT value FROM json_each(?))", [json.dumps(values, ensure_ascii=False)]
        return f"{place} IN ({', '.join([hole] * len(values))})", values

    def _choices(self, column: Column, condition: syntax.Within) -> Sql:
        """INCLUDES ('a;b', 'c'): a and b, or c, are among the chosen values."""
        values = condition.values
        if column.field.type != "multipicklist" or isinstance(values, (syntax.Query, syntax.Literal)):
            problem = f"{condition.operator.lower()} operator is only for multi-select picklists"
            raise malformed(self.text, condition.at, problem, "INVALID_QUERY_FILTER_OPERATOR")
        groups, parameters = [], []
        for value in values:
            kept = self._value(column, value)
            wanted = str(kept or "").split(";")
            groups.append(" AND ".join([f"instr(lower(';' || {column.sql} || ';'), lower(?)) > 0"] * len(wanted)))
            parameters += [f";{one.strip()};" for one in wanted]
        joined = " OR ".join(f"({group})" for group in groups)
        return (f"({joined})" if condition.operator == "INCLUDES" else f"NOT COALESCE(({joined}), 0)"), parameters

    def _operand(self, operand: syntax.Operand) -> Column:
        column = self.column(operand)
        if column.field.long:
            at = operand.at
            problem = f"field '{column.name}' can not be filtered in a query call"
            raise malformed(self.text, at, problem, "INVALID_FIELD")
        return column

    def _value(self, column: Column, value: syntax.Literal) -> Any:
        """A literal in kept form; raises when its kind does not fit the field."""
        kind, field = value.kind, column.field
        if kind == "null":
            return None
        if field.type in ("id", "reference") and kind == "string":
            text = self._escape(value, read)
            if not text:
                return None
            record = normalise(text)
            if record is None:
                raise malformed(self.text, value.at, f"invalid ID field: {text}", "INVALID_QUERY_FILTER_OPERATOR")
            return record
        if field.text and kind == "string":
            return self._escape(value, read) or None
        if field.type == "boolean" and kind == "boolean":
            return int(value.text.lower() == "true")
        if field.type in NUMBERS and kind in ("integer", "decimal"):
            return float(value.text) if kind == "decimal" or len(value.text) > 18 else int(value.text)
        if field.type == "date" and kind == "date":
            return self._moment(value, lambda text: date.fromisoformat(text).isoformat())
        if field.type == "datetime" and kind == "datetime":
            return self._moment(value, _instant)
        raise self._wrong_type(column, value)

    def _moment(self, value: syntax.Literal, reader: Callable[[str], str]) -> str:
        try:
            return reader(value.text)
        except (ValueError, OverflowError):
            raise malformed(self.text, value.at, f"Invalid date: {value.text}", "INVALID_FIELD") from None

    def _days(self, column: Column, value: syntax.Literal) -> tuple[str, str]:
        if column.field.type not in ("date", "datetime"):
            raise self._wrong_type(column, value)
        zone = ZoneInfo(self.zone)
        today = datetime.fromisoformat(self.now).astimezone(zone).date()
        try:
            span = dates.span(value.text, today)
            if not all(in_range(day) for day in span):
                raise OverflowError(value.text)
            if column.field.type == "date":
                return span[0].isoformat(), span[1].isoformat()
            first, last = (stamp(datetime.combine(day, time(), zone)) for day in span)
            return first, last
        except (ValueError, OverflowError):
            raise malformed(self.text, value.at, f"Invalid date: {value.text}", "INVALID_FIELD") from None

    def _escape(self, value: syntax.Literal, reader: Callable[[str], str]) -> str:
        try:
            return reader(value.text)
        except BadEscape as error:
            problem = (
                f"Invalid string literal '{value.text}'. Illegal character sequence '\\{error}' in string literal."
            )
            raise malformed(self.text, value.at, problem) from None

    def _wrong_type(self, column: Column, value: syntax.Literal) -> ApiError:
        quoted = column.field.text or column.field.type in ("id", "reference")
        advice = "should be enclosed in quotes" if quoted else "should not be enclosed in quotes"
        kind = "string" if quoted else TYPE_NAMES.get(column.field.type, column.field.type)
        problem = f"value of filter criterion for field '{column.name}' must be of type {kind} and {advice}"
        return malformed(self.text, value.at, problem, "INVALID_FIELD")


def _instant(text: str) -> str:
    head, dot, rest = text.upper().partition(".")
    if dot:  # more digits of a second than can be read are cut
        digits = rest[: len(rest) - len(rest.lstrip("0123456789"))]
        text = f"{head}.{digits[:6]}{rest[len(digits) :]}"
    moment = datetime.fromisoformat(text)
    if not in_range(moment):
        raise ValueError(text)
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))

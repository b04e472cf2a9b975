"""What statements may not do by their meaning: limits of Salesforce on rows, fields and filters."""

from __future__ import annotations

from collections.abc import Iterator

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Sobject
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.columns import Column
from tools.salesforce.org.soql.functions import totals
from tools.salesforce.org.soql.parsing import malformed

FARTHEST = 2000
"""Rows that OFFSET may skip."""

MANY_FIELDS = 200
"""Rows that a statement with FIELDS(ALL) or FIELDS(CUSTOM) may ask for."""


MOST_CHILDREN, MOST_JOINS = 20, 2
"""Child queries that a statement may have, and semi-joins that a WHERE clause may have."""


def check(query: syntax.Query, sobject: Sobject, text: str) -> None:
    """Raises ApiError for a statement that asks for too much, or for what does not go together."""
    children = [item.query for item in query.items if isinstance(item, syntax.Subquery)]
    if len(children) > MOST_CHILDREN:
        raise malformed(text, query.at, f"at most {MOST_CHILDREN} child queries are allowed")
    joins = list(_joins(query.where))
    for inner in joins:
        if any(_joins(inner.where)):
            raise malformed(text, inner.at, "Nesting of semi join sub-selects is not supported")
    if len(joins) > MOST_JOINS:
        raise malformed(text, joins[-1].at, f"at most {MOST_JOINS} semi join sub-selects are allowed")
    check_locking(query, text)
    check_links(query, sobject)


def check_locking(query: syntax.Query, text: str) -> None:
    """FOR UPDATE locks the rows of a plain statement only."""
    if "UPDATE" not in query.purpose:
        return
    operands = [item.operand for item in query.items if isinstance(item, syntax.Field)]
    if query.order:
        raise malformed(text, query.order[0].operand.at, "ORDER BY cannot be used with FOR UPDATE")
    if query.group or any(totals(operand) for operand in operands):
        raise malformed(text, query.at, "FOR UPDATE cannot be used with aggregates")


def points_to(column: Column) -> frozenset[str]:
    """The objects whose ids a column gives."""
    if column.field.type == "id" and column.sobject is not None:
        return frozenset({column.sobject.name})
    return frozenset(column.field.reference_to) if column.field.type == "reference" else frozenset()


def _joins(condition: syntax.Condition | None) -> Iterator[syntax.Query]:
    """The queries of IN (SELECT ...) in a condition."""
    if isinstance(condition, syntax.Chain):
        for part in condition.parts:
            yield from _joins(part)
    elif isinstance(condition, syntax.Not):
        yield from _joins(condition.part)
    elif isinstance(condition, syntax.Within) and isinstance(condition.values, syntax.Query):
        yield condition.values


def check_links(query: syntax.Query, sobject: Sobject) -> None:
    """ContentDocumentLink can only be asked about one file or one record, or a list of either."""
    if sobject.name != "ContentDocumentLink":
        return
    parts = query.where.parts if isinstance(query.where, syntax.Chain) else (query.where,)
    for part in parts:
        if isinstance(part, (syntax.Compare, syntax.Within)) and isinstance(part.operand, syntax.Path):
            name = part.operand.names[-1].lower()
            if part.operator in ("=", "IN") and name in ("contentdocumentid", "linkedentityid"):
                return
    raise ApiError(
        "MALFORMED_QUERY",
        "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or "
        "LinkedEntityId using the equals operator or multiple Id's using the IN operator.",
    )


def window(query: syntax.Query, text: str) -> tuple[int | None, int]:
    """LIMIT and OFFSET; raises ApiError for what they may not be."""
    limit, offset = (_count(value, text) for value in (query.limit, query.offset or 0))
    if (limit is not None and limit < 0) or (offset or 0) < 0:
        raise malformed(text, query.at, "LIMIT and OFFSET must not be negative")
    if offset is not None and offset > FARTHEST:
        raise ApiError("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {FARTHEST}")
    return (None if limit is None else min(limit, 2**62)), offset or 0


def _count(value: int | syntax.Literal | None, text: str) -> int | None:
    if isinstance(value, syntax.Literal):  # a bind variable: refused before, unless the statement was made by hand
        raise malformed(text, value.at, "LIMIT and OFFSET take numbers")
    return value


def expand(query: syntax.Query, sobject: Sobject, text: str) -> list[syntax.Item]:
    """The selected items, with FIELDS(ALL), FIELDS(STANDARD) and FIELDS(CUSTOM) written out."""
    items: list[syntax.Item] = []
    for item in query.items:
        operand = item.operand if isinstance(item, syntax.Field) else None
        if not isinstance(operand, syntax.Function) or operand.name != "FIELDS":
            items.append(item)
            continue
        group = str(operand.arguments[0]).upper() if operand.arguments else ""
        if group not in ("ALL", "STANDARD", "CUSTOM"):
            raise malformed(text, operand.at, "FIELDS takes ALL, STANDARD or CUSTOM")
        if group != "STANDARD" and not (isinstance(query.limit, int) and query.limit <= MANY_FIELDS):
            raise malformed(text, operand.at, f"The SOQL FIELDS function must have a LIMIT of at most {MANY_FIELDS}")
        for field in sobject.fields:
            if group == "ALL" or field.custom == (group == "CUSTOM"):
                items.append(syntax.Field(syntax.Path((field.name,), operand.at)))
    return items

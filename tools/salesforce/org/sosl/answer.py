"""Answers of searches: the records that have the words, object by object, in the order of the statement."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.answer import records
from tools.salesforce.org.soql.compilation import compile_query
from tools.salesforce.org.sosl import terms
from tools.salesforce.org.sosl.statement import Returned, Search, returning
from tools.salesforce.org.sosl.terms import Joined, Wanted, Without
from tools.salesforce.org.tables import alive, quote

NAMES = frozenset({"Name", "FirstName", "LastName", "Subject", "Title", "CaseNumber"})


def found(context: Context, search: Search) -> dict[str, Any]:
    """What a search answers; raises ApiError."""
    wanted = terms.read(search.words)
    chosen = search.returned or tuple(
        returning(one.name, "Id") for one in context.schema.sobjects if one.searchable and not one.event
    )
    result: list[dict[str, Any]] = []
    objects = [(one, _object(context, one)) for one in chosen]
    for one, sobject in objects:
        result += _of(context, sobject, one, wanted, search.group, search.limit - len(result))
    answer: dict[str, Any] = {"searchRecords": result}
    if search.labels:
        answer["metadata"] = {"entityMetadata": [_labels(sobject, one) for one, sobject in objects]}
    return answer


def _object(context: Context, one: Returned) -> Sobject:
    name = str(one.query.sources[0].path)
    sobject = context.schema.sobject(name)
    if sobject is None or sobject.event:
        raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    if not sobject.searchable:
        raise ApiError("INVALID_TYPE", f"entity type {sobject.name} does not support search")
    return sobject


def _of(
    context: Context, sobject: Sobject, one: Returned, wanted: Wanted, group: str, most: int
) -> list[dict[str, Any]]:
    """The records of one object: those that have the words, cut to what its own SOQL asks for."""
    fields = [field for field in sobject.stored if _searched(field, group, sobject)]
    if not fields:
        compile_query(context, one.query, one.text)  # a mistake in it is told all the same
        return []
    sql, parameters = _condition(wanted, fields)
    query = f'SELECT "Id" FROM {quote(sobject.name)} WHERE {alive(sobject)} AND {sql}'
    ids = [row[0] for row in context.connection.execute(query, parameters)]
    plan = compile_query(context, one.query, one.text)
    plan = replace(
        plan,
        where=f"{plan.where} AND {plan.identifier} IN (SELECT value FROM json_each(?))",
        parameters=(*plan.parameters, json.dumps(ids)),
    )
    return records(context, plan, plan.rows(max(most, 0)))


def _searched(field: Field, group: str, sobject: Sobject) -> bool:
    if not field.text or field.long or field.type in ("picklist", "multipicklist"):
        return False
    if group in ("EMAIL", "PHONE"):
        return field.type == group.lower()
    return group != "NAME" or field.name in NAMES or field is sobject.name_field


def _condition(wanted: Wanted, fields: list[Field]) -> tuple[str, list[str]]:
    if isinstance(wanted, Without):
        sql, parameters = _condition(wanted.part, fields)
        return f"NOT {sql}", parameters
    if isinstance(wanted, Joined):
        parts = [_condition(part, fields) for part in wanted.parts]
        return f"({f' {wanted.operator} '.join(sql for sql, _ in parts)})", [p for _, some in parts for p in some]
    sql = " OR ".join(f"has_word({quote(field.name)}, ?)" for field in fields)
    return f"({sql})", [wanted.pattern] * len(fields)


def _labels(sobject: Sobject, one: Returned) -> dict[str, Any]:
    names = [item.operand for item in one.query.items if isinstance(item, syntax.Field)]
    fields = [sobject.field(str(name)) for name in names if isinstance(name, syntax.Path)]
    listed = [{"label": field.label, "name": field.name} for field in fields if field is not None]
    return {"entityName": sobject.name, "fieldMetadata": listed}

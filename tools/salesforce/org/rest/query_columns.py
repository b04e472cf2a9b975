"""Columns of a query: `query?q=STATEMENT&columns=true` says what a statement selects; it answers no records."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.schema import NUMBERS, Field
from tools.salesforce.org.soql import refusals, syntax
from tools.salesforce.org.soql.compilation import compile_query
from tools.salesforce.org.soql.plan import Plan


def columns(context: Context, text: str) -> dict[str, Any]:
    """The columns of a statement, those of parents and children joined below their relationship."""
    tree = refusals.read(text)
    plan = compile_query(context, tree, text)
    aggregates = {
        number: item.operand.name.lower()
        for number, item in enumerate(tree.items)
        if isinstance(item, syntax.Field) and isinstance(item.operand, syntax.Function) and plan.aggregate
    }
    return {
        "columnMetadata": _of(plan, aggregates), "entityName": plan.sobject.name, "groupBy": bool(tree.group),
        "idSelected": any(output.name == "Id" and not output.parents for output in plan.outputs),
        "keyPrefix": plan.sobject.prefix,
    }  # fmt: skip


def _of(plan: Plan, aggregates: dict[int, str]) -> list[dict[str, Any]]:
    """In the order of the statement."""
    top: list[dict[str, Any]] = []
    for number, output in enumerate(plan.outputs):
        place = top
        for relationship in output.parents:
            found = next((one for one in place if one["columnName"] == relationship and one["joinColumns"]), None)
            if found is None:
                found = _column(relationship, relationship, None)
                place.append(found)
            place = found["joinColumns"]
        place.append(_column(output.name, aggregates.get(number, output.name), output.field, number in aggregates))
    for child in plan.children:
        top.append(_column(child.name, child.name, None, True) | {"joinColumns": _of(child.plan, {})})
    order = {name: place for place, name in enumerate(plan.names)}
    return sorted(top, key=lambda one: order.get(one["columnName"], 0)) if plan.names else top


def _column(name: str, shown: str, field: Field | None, aggregate: bool = False) -> dict[str, Any]:
    kind = field.type if field is not None else ""
    return {
        "aggregate": aggregate, "apexType": kind.title() or None, "booleanType": kind == "boolean", "columnName": name,
        "custom": field is not None and field.custom, "displayName": shown, "foreignKeyName": None,
        "insertable": field is not None and field.createable, "joinColumns": [], "numberType": kind in NUMBERS,
        "textType": field is not None and field.text, "updatable": field is not None and field.updateable,
    }  # fmt: skip

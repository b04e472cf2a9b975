"""Answers: runs plans and shapes their rows as Salesforce does."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.soql.plan import Output, ParentOutput, Plan, Statement
from tools.salesforce.org.values import show

Record = dict[str, Any]


def records(context: Context, plan: Plan, statement: Statement) -> list[Record]:
    """The records of a plan's statement, parents nested, children fetched in one statement for each relationship."""
    rows = context.connection.execute(*statement).fetchall()
    if plan.aggregate:
        return [_aggregate(plan, row) for row in rows]
    found = [record(context, plan, row) for row in rows]
    _add_children(context, plan, found, [row[0] for row in rows])
    return found


def record(context: Context, plan: Plan, row: Sequence[Any]) -> Record:
    """One record of a plan from its SQL row."""
    result: Record = {"attributes": {"type": plan.sobject.name, "url": context.url(plan.sobject, row[0])}}
    places: dict[tuple[str, ...], Record | None] = {(): result}
    parents = {parent.path: parent for parent in plan.parents}
    for output in plan.outputs:
        if output.prefixes and _other(_place(context, places, parents, output.of, row), row, parents, output):
            continue
        place = _place(context, places, parents, output.parents, row)
        if place is None:
            continue
        value = row[output.index]
        if output.field.type == "base64" and value is not None:
            value = f"{context.base}/sobjects/ContentVersion/{value}/VersionData"
        place[output.name] = show(output.field, value)
    return result


def _other(
    parent: Record | None, row: Sequence[Any], parents: dict[tuple[str, ...], ParentOutput], output: Output
) -> bool:
    """Whether a TYPEOF value is meant for a parent of another object than this record has."""
    return parent is not None and str(row[parents[output.of].index])[:3] not in output.prefixes


def _place(
    context: Context,
    places: dict[tuple[str, ...], Record | None],
    parents: dict[tuple[str, ...], ParentOutput],
    path: tuple[str, ...],
    row: Sequence[Any],
) -> Record | None:
    """The nested record that a relationship path leads to; None (and null in the answer) where there is none."""
    if path in places:
        return places[path]
    above = _place(context, places, parents, path[:-1], row)
    place: Record | None = None
    if above is not None:
        parent = parents[path]
        identifier = row[parent.index]
        if identifier is not None:
            target = parent.sobject or context.schema.whose(identifier)
            kind = target.name if parent.sobject or parent.typed else "Name"
            place = {"attributes": {"type": kind, "url": context.url(target, identifier)}}
        above[path[-1]] = place
    places[path] = place
    return place


def _add_children(context: Context, plan: Plan, found: list[Record], ids: list[str]) -> None:
    if not plan.children or not found:
        return
    for child in plan.children:
        rows = context.connection.execute(*child.plan.of_parents(json.dumps(ids))).fetchall()
        children = [record(context, child.plan, row) for row in rows]
        _add_children(context, child.plan, children, [row[0] for row in rows])
        lists: dict[str, list[Record]] = {}
        for one, row in zip(children, rows, strict=True):
            lists.setdefault(row[-1], []).append(one)
        for parent, identifier in zip(found, ids, strict=True):
            some = lists.get(identifier)
            parent[child.name] = some and {"totalSize": len(some), "done": True, "records": some}
    for parent in found:  # the answer names fields and children in the order of the statement
        for name in plan.names:
            parent[name] = parent.pop(name)


def _aggregate(plan: Plan, row: Sequence[Any]) -> Record:
    values = {output.name: show(output.field, row[output.index]) for output in plan.outputs}
    return {"attributes": {"type": "AggregateResult"}, **values}

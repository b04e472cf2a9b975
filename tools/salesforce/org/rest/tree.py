"""Trees: records with their children, created all or nothing: `composite/tree/Account`."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org import records
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call, sobject
from tools.salesforce.org.schema import Sobject

MOST, DEEPEST, MOST_TYPES = 200, 5, 5


class Failed(Exception):
    """Records that could not be created: nothing is."""

    def __init__(self, results: list[dict[str, Any]]) -> None:
        self.results = results
        super().__init__("records of the tree failed")


def respond(context: Context, call: Call) -> Reply:
    """Answers `composite/tree/X`."""
    call.allow("POST")
    if len(call.parts) != 3:
        raise not_found()
    root = sobject(context, call.parts[2])
    rows = call.mapping().get("records")
    if not isinstance(rows, list) or not rows:
        raise ApiError("JSON_PARSER_ERROR", "records must be a list of sObject trees")
    seen: list[tuple[str, str]] = []
    for row in rows:
        _check(context, root, row, 1, seen)
    if len(seen) > MOST or len({kind for kind, _ in seen}) > MOST_TYPES:
        raise ApiError("INVALID_INPUT", f"a tree may have {MOST} records of {MOST_TYPES} types at most")
    if len({name for _, name in seen}) < len(seen):
        raise ApiError("INVALID_INPUT", "Duplicate ReferenceId provided in the request.")
    try:
        with context.transaction():
            return Reply(201, {"hasErrors": False, "results": _create_all(context, root, rows)})
    except Failed as failed:
        return Reply(400, {"hasErrors": True, "results": failed.results})


def _check(context: Context, kind: Sobject, row: Any, depth: int, seen: list[tuple[str, str]]) -> None:
    attributes = row.get("attributes") if isinstance(row, dict) else None
    if not isinstance(attributes, dict) or not isinstance(attributes.get("referenceId"), str):
        raise ApiError("INVALID_INPUT", "Include a reference ID and a type in the attributes of every record.")
    if str(attributes.get("type", "")).lower() != kind.name.lower():
        raise ApiError("INVALID_INPUT", f"attributes.type must be {kind.name} here")
    if depth > DEEPEST:
        raise ApiError("INVALID_INPUT", f"a tree may be {DEEPEST} levels deep at most")
    seen.append((kind.name, attributes["referenceId"]))
    for _, target, rows in _children(context, kind, row):
        for one in rows:
            _check(context, target, one, depth + 1, seen)


def _children(context: Context, kind: Sobject, row: dict[str, Any]) -> list[tuple[str, Sobject, list[Any]]]:
    """The children of a row: the reference field to set, the object, and the rows."""
    found = []
    for name, value in row.items():
        if isinstance(value, dict) and isinstance(value.get("records"), list):
            child = context.schema.child(kind.name, name)
            target = context.schema.sobject(child.sobject) if child else None
            if child is None or target is None:
                raise ApiError("INVALID_FIELD", f"No such relationship '{name}' on sobject of type {kind.name}")
            found.append((child.field.name, target, value["records"]))
    return found


def _create_all(context: Context, root: Sobject, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Creates level by level, as Salesforce does; the results are in that order."""
    results: list[dict[str, Any]] = []
    level: list[tuple[Sobject, dict[str, Any]]] = [(root, row) for row in rows]
    while level:
        failures, below = [], []
        for kind, row in level:
            name = row["attributes"]["referenceId"]
            values = {
                k: v for k, v in row.items() if not (isinstance(v, dict) and "records" in v) and k != "attributes"
            }
            try:
                with context.transaction():
                    record = records.create(context, kind, values)
            except ApiError as error:
                failures.append({"referenceId": name, "errors": error.results()})
                continue
            results.append({"referenceId": name, "id": record})
            for field, target, children in _children(context, kind, row):
                below += [(target, {**child, field: record}) for child in children]
        if failures:
            raise Failed(failures)
        level = below
    return results

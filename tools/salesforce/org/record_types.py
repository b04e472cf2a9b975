"""Record types: which one a record has, and which picklist values it may have then.

As in an org, the values of a record type bind writes only where the picklist is restricted; the user interface, and who
asks for the values of a record type, sees the narrower list of any picklist.
"""

from __future__ import annotations

from collections.abc import Collection

from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Field, RecordType, Sobject

MASTER = "012000000000000AAA"
"""The id under which an org speaks of records without a record type."""


def settle(context: Context, sobject: Sobject, row: Row, old: Row | None, given: Collection[str]) -> None:
    """Sets the record type of a new record, and checks one that was given and the values that it allows."""
    _choose(context, sobject, row, old)
    kind = of(context, sobject, row["RecordTypeId"])
    if kind is None:
        return
    problems = []
    for name, allowed in kind.picklists.items():
        field, value = sobject.known(name), row.get(name)
        if value is None or (old is not None and old.get(name) == value):
            continue
        wrong = next((one for one in _chosen(field, value) if one not in allowed), None)
        if wrong is None:
            continue
        if name not in given and old is None:
            row[name] = kind.defaults.get(name)
        elif field.restricted:
            problem = f"{field.label}: bad value for restricted picklist field: {wrong}"
            problems.append(ApiError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", problem, [name]))
    if problems:
        problems[0].more = tuple(problems[1:])
        raise problems[0]


def of(context: Context, sobject: Sobject, identifier: str | None) -> RecordType | None:
    """The declared record type of an id; None for the master and for one that was made as a record."""
    if identifier is None or not sobject.record_types:
        return None
    found = context.connection.execute(
        'SELECT "DeveloperName" FROM "RecordType" WHERE "Id" = ? AND "SobjectType" = ?', (identifier, sobject.name)
    ).fetchone()
    return next((one for one in sobject.record_types if found and one.name == found[0]), None)


def values(field: Field, kind: RecordType | None) -> tuple[str, ...]:
    """The values of a picklist that records of a kind may have, in the order of the field."""
    allowed = kind.picklists.get(field.name) if kind is not None else None
    return field.picklist if allowed is None else tuple(value for value in field.picklist if value in allowed)


def default(field: Field, kind: RecordType | None) -> str | None:
    """The value that a new record of a kind begins with."""
    if field.default is not None and field.default in values(field, kind):
        return str(field.default)
    return kind.defaults.get(field.name) if kind is not None else None


def _chosen(field: Field, value: str) -> list[str]:
    return value.split(";") if field.type == "multipicklist" else [value]


def _choose(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    chosen = row["RecordTypeId"]
    if chosen == MASTER:
        row["RecordTypeId"] = None
        return
    if chosen is None:
        own = next((one.name for one in sobject.record_types if one.default), None)
        if old is None and own is not None:
            found = context.connection.execute(
                'SELECT "Id" FROM "RecordType" WHERE "SobjectType" = ? AND "DeveloperName" = ?', (sobject.name, own)
            ).fetchone()
            row["RecordTypeId"] = found and found[0]
        return
    if old is not None and old.get("RecordTypeId") == chosen:
        return
    found = context.connection.execute(
        'SELECT 1 FROM "RecordType" WHERE "Id" = ? AND "SobjectType" = ? AND "IsActive" = 1', (chosen, sobject.name)
    ).fetchone()
    if found is None:
        problem = f"Record Type ID: this ID value isn't valid for the user: {chosen}"
        raise ApiError("INVALID_CROSS_REFERENCE_KEY", problem, ["RecordTypeId"])

"""What a customer declares of an object beside its fields: record types, validation rules, assignment rules."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from tools.salesforce.org import record_types
from tools.salesforce.org.context import Context
from tools.salesforce.org.entry import Row
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.formula import reading
from tools.salesforce.org.formula.evaluation import Record
from tools.salesforce.org.schema import NUMBERS, Assignment, Sobject
from tools.salesforce.org.tables import quote

AUTO_ASSIGN = "sforce-auto-assign"


def before_save(context: Context, sobject: Sobject, row: Row, old: Row | None, given: Collection[str] = ()) -> None:
    """Gives a new record its record type and, where the client does not forbid it, the owner of the first rule.

    `given` are the fields that the client set itself.
    """
    if "RecordTypeId" in row:
        record_types.settle(context, sobject, row, old, given)
    asked = context.headers.get(AUTO_ASSIGN, "").strip().lower()
    if sobject.assignment and asked != "false" and (old is None or asked):
        _assign(context, sobject, row, old)


def validate(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    """Raises FIELD_CUSTOM_VALIDATION_EXCEPTION for the rules whose condition holds."""
    if not sobject.validations:
        return
    record = _record(context, sobject, row, old)
    broken = [rule for rule in sobject.validations if rule.active and record.holds(reading.read(rule.when))]
    errors = [
        ApiError("FIELD_CUSTOM_VALIDATION_EXCEPTION", one.message, [one.field] if one.field else []) for one in broken
    ]
    if errors:
        errors[0].more = tuple(errors[1:])
        raise errors[0]


def _assign(context: Context, sobject: Sobject, row: Row, old: Row | None) -> None:
    record = _record(context, sobject, row, old)
    for rule in sobject.assignment:
        if not rule.when or record.holds(reading.read(rule.when)):
            row["OwnerId"] = _owner(context, rule)
            return


def _owner(context: Context, rule: Assignment) -> str:
    for query in (
        'SELECT "Id" FROM "Group" WHERE "Type" = \'Queue\' AND ("DeveloperName" = ?1 OR "Name" = ?1)',
        'SELECT "Id" FROM "User" WHERE "Username" = ?1 AND "IsActive" = 1',
    ):
        found = context.connection.execute(query, (rule.owner,)).fetchone()
        if found is not None:
            return str(found[0])
    raise ApiError("INVALID_CROSS_REFERENCE_KEY", f"assignment rule: there is no queue or active user {rule.owner}")


def _record(context: Context, sobject: Sobject, row: Row, old: Row | None) -> Record:
    def value(path: tuple[str, ...]) -> Any:
        return _value(context, sobject, row, path)

    def prior(path: tuple[str, ...]) -> Any:
        return _value(context, sobject, old or {}, path)

    return Record(value, prior if old is not None else None, datetime.fromisoformat(context.now))


def _value(context: Context, sobject: Sobject, row: Row, path: tuple[str, ...]) -> Any:
    for name in path[:-1]:
        reference = sobject.parent(name)
        parent = row.get(reference.name) if reference else None
        target = context.schema.of(parent) if parent else None
        if target is None:
            return None
        columns = ", ".join(quote(column) for column in target.columns)
        found = context.connection.execute(
            f'SELECT {columns} FROM {quote(target.name)} WHERE "Id" = ?', (parent,)
        ).fetchone()
        sobject, row = target, dict(zip(target.columns, found, strict=True)) if found else {}
    field = sobject.field(path[-1])
    kept = row.get(field.name) if field else None
    if field is None or kept is None:
        return False if field is not None and field.type == "boolean" else None
    if field.type == "boolean":
        return bool(kept)
    if field.type in NUMBERS:
        return float(kept)
    if field.type == "date":
        return date.fromisoformat(kept)
    return datetime.fromisoformat(kept) if field.type == "datetime" else kept

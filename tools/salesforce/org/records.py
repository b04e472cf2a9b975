"""Records: created, changed, found by key, deleted, with all that the org enforces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce.org import automation, entry, events, rows, rules
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Child, Field, Sobject
from tools.salesforce.org.tables import alive, quote
from tools.salesforce.org.values import keep


def create(context: Context, sobject: Sobject, payload: Mapping[str, Any]) -> str:
    """Creates a record and gives its id."""
    if not sobject.createable:
        raise ApiError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type cannot be inserted: {sobject.label}")
    if sobject.event:
        return events.publish(context, sobject, payload)
    given = entry.read(context, sobject, payload, creating=True)
    with context.transaction():
        row = rows.defaults(context, sobject) | given
        automation.before_save(context, sobject, row, None, given)
        rules.before_save(context, sobject, row, None)
        entry.check_required(sobject, row)
        entry.check_references(context, sobject, {k: row[k] for k in row if k in given or k not in rules.SYSTEM})
        entry.check_unique(context, sobject, row)
        automation.validate(context, sobject, row, None)
        rows.insert(context, sobject, row)
        rules.after_create(context, sobject, row)
    return str(row["Id"])


def update(context: Context, sobject: Sobject, record: str, payload: Mapping[str, Any]) -> None:
    """Changes a record; fields that are not named stay as they are."""
    if not sobject.updateable:
        raise ApiError("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type cannot be updated: {sobject.label}")
    given = entry.read(context, sobject, payload, creating=False)
    with context.transaction():
        old = rows.existing(context, sobject, record)
        row = old | given
        stamps = {"LastModifiedDate": context.now, "LastModifiedById": context.user, "SystemModstamp": context.now}
        row |= {name: value for name, value in stamps.items() if name not in given}
        automation.before_save(context, sobject, row, old, given)
        rules.before_save(context, sobject, row, old)
        entry.check_required(sobject, row)
        changed = {name: value for name, value in row.items() if value != old.get(name)}
        entry.check_references(context, sobject, {k: v for k, v in changed.items() if k not in stamps})
        entry.check_unique(context, sobject, changed, own=record)
        automation.validate(context, sobject, row, old)
        fields = [name for name in changed if (field := sobject.field(name)) and field.stored]
        if fields:
            assignments = ", ".join(f"{quote(name)} = ?" for name in fields)
            context.connection.execute(
                f'UPDATE {quote(sobject.name)} SET {assignments} WHERE "Id" = ?',
                [*(changed[name] for name in fields), record],
            )
        rules.after_update(context, sobject, row, old)


def upsert(context: Context, sobject: Sobject, field: Field, key: Any, payload: Mapping[str, Any]) -> tuple[str, bool]:
    """Changes the record that has the key, or creates one with it. Gives its id and whether it was created."""
    for name in payload:
        if name.lower() == field.name.lower():
            raise ApiError("INVALID_FIELD", f"The {field.name} field should not be specified in the sobject data.")
    value = keep(field, key)
    with context.transaction():
        if field.type == "id":
            update(context, sobject, str(value), payload)
            return str(value), False
        found = entry.matches(context, sobject, field, value)
        if len(found) > 1:
            raise Ambiguous(sobject, field, found)
        if found:
            update(context, sobject, found[0], payload)
            return found[0], False
        return create(context, sobject, {**payload, field.name: key}), True


class Ambiguous(ApiError):
    """An external id that more than one record has; `found` are their ids."""

    def __init__(self, sobject: Sobject, field: Field, found: list[str]) -> None:
        self.sobject, self.found = sobject, found
        problem = f"{field.name}: more than one record found for external id field: {found}"
        super().__init__("DUPLICATE_EXTERNAL_ID", problem, status=300)


def delete(context: Context, sobject: Sobject, record: str) -> None:
    """Puts a record into the recycle bin (configuration is deleted for good), with the children that go along."""
    if not sobject.deletable:
        raise ApiError("INVALID_TYPE_FOR_OPERATION", f"entity type {sobject.name} does not support delete")
    with context.transaction():
        rows.existing(context, sobject, record)
        _remove(context, sobject, record)


def _remove(context: Context, sobject: Sobject, record: str) -> None:
    for child in context.schema.children(sobject.name):
        _release(context, sobject, record, child)
    place = quote(sobject.name)
    if sobject.setup:
        context.connection.execute(f'DELETE FROM {place} WHERE "Id" = ?', (record,))
        return
    context.connection.execute(
        f'UPDATE {place} SET "IsDeleted" = 1, "LastModifiedDate" = ?, "LastModifiedById" = ?, "SystemModstamp" = ? '
        'WHERE "Id" = ?',
        (context.now, context.user, context.now, record),
    )


def _release(context: Context, parent: Sobject, record: str, child: Child) -> None:
    """What the deletion of a record does to the children of one relationship."""
    sobject = context.schema.sobject(child.sobject)
    if sobject is None or sobject.event or child.field.name in rules.STAMPS:
        return
    place, reference = quote(sobject.name), quote(child.field.name)
    found = context.connection.execute(
        f'SELECT "Id" FROM {place} WHERE {reference} = ? AND {alive(sobject)} AND "Id" <> ?', (record, record)
    ).fetchall()
    if not found:
        return
    if child.field.on_delete == "restrict":
        names = ", ".join(row[0] for row in found[:10])
        raise ApiError(
            "DELETE_FAILED",
            f"Your attempt to delete {record} could not be completed because it is associated with the following "
            f"{sobject.plural.lower()}: {names}",
        )
    for (one,) in found:
        if child.field.on_delete == "cascade":
            _remove(context, sobject, one)
        else:
            context.connection.execute(f'UPDATE {place} SET {reference} = NULL WHERE "Id" = ?', (one,))

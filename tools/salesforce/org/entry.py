"""What a client wants written: field values, checked and in their kept form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.tables import alive, quote
from tools.salesforce.org.values import keep

AUDIT = frozenset({"CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"})
Row = dict[str, Any]
"""Kept values by API name."""


def read(context: Context, sobject: Sobject, payload: Mapping[str, Any], creating: bool) -> Row:
    """The kept values of a payload. Raises ApiError for unknown or closed fields and for values that do not fit."""
    row: Row = {}
    closed: list[str] = []
    problems: list[ApiError] = []
    for name, value in payload.items():
        if name.lower() == "attributes":
            _check_type(sobject, value)
            continue
        field = sobject.field(name)
        if field is None:
            reference = sobject.parent(name)
            if reference is None or not (isinstance(value, dict) or value is None):
                raise ApiError("INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject.name}")
            field, value = reference, _foreign(context, sobject, reference, value)
        if field.type == "id":
            raise _id_given(sobject, creating)
        if not _open(context, field, creating):
            closed.append(field.name)
            continue
        try:
            row[field.name] = value if field.type == "base64" else keep(field, value)
        except ApiError as error:
            if error.code == "JSON_PARSER_ERROR":
                raise
            problems.append(error)
    if closed:
        raise ApiError(
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            f"Unable to create/update fields: {', '.join(closed)}. Please check the security settings of this field "
            "and verify that it is read/write for your profile or permission set.",
            closed,
        )
    if problems:
        problems[0].more = tuple(problems[1:])
        raise problems[0]
    return row


def check_required(sobject: Sobject, row: Row) -> None:
    """Raises REQUIRED_FIELD_MISSING when a required field is empty in a complete row."""
    missing = [name for name in sobject.required if row.get(name) is None]
    if missing:
        raise ApiError("REQUIRED_FIELD_MISSING", f"Required fields are missing: [{', '.join(missing)}]", missing)


def check_references(context: Context, sobject: Sobject, row: Row) -> None:
    """Raises an ApiError when a reference points to nothing, to a deleted record, or to the wrong kind of record."""
    for field in sobject.references:
        record = row.get(field.name)
        if record is None:
            continue
        target = context.schema.of(record)
        if target is None or target.name not in field.reference_to:
            problem = f"id value of incorrect type: {record}"
            raise ApiError("FIELD_INTEGRITY_EXCEPTION", f"{field.label}: {problem}", [field.name])
        found = context.connection.execute(
            f'SELECT {alive(target)} FROM {quote(target.name)} WHERE "Id" = ?', (record,)
        ).fetchone()
        if found is None:
            raise ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [field.name])
        if not found[0]:
            raise ApiError("ENTITY_IS_DELETED", "entity is deleted", [field.name], status=400)


def check_unique(context: Context, sobject: Sobject, row: Row, own: str = "") -> None:
    """Raises DUPLICATE_VALUE when another record has the same value in a unique field."""
    for field in sobject.unique:
        value = row.get(field.name)
        if value is None:
            continue
        for other in matches(context, sobject, field, value):
            if other != own:
                raise ApiError(
                    "DUPLICATE_VALUE",
                    f"duplicate value found: {field.name} duplicates value on record with id: {other[:15]}",
                )


def matches(context: Context, sobject: Sobject, field: Field, value: Any) -> list[str]:
    """Ids of the records that have the value in the field; text is compared without regard to case."""
    place = quote(field.name)
    fits = f"{place} = ?"
    if field.text and isinstance(value, str) and not value.isascii() and not field.case_sensitive:
        fits = f"fold({place}) = fold(?)"
    query = f'SELECT "Id" FROM {quote(sobject.name)} WHERE {fits} AND {alive(sobject)} ORDER BY "Id"'
    return [row[0] for row in context.connection.execute(query, (value,))]


def _open(context: Context, field: Field, creating: bool) -> bool:
    if context.audit and field.name in AUDIT:
        return True
    return field.createable if creating else field.updateable


def _foreign(context: Context, sobject: Sobject, reference: Field, value: Mapping[str, Any] | None) -> str | None:
    """The id of the parent that `{"Account": {"ExternalId__c": "A-1"}}` means."""
    if value is None:
        return None
    named = {k: v for k, v in value.items() if k.lower() != "attributes"}
    kind = (value.get("attributes") or {}).get("type") or reference.reference_to[0]
    target = context.schema.sobject(kind)
    if target is None or target.name not in reference.reference_to or len(named) != 1:
        raise ApiError("INVALID_FIELD", f"Invalid relationship {reference.relationship}: name one external id field")
    name, key = next(iter(named.items()))
    field = target.field(name)
    if field is None or not field.key:
        raise ApiError("INVALID_FIELD", f"{name} is not an External ID or indexed field for {target.name}")
    found = matches(context, target, field, keep(field, key))
    if target.name == "RecordType":  # two objects may have record types of one name
        found = _own_types(context, sobject, found)
    if not found:
        problem = f"Foreign key external ID: {key} not found for field {field.name} in entity {target.name}"
        raise ApiError("INVALID_FIELD", problem)
    if len(found) > 1:
        problem = f"Foreign key external ID: {key} matches more than one {target.name} by field {field.name}"
        raise ApiError("INVALID_FIELD", problem)
    return found[0]


def _own_types(context: Context, sobject: Sobject, found: list[str]) -> list[str]:
    rows = context.connection.execute('SELECT "Id" FROM "RecordType" WHERE "SobjectType" = ?', (sobject.name,))
    own = {row[0] for row in rows}
    return [one for one in found if one in own]


def _check_type(sobject: Sobject, attributes: Any) -> None:
    kind = attributes.get("type") if isinstance(attributes, dict) else None
    if kind is not None and str(kind).lower() != sobject.name.lower():
        raise ApiError("INVALID_TYPE", f"attributes.type {kind} does not match the sobject {sobject.name}")


def _id_given(sobject: Sobject, creating: bool) -> ApiError:
    if creating:
        problem = f"{sobject.label}: cannot specify Id in an insert call"
        return ApiError("INVALID_FIELD_FOR_INSERT_UPDATE", problem, ["Id"])
    return ApiError("INVALID_FIELD", "The Id field should not be specified in the sobject data.")

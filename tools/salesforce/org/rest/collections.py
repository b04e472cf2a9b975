"""Collections: up to 200 records in one call, of one or several objects: `composite/sobjects`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from tools.salesforce.org import entry, records
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.rest.call import Call, sobject
from tools.salesforce.org.rest.sobjects import read, saved
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.values import keep

MOST, MOST_READ, MOST_CHUNKS = 200, 2000, 10
ROLLED_BACK = ApiError(
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "Record rolled back because not all records were valid and the request was using AllOrNone header",
)
Save = Callable[[Any], dict[str, Any]]


class RolledBack(Exception):
    """A record of an all-or-none collection failed."""


class NotUpserted(ApiError):
    """A record that could not be saved; `creating` says whether it would have been a new one."""

    def __init__(self, error: ApiError, creating: bool) -> None:
        super().__init__(error.code, error.message, error.fields, error.status)
        self.more, self.creating = error.more, creating


def respond(context: Context, call: Call) -> Reply:
    """Answers `composite/sobjects` and everything below it."""
    parts = call.parts[2:]
    if not parts:
        call.allow("POST", "PATCH", "DELETE")
        if call.method == "DELETE":
            return _delete(context, call)
        return _save_all(context, call, _creator(context) if call.method == "POST" else _updater(context))
    one = sobject(context, parts[0])
    if len(parts) == 1:
        call.allow("GET", "POST")
        return _read(context, call, one)
    field = one.field(parts[1])
    if len(parts) > 2 or field is None or not field.key:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {parts[1]}")
    call.allow("PATCH")
    return _save_all(context, call, _upserter(context, one, field), one)


def _save_all(context: Context, call: Call, save: Save, only: Sobject | None = None) -> Reply:
    payload = call.mapping()
    rows = payload.get("records")
    if not isinstance(rows, list):
        raise ApiError("JSON_PARSER_ERROR", "records must be a list of sObjects")
    if len(rows) > MOST:
        raise ApiError(
            "EXCEEDED_ID_LIMIT", f"record limit reached. cannot submit more than {MOST} records in this call"
        )
    kinds = [_kind(context, row) for row in rows]
    if only is not None and any(kind is not only for kind in kinds):
        raise ApiError("INVALID_TYPE", f"all records of the request must be of type {only.name}")
    if len(list(groupby(kinds, key=lambda kind: kind.name))) > MOST_CHUNKS:
        problem = (
            f"Cannot have more than {MOST_CHUNKS} chunks in a single operation. "
            "Please rearrange the data to reduce chunking."
        )
        raise ApiError("INVALID_INPUT", problem)
    all_or_none = payload.get("allOrNone") is True or context.all_or_none
    return Reply(200, _run(context, rows, save, all_or_none))


def _run(context: Context, rows: list[Any], save: Save, all_or_none: bool) -> list[dict[str, Any]]:
    """The save results of the rows; each row is undone alone, or all where all or none was asked for."""
    results: list[dict[str, Any]] = []
    try:
        with context.transaction():
            for row in rows:
                try:
                    with context.transaction():
                        results.append(save(row))
                except ApiError as error:
                    if error.code == "JSON_PARSER_ERROR":
                        raise
                    created = {"created": error.creating} if isinstance(error, NotUpserted) else {}
                    results.append(_failed(row, error.results()) | created)
            if all_or_none and not all(result["success"] for result in results):
                raise RolledBack
    except RolledBack:
        undone = ROLLED_BACK.results()
        return [
            r if not r["success"] else _failed(row, undone) | {k: v for k, v in r.items() if k == "created"}
            for r, row in zip(results, rows, strict=True)
        ]
    return results


def _creator(context: Context) -> Save:
    def save(row: dict[str, Any]) -> dict[str, Any]:
        return saved(records.create(context, _kind(context, row), row))

    return save


def _updater(context: Context) -> Save:
    def save(row: dict[str, Any]) -> dict[str, Any]:
        one = _kind(context, row)
        record = _own_id(one, _pop_id(row)[0])
        records.update(context, one, record, _pop_id(row)[1])
        return saved(record)

    return save


def _upserter(context: Context, one: Sobject, field: Field) -> Save:
    seen: set[Any] = set()

    def save(row: dict[str, Any]) -> dict[str, Any]:
        key = next((value for name, value in row.items() if name.lower() == field.name.lower()), None)
        rest = {name: value for name, value in row.items() if name.lower() != field.name.lower()}
        if key is None and field.type == "id":
            return saved(records.create(context, one, rest), True)
        if key is None:
            raise ApiError("MISSING_ARGUMENT", f"{field.name} not specified", [field.name])
        kept = keep(field, key)
        folded = kept.casefold() if isinstance(kept, str) else kept
        if folded in seen:
            raise ApiError("DUPLICATE_VALUE", f"Duplicate external id specified: {key}", [field.name])
        seen.add(folded)
        if field.type == "id":
            record = _own_id(one, key)
            records.update(context, one, record, rest)
            return saved(record, False)
        try:
            record, created = records.upsert(context, one, field, key, rest)
        except ApiError as error:
            raise NotUpserted(error, not entry.matches(context, one, field, kept)) from None
        return saved(record, created)

    return save


def _delete(context: Context, call: Call) -> Reply:
    ids = [one.strip() for one in call.query.get("ids", "").split(",") if one.strip()]
    if not ids or len(ids) > MOST:
        raise ApiError("EXCEEDED_ID_LIMIT", f"ids must name between 1 and {MOST} records")

    def save(text: str) -> dict[str, Any]:
        record = normalise(text)
        one = context.schema.of(record) if record else None
        if record is None or one is None:
            raise ApiError("MALFORMED_ID", f"malformed id {text}", ["Id"])
        _existing(lambda: records.delete(context, one, record))
        return saved(record)

    all_or_none = call.query.get("allOrNone", "").lower() == "true" or context.all_or_none
    return Reply(200, _run(context, ids, save, all_or_none))


def _read(context: Context, call: Call, one: Sobject) -> Reply:
    """The records in the order of the ids; null for those that do not exist."""
    if call.method == "GET":
        ids = call.query.get("ids", "").split(",")
        fields = call.query.get("fields", "").split(",")
    else:
        payload = call.mapping()
        ids, fields = payload.get("ids") or [], payload.get("fields") or []
    if len(ids) > MOST_READ:
        raise ApiError("EXCEEDED_ID_LIMIT", f"at most {MOST_READ} records can be retrieved in this call")
    names = [str(name).strip() for name in fields if str(name).strip()]
    if not names:
        raise ApiError("REQUIRED_FIELD_MISSING", "fields must name at least one field")
    wanted = [normalise(str(text).strip()) for text in ids]
    found = read(context, one, [record for record in wanted if record], names)
    return Reply(200, [found.get(record) if record else None for record in wanted])


def _kind(context: Context, row: Any) -> Sobject:
    attributes = row.get("attributes") if isinstance(row, dict) else None
    name = attributes.get("type") if isinstance(attributes, dict) else None
    if not isinstance(name, str):
        raise ApiError("INVALID_INPUT", "attributes.type is required for each record")
    found = context.schema.sobject(name)
    if found is None:
        raise ApiError("INVALID_TYPE", f"sObject type '{name}' is not supported.")
    return found


def _pop_id(row: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    given = next((value for name, value in row.items() if name.lower() == "id"), None)
    return given, {name: value for name, value in row.items() if name.lower() != "id"}


def _own_id(one: Sobject, text: Any) -> str:
    if text is None:
        raise ApiError("MISSING_ARGUMENT", "Id not specified in an update call", ["Id"])
    record = normalise(text)
    if record is None or record[:3] != one.prefix:
        raise ApiError("MALFORMED_ID", f"{one.label} ID: id value of incorrect type: {text}", ["Id"])
    return record


def _existing(work: Callable[[], None]) -> None:
    """In collections a record that does not exist is an invalid reference rather than a missing resource."""
    try:
        work()
    except ApiError as error:
        if error.code == "NOT_FOUND":
            raise ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id") from None
        raise


def _failed(row: Any, errors: list[dict[str, Any]]) -> dict[str, Any]:
    result: dict[str, Any] = {"success": False, "errors": errors}
    given = row if isinstance(row, str) else _pop_id(row)[0] if isinstance(row, dict) else None
    return {"id": given, **result} if given is not None and errors[0]["statusCode"] != "MALFORMED_ID" else result

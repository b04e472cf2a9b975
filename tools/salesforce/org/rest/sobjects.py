"""Records by id and by external id, one object at a time: `sobjects/...`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from tools.salesforce.org import describe, entry, files, records, rows, viewed
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.rest import layouts, listviews
from tools.salesforce.org.rest.call import Call, sobject
from tools.salesforce.org.schema import Field, Sobject
from tools.salesforce.org.soql import answer, syntax
from tools.salesforce.org.soql.compilation import compile_query
from tools.salesforce.org.tables import quote
from tools.salesforce.org.values import keep, stamp

FARTHEST_BACK = timedelta(days=30)
"""For so long an org tells what was changed or deleted."""


def respond(context: Context, call: Call) -> Reply:
    """Answers `sobjects` and everything below it."""
    parts = call.parts[1:]
    if not parts:
        call.allow("GET")
        return Reply(200, describe.everything(context.schema, context.base))
    one = sobject(context, parts[0])
    if len(parts) == 1:
        return _collection(context, call, one)
    if parts[1] == "describe":
        call.allow("GET")
        if len(parts) > 2:
            return layouts.respond(context, call, one)
        return Reply(200, describe.sobject(context, one))
    if parts[1] == "listviews":
        return listviews.respond(context, call, one)
    if parts[1] in ("deleted", "updated") and len(parts) == 2:
        call.allow("GET")
        return Reply(200, _changes(context, call, one, parts[1] == "deleted"))
    if len(parts) == 2:
        return _by_id(context, call, one, parts[1])
    if len(parts) == 3:
        field = one.field(parts[1])
        if field is not None:
            return _by_key(context, call, one, field, parts[2])
        return _below(context, call, one, parts[1], parts[2])
    raise not_found()


def read(context: Context, one: Sobject, ids: list[str], fields: list[str] | None = None) -> dict[str, Any]:
    """The records of those ids that exist, by id, with the fields named or with all."""
    import json

    names = fields or [f.name for f in one.fields]
    for name in names:
        if "." not in name and not one.has(name):
            raise ApiError("INVALID_FIELD", f"No such column '{name}' on sobject of type {one.name}")
    items = tuple(syntax.Field(syntax.Path(tuple(name.split(".")))) for name in dict.fromkeys(names))
    query = syntax.Query(items, (syntax.Source(syntax.Path((one.name,))),))
    if one.name == "ContentDocumentLink":
        wanted = syntax.Literal("string", ids[0] if ids else "")
        query = syntax.Query(items, query.sources, where=syntax.Compare(syntax.Path(("LinkedEntityId",)), "=", wanted))
    plan = compile_query(context, query, "")
    found = answer.records(context, plan, plan.by_ids(json.dumps(ids)))
    return {record["attributes"]["url"].rpartition("/")[2]: record for record in found}


def identify(one: Sobject, text: str) -> str:
    """The id of a path; raises NOT_FOUND for what cannot be the id of such a record."""
    record = normalise(text)
    if record is None:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {text}")
    if record[:3] != one.prefix:
        raise not_found()
    return record


def saved(record: str, created: bool | None = None) -> dict[str, Any]:
    """A save result."""
    result: dict[str, Any] = {"id": record, "success": True, "errors": []}
    return result if created is None else result | {"created": created}


def _collection(context: Context, call: Call, one: Sobject) -> Reply:
    call.allow("GET", "POST")
    if call.method == "GET":
        return Reply(200, describe.summary(one, context.base) | {"recentItems": viewed.seen(context, one)})
    payload = call.mapping()
    if call.content is not None:
        payload = {**payload, "VersionData": call.content}
    record = records.create(context, one, payload)
    return Reply(201, saved(record), {"Location": context.url(one, record)})


def _by_id(context: Context, call: Call, one: Sobject, text: str) -> Reply:
    call.allow("GET", "PATCH", "DELETE")
    record = identify(one, text)
    if call.method == "DELETE":
        records.delete(context, one, record)
        return Reply(204)
    if call.method == "PATCH":
        _check_unmodified(context, one, record)
        records.update(context, one, record, call.mapping())
        return Reply(204)
    row = rows.existing(context, one, record)
    if _modified(row) <= _header_date(context, "if-modified-since"):
        return Reply(304)
    return Reply(200, read(context, one, [record], _fields(call))[record])


def _by_key(context: Context, call: Call, one: Sobject, field: Field, text: str) -> Reply:
    """A record by external id: read, changed or created, deleted. More than one match answers 300 with addresses."""
    call.allow("GET", "PATCH", "POST", "DELETE")
    if not field.key:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {field.name}")
    if call.method == "POST" and field.type == "id":
        record = records.create(context, one, call.mapping())
        return Reply(201, saved(record, True), {"Location": context.url(one, record)})
    if call.method in ("PATCH", "POST"):
        record, created = records.upsert(context, one, field, text, call.mapping())
        if created:
            body = saved(record, True) if context.version >= 46 else saved(record)
            return Reply(201, body, {"Location": context.url(one, record)})
        return Reply(200, saved(record, False)) if context.version >= 46 else Reply(204)
    found = entry.matches(context, one, field, keep(field, text))
    if not found:
        raise not_found()
    if len(found) > 1:
        raise records.Ambiguous(one, field, found)
    if call.method == "DELETE":
        records.delete(context, one, found[0])
        return Reply(204)
    return Reply(200, read(context, one, found, _fields(call))[found[0]])


def _below(context: Context, call: Call, one: Sobject, text: str, name: str) -> Reply:
    """The contents of a file, or a record's parent or children by relationship name."""
    if normalise(text) is None:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {text}")
    record = identify(one, text)
    field = one.field(name)
    call.allow("GET")
    if field is not None and field.type == "base64":
        return Reply(200, files.content(context, one, record))
    row = rows.existing(context, one, record)
    reference = one.parent(name)
    if reference is not None:
        parent = row.get(reference.name)
        target = context.schema.of(parent) if parent else None
        if parent is None or target is None:
            raise not_found()
        return Reply(200, read(context, target, [parent], _fields(call))[parent])
    child = context.schema.child(one.name, name)
    target = context.schema.sobject(child.sobject) if child else None
    if child is None or target is None:
        raise not_found()
    names = ", ".join(_fields(call) or [f.name for f in target.fields])
    text = f"SELECT {names} FROM {target.name} WHERE {child.field.name} = '{record}'"
    return Reply(200, call.cursors.query(context, text))


def _fields(call: Call) -> list[str] | None:
    given = call.query.get("fields", "")
    return [name.strip() for name in given.split(",") if name.strip()] or None


def _modified(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["SystemModstamp"])


def _header_date(context: Context, name: str) -> datetime:
    """The point in time of a conditional header; long ago where there is none."""
    try:
        moment = parsedate_to_datetime(context.headers[name])
    except (KeyError, ValueError):
        return datetime.min.replace(tzinfo=UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_unmodified(context: Context, one: Sobject, record: str) -> None:
    if "if-unmodified-since" not in context.headers:
        return
    if _modified(rows.existing(context, one, record)) > _header_date(context, "if-unmodified-since"):
        raise ApiError("PRECONDITION_FAILED", "The record was modified after the given date")


def _changes(context: Context, call: Call, one: Sobject, deleted: bool) -> dict[str, Any]:
    """Ids of the records that were deleted, or changed and not deleted, in a span of time."""
    if one.setup and deleted:
        raise ApiError("INVALID_TYPE_FOR_OPERATION", f"entity type {one.name} does not support replication")
    span = []
    for name in ("start", "end"):
        try:
            moment = datetime.fromisoformat(call.query.get(name, "").replace(" ", "+"))
        except ValueError:
            raise ApiError("INVALID_REPLICATION_DATE", f"{name}: Value not of required type") from None
        span.append(stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC)))
    if span[0] >= span[1]:
        raise ApiError("INVALID_REPLICATION_DATE", "startDate before endDate")
    if span[0] < stamp(datetime.fromisoformat(context.now) - FARTHEST_BACK):
        raise ApiError("INVALID_REPLICATION_DATE", "startDate cannot be more than 30 days ago")
    alive = "" if one.setup else f' AND "IsDeleted" = {int(deleted)}'
    found = context.connection.execute(
        f'SELECT "Id", "SystemModstamp" FROM {quote(one.name)} '
        f'WHERE "SystemModstamp" >= ? AND "SystemModstamp" < ?{alive} '
        "ORDER BY 2, 1",
        span,
    ).fetchall()
    if not deleted:
        return {"ids": [row[0] for row in found], "latestDateCovered": min(span[1], context.now)}
    listed = [{"id": row[0], "deletedDate": row[1]} for row in found]
    return {"deletedRecords": listed, "earliestDateAvailable": span[0], "latestDateCovered": min(span[1], context.now)}

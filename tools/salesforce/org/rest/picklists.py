"""Picklists by record type, of the UI API: `ui-api/object-info/X/picklist-values/RECORDTYPE[/FIELD]`."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org import record_types
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import ApiError, not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.rest.call import Call, sobject
from tools.salesforce.org.schema import Field, RecordType, Sobject


def respond(context: Context, call: Call) -> Reply:
    """Answers the values that records of a record type may have, of all picklists or of one."""
    call.allow("GET")
    parts = call.parts
    if len(parts) not in (5, 6) or (parts[1].lower(), parts[3].lower()) != ("object-info", "picklist-values"):
        raise not_found()
    one = sobject(context, parts[2])
    identifier = normalise(parts[4])
    kind = record_types.of(context, one, identifier)
    if identifier != record_types.MASTER and not _exists(context, one, identifier):
        raise ApiError("INVALID_PARAMETER", f"Invalid value for parameter: recordTypeId: {parts[4]}")
    place = f"{context.base}/ui-api/object-info/{one.name}/picklist-values/{identifier}"
    if len(parts) == 6:
        field = one.field(parts[5])
        if field is None or not field.picklist:
            raise not_found()
        return Reply(200, _values(field, kind, place))
    found = {field.name: _values(field, kind, place) for field in one.fields if field.picklist}
    return Reply(200, {"eTag": "", "picklistFieldValues": found})


def _exists(context: Context, one: Sobject, identifier: str | None) -> bool:
    query = 'SELECT 1 FROM "RecordType" WHERE "Id" = ? AND "SobjectType" = ?'
    return context.connection.execute(query, (identifier, one.name)).fetchone() is not None


def _values(field: Field, kind: RecordType | None, place: str) -> dict[str, Any]:
    listed: list[dict[str, Any]] = [
        {"attributes": None, "label": value, "validFor": [], "value": value}
        for value in record_types.values(field, kind)
    ]
    own = record_types.default(field, kind)
    return {
        "controllerValues": {}, "defaultValue": next((one for one in listed if one["value"] == own), None), "eTag": "",
        "url": f"{place}/{field.name}", "values": listed,
    }  # fmt: skip

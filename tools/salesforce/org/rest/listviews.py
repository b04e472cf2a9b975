"""List views: `sobjects/X/listviews`. Each object has one, of all its records."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.record_id import compose, normalise
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.schema import Field, Sobject

PREFIX = "00B"
SHOWN = 25
"""Records of a page of results where the client asks for no other number."""


def identify(context: Context, one: Sobject) -> str:
    """The id of an object's list view."""
    return compose(PREFIX, [other.name for other in context.schema.sobjects].index(one.name) + 1)


def find(context: Context, text: str) -> Sobject | None:
    """The object whose list view has the id."""
    record = normalise(text)
    return next((one for one in context.schema.sobjects if identify(context, one) == record), None)


def query(one: Sobject) -> str:
    """The statement of an object's list view."""
    return f"SELECT {', '.join(field.name for field in _fields(one))}, Id FROM {one.name} ORDER BY Id ASC NULLS FIRST"


def respond(context: Context, call: Call, one: Sobject) -> Reply:
    """Answers `listviews`, `listviews/ID`, `listviews/ID/describe` and `listviews/ID/results`."""
    call.allow("GET")
    identifier = identify(context, one)
    place = f"{context.base}/sobjects/{one.name}/listviews/{identifier}"
    listed = {
        "describeUrl": f"{place}/describe", "developerName": f"All{one.name.replace('_', '')}", "id": identifier,
        "label": f"All {one.plural}", "resultsUrl": f"{place}/results", "soqlCompatible": True, "url": place,
    }  # fmt: skip
    if len(call.parts) == 3:
        return Reply(200, {
            "done": True, "listviews": [listed], "nextRecordsUrl": None, "size": 1, "sobjectType": one.name,
        })  # fmt: skip
    if normalise(call.parts[3]) != identifier:
        raise not_found()
    below = call.parts[4].lower() if len(call.parts) > 4 else ""
    if not below:
        return Reply(200, listed)
    columns = [_column(field) for field in _fields(one)]
    if below == "describe":
        return Reply(200, {
            "columns": columns, "id": identifier, "orderBy": [{
                "fieldNameOrPath": "Id", "nullsPosition": "first", "sortDirection": "ascending",
            }], "query": query(one), "relatedEntityId": None, "scope": "everything", "scopeEntityId": None,
            "sobjectType": one.name, "whereCondition": None,
        })  # fmt: skip
    if below != "results":
        raise not_found()
    limit, offset = (call.query.get(name, "") for name in ("limit", "offset"))
    window = f" LIMIT {limit if limit.isdecimal() else SHOWN} OFFSET {offset if offset.isdecimal() else 0}"
    records = call.cursors.query(context, query(one) + window)["records"]
    names = [column["fieldNameOrPath"] for column in columns]
    rows = [{"columns": [{"fieldNameOrPath": n, "value": record[n]} for n in names]} for record in records]
    return Reply(200, {
        "columns": columns, "developerName": listed["developerName"], "done": True, "id": identifier,
        "label": listed["label"], "records": rows, "size": len(rows),
    })  # fmt: skip


def _fields(one: Sobject) -> list[Field]:
    names = [field for field in (one.name_field, one.field("CreatedDate")) if field is not None]
    return [field for field in names if field.stored]


def _column(field: Field) -> dict[str, Any]:
    return {
        "ascendingLabel": "Z-A", "descendingLabel": "A-Z", "fieldNameOrPath": field.name, "hidden": False,
        "label": field.label, "searchable": field.text, "selectListItem": field.name, "sortDirection": None,
        "sortIndex": None, "sortable": True, "type": field.type,
    }  # fmt: skip

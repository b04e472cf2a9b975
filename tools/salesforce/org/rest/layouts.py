"""Layouts: `sobjects/X/describe/layouts`, `compactLayouts`, `approvalLayouts`: one an object, made of its fields."""

from __future__ import annotations

from typing import Any

from tools.salesforce.org import describe, record_types
from tools.salesforce.org.context import Context
from tools.salesforce.org.failure import not_found
from tools.salesforce.org.message import Reply
from tools.salesforce.org.rest.call import Call
from tools.salesforce.org.schema import Field, Sobject

PER_ROW = 2
UNSHOWN = frozenset({"IsDeleted", "SystemModstamp"})


def respond(context: Context, call: Call, one: Sobject) -> Reply:
    """Answers what is below `describe`."""
    call.allow("GET")
    kind = call.parts[3].lower()
    if kind in ("layouts", "namedlayouts"):
        chosen = call.parts[4] if kind == "layouts" and len(call.parts) > 4 else ""
        layout = _layout(one)
        if chosen:
            return Reply(200, layout)
        mappings = [_mapping(context, one, told) for told in describe.record_types(context, one)]
        return Reply(200, {
            "layouts": [layout], "recordTypeMappings": mappings,
            "recordTypeSelectorRequired": [False],
        })  # fmt: skip
    if kind == "compactlayouts":
        return Reply(200, {
            "compactLayouts": [_compact(one)], "defaultCompactLayoutId": None, "recordTypeCompactLayoutMappings": [],
            "urls": {"primary": f"{context.base}/sobjects/{one.name}/describe/compactLayouts/primary"},
        })  # fmt: skip
    if kind == "approvallayouts":
        return Reply(200, {"approvalLayouts": []})
    raise not_found()


def _mapping(context: Context, one: Sobject, told: dict[str, Any]) -> dict[str, Any]:
    """A record type with the picklist values of its records."""
    kind = record_types.of(context, one, told["recordTypeId"])
    lists = [
        {"picklistName": field.name, "picklistValues": describe.picklist(
            record_types.values(field, kind), record_types.default(field, kind)
        )}
        for field in one.fields if field.picklist
    ]  # fmt: skip
    return {**told, "layoutId": None, "picklistsForRecordType": lists}


def _layout(one: Sobject) -> dict[str, Any]:
    fields = [field for field in one.fields if field.type not in ("id", "base64") and field.name not in UNSHOWN]
    rows = [fields[start : start + PER_ROW] for start in range(0, len(fields), PER_ROW)]
    section = {
        "collapsed": False, "columns": PER_ROW, "heading": f"{one.label} Information", "layoutRows": [
            {"layoutItems": [_item(field) for field in row], "numItems": len(row)} for row in rows
        ],
        "layoutSectionId": None, "parentLayoutId": None, "rows": len(rows), "tabOrder": "LeftToRight",
        "useCollapsibleSection": False, "useHeading": False,
    }  # fmt: skip
    return {
        "buttonLayoutSection": {"detailButtons": []}, "detailLayoutSections": [section],
        "editLayoutSections": [section], "feedView": None, "highlightsPanelLayoutSection": None, "id": None,
        "multirowEditLayoutSections": [], "offlineLinks": [], "quickActionList": {"quickActionListItems": []},
        "relatedContent": None, "relatedLists": [], "saveOptions": [],
    }  # fmt: skip


def _item(field: Field) -> dict[str, Any]:
    component = {
        "details": describe.field(field),
        "displayLines": 1,
        "tabOrder": 0,
        "type": "Field",
        "value": field.name,
    }
    return {
        "editableForNew": field.createable, "editableForUpdate": field.updateable, "label": field.label,
        "layoutComponents": [component], "placeholder": False, "required": field.required,
    }  # fmt: skip


def _compact(one: Sobject) -> dict[str, Any]:
    fields = [field for field in (one.name_field,) if field is not None]
    return {
        "actions": [], "fieldItems": [_item(field) for field in fields], "id": None, "imageItems": [],
        "label": "System Default", "name": "SYSTEM", "objectType": one.name,
    }  # fmt: skip

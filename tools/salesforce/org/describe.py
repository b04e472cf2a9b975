"""Describes: what the service says of its objects and fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tools.salesforce.org.context import Context
from tools.salesforce.org.record_types import MASTER
from tools.salesforce.org.schema import ADDRESS, Child, Field, Schema, Sobject

SOAP_TYPES = {
    "id": "tns:ID", "reference": "tns:ID", "boolean": "xsd:boolean", "int": "xsd:int", "double": "xsd:double",
    "currency": "xsd:double", "percent": "xsd:double", "date": "xsd:date", "datetime": "xsd:dateTime",
    "base64": "xsd:base64Binary", "time": "xsd:time", "address": "urn:address",
}  # fmt: skip
DEFAULTED = frozenset({
    "Id", "IsDeleted", "OwnerId", "CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById",
    "SystemModstamp",
})  # fmt: skip
NAMES = ("Name", "CaseNumber")


def everything(schema: Schema, base: str) -> dict[str, Any]:
    """The global describe."""
    sobjects = [_summary(sobject, base) for sobject in sorted(schema.sobjects, key=lambda s: s.name)]
    return {"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": sobjects}


def summary(sobject: Sobject, base: str) -> dict[str, Any]:
    """The short description with which `sobjects/X` answers."""
    return {"objectDescribe": _summary(sobject, base), "recentItems": []}


def record_types(context: Context, one: Sobject) -> list[dict[str, Any]]:
    """The record types of an object, the master last."""
    found: list[tuple[Any, ...]] = []
    if one.has("RecordTypeId"):
        found = context.connection.execute(
            'SELECT "Id", "DeveloperName", "Name", "IsActive" FROM "RecordType" WHERE "SobjectType" = ? ORDER BY "Id"',
            (one.name,),
        ).fetchall()
    default = next((declared.name for declared in one.record_types if declared.default), "Master")
    return [
        {
            "active": bool(active), "available": bool(active), "defaultRecordTypeMapping": developer == default,
            "developerName": developer, "master": identifier == MASTER, "name": name,
            "recordTypeId": identifier,
            "urls": {"layout": f"{context.base}/sobjects/{one.name}/describe/layouts/{identifier}"},
        }
        for identifier, developer, name, active in [*found, (MASTER, "Master", "Master", 1)]
    ]  # fmt: skip


def sobject(context: Context, one: Sobject) -> dict[str, Any]:
    """The whole description of an object."""
    schema, base = context.schema, context.base
    scopes = [{"label": f"All {one.plural.lower()}", "name": "everything"}]
    if one.has("OwnerId"):
        scopes.append({"label": f"My {one.plural.lower()}", "name": "mine"})
    described = {
        **_summary(one, base),
        "actionOverrides": [],
        "childRelationships": [_child(child) for child in schema.children(one.name)],
        "compactLayoutable": not one.setup,
        "defaultImplementation": None,
        "extendedBy": None,
        "extendsInterfaces": None,
        "fields": [field(f, _compound(one, f)) for f in one.fields],
        "implementedBy": None,
        "implementsInterfaces": None,
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": record_types(context, one),
        "searchLayoutable": one.searchable,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": scopes,
    }
    return dict(sorted(described.items()))


def field(one: Field, compound: str | None = None) -> dict[str, Any]:
    """The description of a field; `compound` is the field that it is a part of."""
    numeric = one.type in ("double", "currency", "percent")
    return {
        "aggregatable": not one.long and one.type != "boolean",
        "aiPredictionField": False,
        "autoNumber": bool(one.auto_number),
        "byteLength": one.length * (1 if one.type in ("id", "reference") else 3),
        "calculated": False,
        "calculatedFormula": None,
        "cascadeDelete": one.master,
        "caseSensitive": one.case_sensitive,
        "compoundFieldName": compound,
        "controllerName": None,
        "createable": one.createable,
        "custom": one.custom,
        "defaultValue": False if one.type == "boolean" and one.default is None else one.default,
        "defaultValueFormula": None,
        "defaultedOnCreate": one.name in DEFAULTED
        or one.default is not None
        or bool(one.auto_number)
        or one.type == "boolean",
        "dependentPicklist": False,
        "deprecatedAndHidden": False,
        "digits": 8 if one.type == "int" else 0,
        "displayLocationInDecimal": False,
        "encrypted": False,
        "externalId": one.external_id,
        "extraTypeInfo": "plaintextarea" if one.type == "textarea" else None,
        "filterable": not one.long,
        "filteredLookupInfo": None,
        "formulaTreatNullNumberAsZero": False,
        "groupable": one.groupable,
        "highScaleNumber": False,
        "htmlFormatted": False,
        "idLookup": one.key,
        "inlineHelpText": None,
        "label": one.label,
        "length": one.length,
        "mask": None,
        "maskType": None,
        "name": one.name,
        "nameField": one.name in NAMES,
        "namePointing": one.polymorphic,
        "nillable": not (one.required or one.type in ("id", "boolean") or one.name in (*DEFAULTED, *NAMES)),
        "permissionable": not one.required and one.name not in DEFAULTED and (one.createable or one.updateable),
        "picklistValues": picklist(one.picklist, one.default),
        "polymorphicForeignKey": one.polymorphic,
        "precision": one.precision if numeric else 0,
        "queryByDistance": False,
        "referenceTargetField": None,
        "referenceTo": list(one.reference_to),
        "relationshipName": one.relationship,
        "relationshipOrder": 0 if one.master else None,
        "restrictedDelete": False,
        "restrictedPicklist": one.restricted,
        "scale": one.scale if numeric else 0,
        "searchPrefilterable": len(one.reference_to) == 1 and one.name not in DEFAULTED,
        "soapType": SOAP_TYPES.get(one.type, "xsd:string"),
        "sortable": not one.long,
        "type": one.type,
        "unique": one.unique,
        "updateable": one.updateable,
        "writeRequiresMasterRead": False,
    }


def picklist(values: Iterable[str], default: Any) -> list[dict[str, Any]]:
    """The description of a picklist's values."""
    return [
        {"active": True, "defaultValue": value == default, "label": value, "validFor": None, "value": value}
        for value in values
    ]


def _compound(one: Sobject, part: Field) -> str | None:
    """The address or the full name that a field is a part of."""
    if part.name in ("FirstName", "LastName", "Salutation") and one.has("Salutation"):
        return "Name"
    for address in (f.name for f in one.fields if f.type == "address"):
        if part.name.removeprefix(address.removesuffix("Address")) in ADDRESS and part.type != "address":
            return address
    return None


def _summary(one: Sobject, base: str) -> dict[str, Any]:
    place = f"{base}/sobjects/{one.name}"
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": one.createable,
        "custom": one.custom,
        "customSetting": False,
        "deepCloneable": False,
        "deletable": one.deletable,
        "deprecatedAndHidden": False,
        "feedEnabled": False,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": one.prefix,
        "label": one.label,
        "labelPlural": one.plural,
        "layoutable": not one.setup,
        "mergeable": False,
        "mruEnabled": not one.setup,
        "name": one.name,
        "queryable": not one.event,
        "replicateable": not one.setup,
        "retrieveable": not one.event,
        "searchable": one.searchable,
        "triggerable": not one.setup,
        "undeletable": not one.setup,
        "updateable": one.updateable,
        "urls": {"sobject": place, "describe": f"{place}/describe", "rowTemplate": f"{place}/{{ID}}"},
    }


def _child(child: Child) -> dict[str, Any]:
    return {
        "cascadeDelete": child.field.on_delete == "cascade",
        "childSObject": child.sobject,
        "deprecatedAndHidden": False,
        "field": child.field.name,
        "junctionIdListNames": [],
        "junctionReferenceTo": [],
        "relationshipName": child.field.children,
        "restrictedDelete": child.field.on_delete == "restrict",
    }

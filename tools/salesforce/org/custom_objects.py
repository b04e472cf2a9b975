"""Custom objects and rules that `objects.yaml` declares, kept by the org beside its standard objects.

A document for an object that is there already adds fields, record types, validation rules and the assignment rule to
it; any other document makes an object. The form is that of the org's own `objects/*.yaml`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from tools.salesforce.org import declarations, record_types, records, tables
from tools.salesforce.org.context import Context
from tools.salesforce.org.formula import reading
from tools.salesforce.org.record_id import DIGITS
from tools.salesforce.org.schema import Schema, Sobject
from workflow.errors import BundleError

FILE = "objects.yaml"
SUFFIXES = ("__c", "__e")
KEPT = ("RecordType",)


def read(file: Path) -> list[dict[str, Any]]:
    """The documents of a file; none where there is no file. Raises BundleError."""
    if not file.exists():
        return []
    import yaml

    documents = [one for one in yaml.safe_load_all(file.read_text(encoding="utf-8")) if one is not None]
    for document in documents:
        if not isinstance(document, dict) or not isinstance(document.get("object"), str):
            raise BundleError(file.name, "object", "each document must be a mapping that names its `object`")
    return documents


def declare(context: Context, schema: Schema, documents: Iterable[dict[str, Any]], file: str = FILE) -> Schema:
    """Keeps declarations and makes their tables, fields and record types; gives the schema with them."""
    for document in documents:
        document = _complete(context.connection, schema, document, file)
        schema = apply(schema, document, file)
        one = schema.known(document["object"])
        _check(schema, one, file)
        row = (one.name, json.dumps(document))
        context.connection.execute("INSERT OR REPLACE INTO _objects (name, json) VALUES (?, ?)", row)
        context.schema = schema
        tables.prepare(context.connection, Schema((*(schema.known(name) for name in KEPT), one)))
        _keep_record_types(context, one)
    declarations.check_targets(schema)
    return schema


def stored(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The declarations that the org keeps, in the order in which they came."""
    return [json.loads(text) for (text,) in connection.execute("SELECT json FROM _objects ORDER BY rowid")]


def apply(schema: Schema, document: dict[str, Any], file: str = FILE) -> Schema:
    """The schema with what one document declares."""
    one = schema.sobject(document["object"])
    if one is None:
        return schema.with_object(declarations.sobject(file, document))
    known = {"object", "fields", "recordTypes", "validationRules", "assignmentRule"}
    if not one.custom:
        declarations.check_keys(file, one.name, document, known)
    fields = [declarations.field(file, one.name, name, value) for name, value in (document.get("fields") or {}).items()]
    schema = schema.extended(one.name, fields)
    return schema.with_object(replace(schema.known(one.name), **declarations.own_rules(file, one.name, document)))


def _complete(connection: sqlite3.Connection, schema: Schema, document: dict[str, Any], file: str) -> dict[str, Any]:
    """The document with what was declared before; of a new object with its key prefix and name field."""
    name = document["object"]
    before = next((one for one in stored(connection) if one["object"] == name), {})
    if schema.sobject(name) is not None:
        fields = {**before.get("fields", {}), **(document.get("fields") or {})}
        return before | document | ({"fields": fields} if fields else {})
    if not name.endswith(SUFFIXES):
        raise BundleError(file, name, "a custom object's name ends in __c, a platform event's in __e")
    fields = dict(document.get("fields") or {})
    event = name.endswith("__e")
    if not event:
        fields = {"Name": {"type": "string", "length": 80}} | fields
    if document.get("recordTypes"):
        fields.setdefault("RecordTypeId", {"type": "reference", "referenceTo": ["RecordType"]})
    owner = [] if any(isinstance(f, dict) and f.get("master") for f in fields.values()) else ["Group", "User"]
    given: dict[str, Any] = {"prefix": _free_prefix(schema, "e" if event else "a"), "owner": [] if event else owner}
    if event:
        given |= dict.fromkeys(("updateable", "deletable", "searchable"), False) | {"event": True}
    return given | document | {"fields": fields}


def _free_prefix(schema: Schema, first: str) -> str:
    taken = {one.prefix for one in schema.sobjects}
    return next(p for two in DIGITS for three in DIGITS if (p := first + two + three) not in taken)


def _check(schema: Schema, one: Sobject, file: str) -> None:
    """Raises BundleError for a formula that cannot be read or that reads a field that there is not."""
    _check_record_types(one, file)
    formulas = [(f"validationRules.{rule.name}", rule.when) for rule in one.validations]
    formulas += [(f"assignmentRule.{place}", rule.when) for place, rule in enumerate(one.assignment) if rule.when]
    for place, text in formulas:
        try:
            names = list(reading.paths(reading.read(text)))
        except reading.FormulaError as error:
            raise BundleError(file, f"{one.name}.{place}", str(error)) from None
        for path in names:
            if not _known(schema, one, path):
                raise BundleError(file, f"{one.name}.{place}", f"there is no field {'.'.join(path)}")
    for rule in one.validations:
        if rule.field and not one.has(rule.field):
            raise BundleError(file, f"{one.name}.validationRules.{rule.name}.field", f"there is no field {rule.field}")


def _check_record_types(one: Sobject, file: str) -> None:
    """Raises BundleError for a record type that narrows what is no picklist, or to values that it has not."""
    for kind in one.record_types:
        for key, named in (("picklists", kind.picklists), ("defaults", kind.defaults)):
            for name, values in named.items():
                place, field = f"{one.name}.recordTypes.{kind.name}.{key}.{name}", one.field(name)
                if field is None or field.name != name or not field.picklist:
                    raise BundleError(file, place, "there is no picklist of that name")
                allowed = record_types.values(field, kind) if key == "defaults" else field.picklist
                wanted = (values,) if isinstance(values, str) else values
                wrong = next((one for one in wanted if one not in allowed), None)
                if wrong is not None:
                    raise BundleError(file, place, f"{wrong} is none of its values: {', '.join(allowed)}")


def _known(schema: Schema, one: Sobject, path: tuple[str, ...]) -> bool:
    for name in path[:-1]:
        reference = one.parent(name)
        if reference is None:
            return False
        if reference.polymorphic:
            return True
        one = schema.known(reference.reference_to[0])
    return one.has(path[-1])


def _keep_record_types(context: Context, one: Sobject) -> None:
    kind = context.schema.known("RecordType")
    for declared in one.record_types:
        values = {
            "Name": declared.label or declared.name, "Description": declared.description or None,
            "IsActive": declared.active,
        }  # fmt: skip
        found = context.connection.execute(
            'SELECT "Id" FROM "RecordType" WHERE "SobjectType" = ? AND "DeveloperName" = ?', (one.name, declared.name)
        ).fetchone()
        if found is not None:
            records.update(context, kind, found[0], values)
        else:
            records.create(context, kind, {**values, "DeveloperName": declared.name, "SobjectType": one.name})

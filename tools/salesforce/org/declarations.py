"""Object declarations in YAML: read strictly, completed with the system fields."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tools.salesforce.org.schema import LENGTHS, Assignment, Field, RecordType, Schema, Sobject, ValidationRule
from workflow.document import Frozen
from workflow.errors import BundleError

OBJECTS = Path(__file__).parent / "objects"
OBJECT_KEYS = {
    "object", "label", "plural", "prefix", "fields", "owner", "setup", "createable", "updateable", "deletable",
    "searchable", "event", "recordTypes", "validationRules", "assignmentRule",
}  # fmt: skip
FIELD_KEYS = {info.alias or name for name, info in Field.model_fields.items()} - {"name"}


@cache
def standard() -> Schema:
    """The objects that every embedded org begins with."""
    return read(sorted(OBJECTS.glob("*.yaml")))


def read(files: Iterable[Path]) -> Schema:
    """The schema that the files declare; raises BundleError for the first thing that is wrong."""
    import yaml

    sobjects = []
    for file in files:
        for document in yaml.safe_load_all(file.read_text(encoding="utf-8")):
            sobjects.append(sobject(file.name, document))
    schema = Schema(tuple(sobjects))
    check_targets(schema)
    return schema


def sobject(file: str, document: Any) -> Sobject:
    """One object from its YAML mapping."""
    if not isinstance(document, dict):
        raise BundleError(file, "", "an object must be a mapping")
    check_keys(file, str(document.get("object", "")), document, OBJECT_KEYS)
    name = document.get("object")
    if not isinstance(name, str) or not isinstance(document.get("prefix"), str):
        raise BundleError(file, "object", "`object` and `prefix` must be given as text")
    setup = bool(document.get("setup"))
    label = document.get("label", label_of(name))
    declared = [field(file, name, key, value) for key, value in (document.get("fields") or {}).items()]
    switches: dict[str, Any] = {
        k: bool(document[k]) for k in ("createable", "updateable", "deletable", "searchable") if k in document
    }
    return Sobject(
        name=name,
        label=label,
        plural=document.get("plural", label + "s"),
        prefix=document["prefix"],
        setup=setup,
        fields=tuple(
            [*declared, *_of_event()]
            if document.get("event")
            else _opening(label, setup) + declared + _closing(name, tuple(document.get("owner") or ()))
        ),
        event=bool(document.get("event")),
        **own_rules(file, name, document),
        **switches,
    )


def own_rules(file: str, name: str, document: dict[str, Any]) -> dict[str, Any]:
    """The record types, validation rules and assignment rule of a declaration, as arguments of an Sobject."""
    types = [{**(value or {}), "name": key} for key, value in (document.get("recordTypes") or {}).items()]
    rules = [{**(value or {}), "name": key} for key, value in (document.get("validationRules") or {}).items()]
    return {
        "record_types": tuple(_one(file, f"{name}.recordTypes", RecordType, one) for one in types),
        "validations": tuple(_one(file, f"{name}.validationRules", ValidationRule, one) for one in rules),
        "assignment": tuple(
            _one(file, f"{name}.assignmentRule", Assignment, one) for one in document.get("assignmentRule") or ()
        ),
    }


def _one(file: str, place: str, model: type[Frozen], value: Any) -> Any:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join([place, str(value.get("name", "")) if isinstance(value, dict) else "", *map(str, first["loc"])])
        raise BundleError(file, key.replace("..", "."), first["msg"]) from None


def field(file: str, owner: str, name: str, value: Any) -> Field:
    """One field from its YAML mapping; the label and usual lengths may be left out."""
    if not isinstance(value, dict):
        raise BundleError(file, f"{owner}.{name}", "a field must be a mapping")
    check_keys(file, f"{owner}.{name}", value, FIELD_KEYS)
    kind = str(value.get("type", ""))
    given = {"label": label_of(name), "length": LENGTHS.get(kind, 0), **value, "name": name}
    if kind == "reference":
        given.setdefault("relationshipName", relationship_of(name))
        given["length"] = 18
    if value.get("autoNumber") or value.get("path") or kind == "address":
        given |= {"createable": False, "updateable": False}
    if value.get("master"):
        given |= {"required": True, "updateable": False, "onDelete": "cascade"}
    try:
        return Field.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BundleError(file, f"{owner}.{name}.{place}", first["msg"]) from None


def label_of(name: str) -> str:
    """A label for an API name: `AccountId` is Account ID, `Run_Key__c` is Run Key."""
    words = re.sub(r"__c$", "", name).replace("_", " ")
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", words)
    return re.sub(r"\bId\b", "ID", words)


def relationship_of(name: str) -> str:
    """The usual relationship name of a reference field: `AccountId` is Account, `Run__c` is Run__r."""
    return name[:-3] + "__r" if name.endswith("__c") else re.sub(r"Id$", "", name)


def _of_event() -> list[Field]:
    """What every platform event has beside its own fields."""
    fixed = {"createable": False, "updateable": False}
    user = {"type": "reference", "referenceTo": ["User"], "length": 18, "relationshipName": "CreatedBy"}
    rows: list[dict[str, Any]] = [
        {"name": "ReplayId", "label": "Replay ID", "type": "string", "length": 1000, **fixed},
        {"name": "EventUuid", "label": "Event UUID", "type": "string", "length": 36, **fixed},
        {"name": "CreatedDate", "label": "Created Date", "type": "datetime", **fixed},
        {"name": "CreatedById", "label": "Created By ID", **user, **fixed},
    ]
    return [Field.model_validate(row) for row in rows]


def _opening(label: str, setup: bool) -> list[Field]:
    fixed = {"createable": False, "updateable": False}
    fields = [Field.model_validate({"name": "Id", "label": f"{label} ID", "type": "id", "length": 18, **fixed})]
    if not setup:
        deleted = {"name": "IsDeleted", "label": "Deleted", "type": "boolean", "default": False}
        fields.append(Field.model_validate({**deleted, "required": True, **fixed}))
    return fields


def _closing(name: str, owner: tuple[str, ...]) -> list[Field]:
    fixed = {"createable": False, "updateable": False}
    user = {"type": "reference", "referenceTo": ["User"], "length": 18}
    rows: list[dict[str, Any]] = []
    if owner:
        own = {"name": "OwnerId", "label": "Owner ID", "type": "reference", "length": 18}
        rows.append({**own, "referenceTo": owner, "relationshipName": "Owner", "onDelete": "restrict"})
    rows += [
        {"name": "CreatedDate", "label": "Created Date", "type": "datetime", **fixed},
        {"name": "CreatedById", "label": "Created By ID", "relationshipName": "CreatedBy", **user, **fixed},
        {"name": "LastModifiedDate", "label": "Last Modified Date", "type": "datetime", **fixed},
        {"name": "LastModifiedById", "label": "Last Modified By ID", "relationshipName": "LastModifiedBy"}
        | user
        | fixed,
        {"name": "SystemModstamp", "label": "System Modstamp", "type": "datetime", **fixed},
    ]
    return [Field.model_validate(row) for row in rows]


def check_keys(file: str, place: str, value: dict[str, Any], known: set[str]) -> None:
    """Raises BundleError for a key that is not known, with the nearest that is."""
    for key in value:
        if key not in known:
            near = get_close_matches(str(key), sorted(known), n=1)
            raise BundleError(file, f"{place}.{key}", "unknown key", f"did you mean `{near[0]}`?" if near else "")


def check_targets(schema: Schema) -> None:
    """Raises BundleError for a reference to an object that there is not."""
    for one in schema.sobjects:
        for reference in one.fields:
            for target in reference.reference_to:
                if schema.sobject(target) is None:
                    raise BundleError("objects", f"{one.name}.{reference.name}", f"refers to unknown object {target}")

"""Custom fields that files bring along: declared beside them, or inferred from their cells."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tools.salesforce.org import declarations
from tools.salesforce.org.csv_table import LoadError, Problem, Table
from tools.salesforce.org.embedded import EmbeddedOrg
from tools.salesforce.org.schema import Field
from tools.salesforce.org.values import width
from workflow.errors import BundleError

EXTERNAL_ID = "ExternalId__c"


def add(org: EmbeddedOrg, place: Path, tables: list[Table]) -> tuple[str, ...]:
    """Adds the custom fields that the files have and the org has not."""
    declared = _declared(place)
    for name in declared:
        if org.schema.sobject(name) is None:
            raise BundleError("fields.yaml", name, "there is no such object")
    added: list[str] = []
    for table in tables:
        sobject = org.schema.known(table.sobject)
        own = declared.get(sobject.name, {})
        fields = []
        for column in table.columns:
            if column.endswith("__c") and "." not in column and not sobject.has(column):
                if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*__c", column):
                    raise LoadError([Problem(table.file, 1, column, "is no API name")])
                fields.append(own.get(column) or _inferred(column, [row.cells[column] for row in table.rows]))
        if fields:
            org.add_fields(sobject.name, fields)
            added += [f"{sobject.name}.{one.name}" for one in fields]
    for name, own in declared.items():  # those that no file has a column for
        fields = [one for one in own.values() if not org.schema.known(name).has(one.name)]
        if fields:
            org.add_fields(name, fields)
            added += [f"{name}.{one.name}" for one in fields]
    return tuple(added)


def _declared(place: Path) -> dict[str, dict[str, Field]]:
    """The fields that `fields.yaml` declares: `{Account: {Volume__c: {type: double}}}`."""
    file = place / "fields.yaml"
    if not file.exists():
        return {}
    import yaml

    content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    if not isinstance(content, dict) or not all(isinstance(fields, dict) for fields in content.values()):
        raise BundleError(file.name, "", "must map objects to their fields")
    return {
        sobject: {name: declarations.field(file.name, sobject, name, value) for name, value in fields.items()}
        for sobject, fields in content.items()
    }


def _inferred(name: str, cells: list[str]) -> Field:
    filled = [cell for cell in cells if cell]
    shape: dict[str, Any] = {"type": "string", "length": 255}
    if name == EXTERNAL_ID:
        shape |= {"externalId": True, "unique": True}
    elif filled and all(cell.lower() in ("true", "false") for cell in filled):
        shape = {"type": "boolean"}
    elif any(width(cell) > 255 or "\n" in cell for cell in filled):
        shape = {"type": "textarea", "length": 131072}
    return declarations.field("", "", name, shape)

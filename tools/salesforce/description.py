"""What the org says of an object: its fields, their types, lengths and whether they may be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class FieldDescription:
    """One field. `length` counts UTF-16 code units; 0 for types without a length."""

    name: str
    type: str
    length: int = 0
    createable: bool = True
    updateable: bool = True
    unique: bool = False
    restricted: bool = False
    choices: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()  #: objects that a reference may lead to
    required: bool = False  #: a record cannot be made without it

    @property
    def free_text(self) -> bool:
        """Text that means the same when its end is cut off."""
        return self.type in ("string", "textarea", "encryptedstring", "combobox")


@dataclass(frozen=True)
class Description:
    """One object."""

    name: str
    fields: Mapping[str, FieldDescription]  #: lower-case name → field
    name_field: str = "Name"  #: the field by which people call a record, such as CaseNumber
    createable: bool = True
    updateable: bool = True

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Description:
        """From the answer of the describe resource."""
        names = [row["name"] for row in told["fields"] if row.get("nameField")]
        fields = {row["name"].lower(): _field(row) for row in told["fields"]}
        makes, changes = bool(told.get("createable", True)), bool(told.get("updateable", True))
        return cls(told["name"], fields, names[0] if names else "Id", makes, changes)

    def field(self, name: str) -> FieldDescription | None:
        """The field of that API name; letter case does not matter."""
        return self.fields.get(name.lower())

    def has(self, name: str) -> bool:
        """Whether the object has the field."""
        return name.lower() in self.fields


def _field(row: Mapping[str, Any]) -> FieldDescription:
    kind = "html" if row.get("extraTypeInfo") == "richtextarea" else str(row["type"])
    choices = frozenset(str(one["value"]) for one in row.get("picklistValues") or () if one.get("active", True))
    return FieldDescription(
        name=row["name"],
        type=kind,
        length=int(row.get("length") or 0),
        createable=bool(row.get("createable")),
        updateable=bool(row.get("updateable")),
        unique=bool(row.get("unique") or row.get("idLookup")),
        restricted=bool(row.get("restrictedPicklist")),
        choices=choices,
        references=frozenset(row.get("referenceTo") or ()),
        required=bool(row.get("createable")) and not row.get("nillable", True) and not row.get("defaultedOnCreate"),
    )

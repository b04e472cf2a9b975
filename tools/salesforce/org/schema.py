"""The schema: objects, their fields and the relationships between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from pydantic import Field as Key

from workflow.document import Frozen

FieldType = Literal[
    "id", "string", "textarea", "combobox", "email", "phone", "url", "picklist", "multipicklist", "boolean", "double",
    "int", "currency", "percent", "date", "datetime", "time", "reference", "base64", "address",
]  # fmt: skip

TEXTS = frozenset({"string", "textarea", "combobox", "email", "phone", "url", "picklist", "multipicklist"})
NUMBERS = frozenset({"double", "int", "currency", "percent"})
UNGROUPED = frozenset({"double", "currency", "percent", "datetime", "combobox", "multipicklist"})
LENGTHS = {
    "email": 80, "phone": 40, "url": 255, "picklist": 255, "multipicklist": 4099, "string": 255, "textarea": 255,
    "combobox": 255,
}  # fmt: skip
ADDRESS = ("City", "Country", "GeocodeAccuracy", "Latitude", "Longitude", "PostalCode", "State", "Street")
"""The fields that an address is made of, after its own prefix: BillingAddress of BillingCity and so on."""

OnDelete = Literal["clear", "cascade", "restrict"]
"""What a deleted parent does to its children: clears their reference, takes them along, or may not be deleted."""


class Field(Frozen):
    """One field of an object. Keys are written as Salesforce's own describe names them."""

    name: str
    label: str
    type: FieldType
    length: int = 0  #: UTF-16 code units, as Salesforce counts; 0 for types without a length
    precision: int = 18
    scale: int = 2
    required: bool = False
    unique: bool = False
    external_id: bool = Key(default=False, alias="externalId")
    id_lookup: bool = Key(default=False, alias="idLookup")  #: an upsert key although not an external id
    case_sensitive: bool = Key(default=False, alias="caseSensitive")
    default: Any = None
    picklist: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()  #: picklist values that mean that the work is over
    won: tuple[str, ...] = ()  #: picklist values that mean success
    restricted: bool = False
    reference_to: tuple[str, ...] = Key(default=(), alias="referenceTo")
    relationship: str | None = Key(default=None, alias="relationshipName")
    children: str | None = Key(default=None, alias="childRelationshipName")
    on_delete: OnDelete = Key(default="clear", alias="onDelete")
    master: bool = False  #: a master-detail reference: required, not to be moved, takes its children along
    createable: bool = True
    updateable: bool = True
    auto_number: str = Key(default="", alias="autoNumber")  #: display format, such as `RUN-{000000}`
    path: str = ""  #: a formula that shows a field of a parent record, such as `Contact.Email`

    @property
    def custom(self) -> bool:
        """Whether the customer, not Salesforce, defined it."""
        return self.name.endswith("__c")

    @property
    def polymorphic(self) -> bool:
        """Whether the reference may point to records of several objects."""
        return len(self.reference_to) > 1

    @property
    def text(self) -> bool:
        """Whether the value is text that people write or choose."""
        return self.type in TEXTS

    @property
    def long(self) -> bool:
        """Long text and the like: kept, but neither filtered nor grouped nor sorted by."""
        return self.type in ("base64", "address") or (self.type == "textarea" and self.length > 255)

    @property
    def groupable(self) -> bool:
        """Whether GROUP BY takes it."""
        return not self.long and self.type not in UNGROUPED

    @property
    def key(self) -> bool:
        """Whether an upsert may find records by it."""
        return self.external_id or self.id_lookup or self.type == "id"

    @property
    def stored(self) -> bool:
        """Whether the object's own table has a column for it."""
        return not self.path and self.type not in ("base64", "address")


class RecordType(Frozen):
    """A kind of records of an object."""

    name: str  #: the developer name
    label: str = ""
    description: str = ""
    active: bool = True
    default: bool = False
    picklists: dict[str, tuple[str, ...]] = Key(default_factory=dict)  #: field → the values that such a record may have
    defaults: dict[str, str] = Key(default_factory=dict)  #: field → its default, where the field's own is not allowed


class ValidationRule(Frozen):
    """A record for which the formula `when` holds is refused with the message, at the field where one is named."""

    name: str
    when: str
    message: str
    field: str = ""
    active: bool = True


class Assignment(Frozen):
    """An entry of the assignment rule: records for which `when` holds go to the queue or user `owner`."""

    owner: str
    when: str = ""


@dataclass(frozen=True)
class Sobject:
    """An object: what Salesforce calls a table."""

    name: str
    label: str
    plural: str
    prefix: str
    fields: tuple[Field, ...]
    setup: bool = False  #: configuration rather than data: deleted for good, no recycle bin
    createable: bool = True
    updateable: bool = True
    deletable: bool = True
    searchable: bool = True
    event: bool = False  #: a platform event: published, never queried
    record_types: tuple[RecordType, ...] = ()
    validations: tuple[ValidationRule, ...] = ()
    assignment: tuple[Assignment, ...] = ()

    @property
    def custom(self) -> bool:
        """Whether the customer, not Salesforce, defined it."""
        return self.name.endswith(("__c", "__e"))

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {f.name.lower(): f for f in self.fields}

    @cached_property
    def _by_relationship(self) -> dict[str, Field]:
        return {f.relationship.lower(): f for f in self.fields if f.relationship}

    @cached_property
    def stored(self) -> tuple[Field, ...]:
        """The fields that have a column, in declared order."""
        return tuple(f for f in self.fields if f.stored)

    @cached_property
    def references(self) -> tuple[Field, ...]:
        """The fields that refer to other records."""
        return tuple(f for f in self.stored if f.type == "reference")

    @cached_property
    def unique(self) -> tuple[Field, ...]:
        """The fields whose values no two records share."""
        return tuple(f for f in self.stored if f.unique)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Names of the fields that may not be empty; a checkbox never is."""
        return tuple(f.name for f in self.stored if f.required and f.type != "boolean")

    @cached_property
    def defaulted(self) -> tuple[Field, ...]:
        """The fields that have a value from the start."""
        return tuple(f for f in self.stored if f.type == "boolean" or f.default is not None)

    @cached_property
    def numbered(self) -> tuple[Field, ...]:
        """The fields that are numbered automatically."""
        return tuple(f for f in self.stored if f.auto_number)

    @cached_property
    def stage(self) -> Field | None:
        """The field that says whether a record is closed."""
        return next((f for f in self.stored if f.closed), None)

    @cached_property
    def hierarchies(self) -> tuple[Field, ...]:
        """The references to records of the same object."""
        return tuple(f for f in self.references if f.reference_to == (self.name,))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields that have a column, in declared order."""
        return tuple(f.name for f in self.stored)

    @cached_property
    def name_field(self) -> Field | None:
        """The field that people know a record by."""
        names = ("name", "casenumber", "subject", "title", "ordernumber", "masterlabel")
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    def field(self, name: str) -> Field | None:
        """The field of that API name; letter case does not matter."""
        return self._by_name.get(name.lower())

    def known(self, name: str) -> Field:
        """The field of a name that is known to be there; raises KeyError."""
        return self._by_name[name.lower()]

    def parent(self, relationship: str) -> Field | None:
        """The reference field behind a relationship name such as `Account` or `Run__r`."""
        return self._by_relationship.get(relationship.lower())

    def has(self, name: str) -> bool:
        """Whether there is such a field."""
        return name.lower() in self._by_name


@dataclass(frozen=True)
class Child:
    """A reference seen from the record that it points to."""

    sobject: str
    field: Field


@dataclass(frozen=True)
class Schema:
    """All objects of an org."""

    sobjects: tuple[Sobject, ...]
    _children: dict[str, tuple[Child, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        found: dict[str, list[Child]] = {}
        for sobject in self.sobjects:
            for reference in sobject.fields:
                for target in reference.reference_to:
                    found.setdefault(target, []).append(Child(sobject.name, reference))
        self._children.update({name: tuple(children) for name, children in found.items()})

    @cached_property
    def _by_name(self) -> dict[str, Sobject]:
        return {s.name.lower(): s for s in self.sobjects}

    @cached_property
    def _by_prefix(self) -> dict[str, Sobject]:
        return {s.prefix: s for s in self.sobjects}

    def sobject(self, name: str) -> Sobject | None:
        """The object of that API name; letter case does not matter."""
        return self._by_name.get(name.lower())

    def known(self, name: str) -> Sobject:
        """The object of a name that the schema itself, or this software, says is there; raises KeyError."""
        return self._by_name[name.lower()]

    def of(self, record: str) -> Sobject | None:
        """The object that a record id belongs to, by its key prefix."""
        return self._by_prefix.get(record[:3])

    def whose(self, record: str) -> Sobject:
        """The object that a kept record id belongs to; raises KeyError."""
        return self._by_prefix[record[:3]]

    def children(self, name: str) -> tuple[Child, ...]:
        """The references that point to records of the object."""
        return self._children.get(name, ())

    def child(self, name: str, relationship: str) -> Child | None:
        """The child relationship of that name, such as `Cases` of Account."""
        wanted = relationship.lower()
        found = self.children(name)
        return next((c for c in found if c.field.children and c.field.children.lower() == wanted), None)

    def extended(self, name: str, fields: Iterable[Field]) -> Schema:
        """The schema with further fields on one object; a field that is there already stays as it is."""
        sobjects = []
        for sobject in self.sobjects:
            if sobject.name == name:
                added = tuple(f for f in fields if not sobject.has(f.name))
                values = {k: getattr(sobject, k) for k in sobject.__dataclass_fields__}
                sobject = Sobject(**{**values, "fields": sobject.fields + added})
            sobjects.append(sobject)
        return Schema(tuple(sobjects))

    def with_object(self, declared: Sobject) -> Schema:
        """The schema with a further object, or with the one of that name replaced."""
        return Schema((*(one for one in self.sobjects if one.name != declared.name), declared))

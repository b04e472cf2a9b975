"""The fields that operations configure for extraction."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator


class Strict(BaseModel):
    """A record of the bundle: unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class FieldType(StrEnum):
    """What a field's value is. The form of each value stands in `docs/reference/fields.md`."""

    STRING = "string"
    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    DURATION = "duration"
    MONEY = "money"
    PERCENT = "percent"
    ENUM = "enum"
    EMAIL = "email"
    PHONE = "phone"
    HOST = "host"
    URL = "url"
    VIN = "vin"
    IBAN = "iban"
    POSTAL_CODE = "postal_code"
    COUNTRY = "country"
    LANGUAGE = "language"
    PERSON = "person"
    OBJECT = "object"
    LIST = "list"


class FieldDefinition(Strict):
    """One field: what it is called, its type, what it means, and for which categories it is required."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label: str = ""
    type: FieldType
    of: FieldType | None = None  #: the element type of a list
    values: tuple[str, ...] = ()  #: the values of an enum (or of a list of enum)
    synonyms: dict[str, tuple[str, ...]] = Field(default_factory=dict)  #: other words for an enum's values
    description: str = ""
    examples: tuple[str, ...] = ()
    labels: dict[str, str] = Field(default_factory=dict)  #: language → how senders are asked for it in that language
    called: tuple[str, ...] = ()  #: other names by which forms and messages call it
    required: tuple[str, ...] = ()  #: ids of the categories that need it before the work can begin

    @field_validator("values", mode="before")
    @classmethod
    def _words(cls, values: Any) -> Any:
        # YAML reads a bare yes, no, on or 12 as something other than the word that was meant.
        return tuple(str(value) for value in values) if isinstance(values, (list, tuple)) else values

    @model_validator(mode="after")
    def _complete(self) -> FieldDefinition:
        if self.type is FieldType.LIST and self.of is None:
            raise ValueError("a list needs 'of', the type of its elements")
        if self.type is not FieldType.LIST and self.of is not None:
            raise ValueError("'of' is only for the type list")
        if self.element is FieldType.ENUM and not self.values:
            raise ValueError("an enum needs 'values'")
        return self

    @property
    def element(self) -> FieldType:
        """The type of one value: that of a list's elements, else the field's own."""
        return self.of or self.type

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return self.type is FieldType.LIST


class FieldSet(Strict):
    """The fields of one file."""

    fields: tuple[FieldDefinition, ...]

    def get(self, name: str) -> FieldDefinition | None:
        """The field of that id, or None."""
        return next((field for field in self.fields if field.id == name), None)

"""What is known of a value before there is one: its kind, the values it may have, its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Base = Literal["any", "text", "number", "boolean", "date", "moment", "list", "object"]


@dataclass(frozen=True)
class Kind:
    """The kind of a value. `values` is closed: the value is one of them (or a list of some of them), or empty."""

    base: Base = "any"
    values: tuple[str, ...] = ()
    parts: Mapping[str, Kind] = field(default_factory=dict)  #: of an object; none: any part may be there
    always: bool = False  #: never empty

    @property
    def words(self) -> str:
        """The kind in a sentence."""
        names = {"any": "a value", "boolean": "true or false", "moment": "a moment", "object": "a value with parts"}
        return names.get(self.base, f"a {self.base}")


ANY = Kind()
TEXT = Kind("text")
NUMBER = Kind("number")
BOOLEAN = Kind("boolean", always=True)
DATE = Kind("date")
MOMENT = Kind("moment")
LIST = Kind("list")
OBJECT = Kind("object")

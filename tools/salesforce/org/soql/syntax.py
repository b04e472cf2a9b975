"""The syntax tree of a SOQL statement. `at` is where a thing begins in the text, counted from 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal as OneOf


@dataclass(frozen=True)
class Path:
    """A field, through relationships: `Account.Owner.Name`."""

    names: tuple[str, ...]
    at: int = 0

    def __str__(self) -> str:
        return ".".join(self.names)


LiteralKind = OneOf[
    "string", "integer", "decimal", "currency", "boolean", "null", "date", "datetime", "date_word", "date_count", "bind"
]  # fmt: skip


@dataclass(frozen=True)
class Literal:
    """A constant as it is written (a string without its outer quotes, escapes unread)."""

    kind: LiteralKind
    text: str
    at: int = 0


@dataclass(frozen=True)
class Function:
    """A function with its arguments; the name is in upper case."""

    name: str
    arguments: tuple[Operand | Literal, ...]
    at: int = 0


Operand = Path | Function


@dataclass(frozen=True)
class Field:
    """A selected field or function with its alias."""

    operand: Operand
    alias: str | None = None


@dataclass(frozen=True)
class Subquery:
    """A selected child relationship."""

    query: Query


@dataclass(frozen=True)
class Typeof:
    """A selection that depends on the type of a polymorphic parent: `otherwise` of the types that are not named."""

    path: Path
    types: tuple[tuple[str, tuple[Path, ...]], ...]
    otherwise: tuple[Path, ...] = ()
    at: int = 0


Item = Field | Subquery | Typeof


@dataclass(frozen=True)
class Compare:
    """`operand = value`, and the other five."""

    operand: Operand
    operator: str
    value: Literal


@dataclass(frozen=True)
class Like:
    """`operand LIKE pattern`."""

    operand: Operand
    value: Literal


@dataclass(frozen=True)
class Within:
    """`operand IN (...)`, NOT IN, INCLUDES, EXCLUDES; values or the rows of another query."""

    operand: Operand
    operator: str
    values: tuple[Literal, ...] | Query
    at: int = 0


@dataclass(frozen=True)
class Not:
    """The contrary."""

    part: Condition
    at: int = 0


@dataclass(frozen=True)
class Chain:
    """Conditions joined by AND or OR, as written; `operators` has one entry fewer than `parts`."""

    parts: tuple[Condition, ...]
    operators: tuple[str, ...]
    places: tuple[int, ...] = ()  #: where each operator stands


Condition = Compare | Like | Within | Not | Chain


@dataclass(frozen=True)
class Order:
    """One sort key."""

    operand: Operand
    descending: bool = False
    nulls_last: bool = False


@dataclass(frozen=True)
class Apart:
    """A clause that is read and then refused, by the name that it has in `refused.yaml`."""

    feature: str
    at: int = 0


@dataclass(frozen=True)
class Source:
    """An object, relationship or alias path after FROM."""

    path: Path
    alias: str | None = None


@dataclass(frozen=True)
class Query:
    """A whole statement."""

    items: tuple[Item, ...]
    sources: tuple[Source, ...]
    scope: str | None = None
    where: Condition | None = None
    modes: tuple[str, ...] = ()
    apart: tuple[Apart, ...] = ()
    group: tuple[Operand, ...] = ()
    sums: OneOf["", "ROLLUP", "CUBE"] = ""  #: subtotals beside the groups
    having: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | Literal | None = None
    offset: int | Literal | None = None
    purpose: tuple[str, ...] = ()  #: FOR VIEW, REFERENCE, UPDATE
    tracking: tuple[str, ...] = ()  #: UPDATE TRACKING, VIEWSTAT
    at: int = 0

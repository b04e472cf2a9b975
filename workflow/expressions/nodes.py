"""What an expression is made of once it is read. `at` is the place in the text, counted in characters from 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Constant:
    """A text, a number, true or false."""

    value: Any
    at: int


@dataclass(frozen=True)
class Name:
    """A dotted name: `amount.amount` has the path ('amount', 'amount')."""

    path: tuple[str, ...]
    at: int

    @property
    def dotted(self) -> str:
        """The path as written."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Listing:
    """`[a, b]`."""

    items: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class Not:
    """`not x`."""

    operand: Node
    at: int


@dataclass(frozen=True)
class Together:
    """`a and b and c`, or the same with `or`."""

    word: Literal["and", "or"]
    operands: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class Comparison:
    """`a == b` and its kin; `at` is the operator's place."""

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node
    at: int


@dataclass(frozen=True)
class Membership:
    """`a in b`, `a not in b`."""

    left: Node
    right: Node
    negated: bool
    at: int


@dataclass(frozen=True)
class Presence:
    """`x is set` (or `is not empty`), and its opposite."""

    operand: Node
    wanted: bool  #: True for set
    at: int


@dataclass(frozen=True)
class Arithmetic:
    """`first op x op y …`, from left to right, operators of one rank."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int


@dataclass(frozen=True)
class Negative:
    """`-x`."""

    operand: Node
    at: int


@dataclass(frozen=True)
class Call:
    """`name(a, b)`."""

    function: str
    arguments: tuple[Node, ...]
    at: int


@dataclass(frozen=True)
class Choice:
    """`then if condition else otherwise`."""

    then: Node
    condition: Node
    otherwise: Node
    at: int


Node = (
    Constant
    | Name
    | Listing
    | Not
    | Together
    | Comparison
    | Membership
    | Presence
    | Arithmetic
    | Negative
    | Call
    | Choice
)

"""The cell grammar of decision tables: what one input cell asks of a value.

    (empty)       anything
    set  empty    the value is there, or is not
    true  false   and any other word or number: the value is that (letter case and spare space apart)
    >= 2500       also > < <=; numbers and dates (2025-06-30)
    10..20        from and to, both included
    in(a; b)      one of these; elements may be literals, ranges and comparisons
    not(a; b)     none of these, whatever stands in the brackets; holds for an empty value unless `empty` is among them
    ~ pattern     a regular expression, found anywhere in the text (see `workflow/pattern.py`)
    'set'         in single quotes: the word itself

A list matches where one of its elements does, so `not(…)` holds where none does. A text 'A;B', as Salesforce writes
a multi-select picklist, matches as a whole or by an element.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from workflow.comparison import day, fold, is_empty, key, members, order, show, to_number
from workflow.errors import ExpressionError
from workflow.pattern import Pattern, compile_pattern

LONGEST_CELL = 2_000
DEEPEST = 5
MOST_PARTS = 1_000
"""Elements of a list that a cell looks at."""

Sign = Literal[">=", ">", "<=", "<"]
_HOLDS: dict[str, Callable[[int], bool]] = {
    ">=": lambda sign: sign >= 0,
    ">": lambda sign: sign > 0,
    "<=": lambda sign: sign <= 0,
    "<": lambda sign: sign < 0,
}
_SIGN = re.compile(r"(>=|<=|>|<)\s*(.*)", re.DOTALL)
_BRACKETS = re.compile(r"(in|not)\s*\((.*)\)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True)
class Anything:
    """An empty cell."""


@dataclass(frozen=True)
class Presence:
    """`set` or `empty`."""

    wanted: bool


@dataclass(frozen=True)
class Value:
    """A literal. `keys` are its comparable forms: as written, and as a number where it is one."""

    text: str
    keys: frozenset[str]


@dataclass(frozen=True)
class Limit:
    """`>= 2500` and its kin."""

    sign: Sign
    bound: str


@dataclass(frozen=True)
class Between:
    """`10..20`."""

    low: str
    high: str


@dataclass(frozen=True)
class Like:
    """`~ pattern`."""

    pattern: Pattern


@dataclass(frozen=True)
class OneOf:
    """`in(a; b)`."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class NoneOf:
    """`not(a; b)`."""

    cells: tuple[Cell, ...]


Cell = Anything | Presence | Value | Limit | Between | Like | OneOf | NoneOf
ANYTHING = Anything()


@lru_cache(maxsize=65_536)
def read_cell(text: str) -> Cell:
    """Reads a cell; raises ExpressionError where it looks like more than a literal and cannot be read as such."""
    if len(text) > LONGEST_CELL:
        raise ExpressionError(text[:40] + "…", f"a cell may have {LONGEST_CELL} characters")
    return _read(text.strip(), 0)


def fits(cell: Cell, value: Any) -> bool:
    """Whether a value is what the cell asks."""
    match cell:
        case Anything():
            return True
        case Presence(wanted=wanted):
            return is_empty(value) != wanted
        case NoneOf(cells=cells):
            return not any(fits(inner, value) for inner in cells)
        case OneOf(cells=cells):
            return any(fits(inner, value) for inner in cells)
        case Value(keys=keys):
            return any(known in keys for known in value_keys(value))
        case _:
            return any(_fits_one(cell, member) for member in parts(value))


def value_keys(value: Any) -> set[str]:
    """The comparable forms by which a literal is found: the value's own and those of its elements."""
    return {known for known in map(key, parts(value)) if known is not None}


def parts(value: Any) -> list[Any]:
    """The values that a cell looks at: the elements of a list; a text, and its elements where it is 'A;B'."""
    if isinstance(value, str):
        return [value, *members(value)] if ";" in value else [value]
    return members(value)[:MOST_PARTS]


def literals(cell: Cell) -> frozenset[str] | None:
    """The keys of a cell that asks for one of some literals and nothing else; None for other cells."""
    if isinstance(cell, Value):
        return cell.keys
    if isinstance(cell, OneOf):
        inner = [literals(part) for part in cell.cells]
        if all(keys is not None for keys in inner):
            return frozenset().union(*(keys for keys in inner if keys is not None))
    return None


def tell(cell: Cell) -> str:
    """What a cell asks, to stand after a column's name: 'is set', 'is 5 or more'."""
    match cell:
        case Anything():
            return "may be anything"
        case Presence(wanted=wanted):
            return "is set" if wanted else "is empty"
        case Value(text=text):
            return f"is {_shown(text)}"
        case Limit(sign=sign, bound=bound):
            words = {">=": "is {} or more", ">": "is more than {}", "<=": "is {} or less", "<": "is less than {}"}
            return words[sign].format(bound)
        case Between(low=low, high=high):
            return f"is from {low} to {high}"
        case Like(pattern=pattern):
            return f"has {show(pattern.text)} in it"
        case OneOf(cells=cells):
            return f"is one of {_list(cells)}"
        case NoneOf(cells=cells):
            return f"is none of {_list(cells)}" if len(cells) > 1 else f"is not: {tell(cells[0])}"


def _fits_one(cell: Limit | Between | Like, value: Any) -> bool:
    match cell:
        case Limit(sign=sign, bound=bound):
            found = order(value, bound)
            return found is not None and _HOLDS[sign](found)
        case Between(low=low, high=high):
            ends = order(value, low), order(value, high)
            return ends[0] is not None and ends[1] is not None and ends[0] >= 0 >= ends[1]
        case Like(pattern=pattern):
            text = value if isinstance(value, str) else key(value)
            return bool(text) and pattern.search(str(text))


def _read(text: str, depth: int) -> Cell:
    if depth > DEEPEST:
        raise ExpressionError(text, f"more than {DEEPEST} brackets inside each other")
    word = fold(text)
    if not word:
        return ANYTHING
    if word in {"set", "empty"}:
        return Presence(word == "set")
    if len(text) > 1 and text[0] == text[-1] == "'":
        return _value(text[1:-1].replace("''", "'"), quoted=True)
    if brackets := _BRACKETS.fullmatch(text):
        return _brackets(text, brackets, depth)
    if sign := _SIGN.fullmatch(text):
        return Limit(_sign(sign.group(1)), _bound(text, sign.group(2)))
    if text[0] == "~":
        if not text[1:].strip():
            raise ExpressionError(text, "a pattern is missing after '~'")
        return Like(compile_pattern(text[1:].strip()))
    low, dots, high = text.partition("..")
    if dots and (_is_bound(low) or _is_bound(high)):
        return _between(text, low, high)
    _refuse_almost(text, word)
    return _value(text)


def _brackets(text: str, match: re.Match[str], depth: int) -> Cell:
    inner = [piece.strip() for piece in _pieces(match.group(2))]
    if not any(inner):
        raise ExpressionError(text, "nothing stands in the brackets")
    if not all(inner):
        raise ExpressionError(text, "an element is missing beside a ';'")
    if len(inner) == 1 and "," in inner[0] and "(" not in inner[0] and inner[0][0] != "'":
        raise ExpressionError(text, "elements are parted by ';', not ','; put a text with a comma in single quotes")
    cells = tuple(_read(piece, depth + 1) for piece in inner)
    return OneOf(cells) if match.group(1).lower() == "in" else NoneOf(cells)


def _pieces(text: str) -> list[str]:
    # Parts at ';' outside of brackets and single quotes.
    found, begin, depth, quoted = [], 0, 0, False
    for at, char in enumerate(text):
        if char == "'" and (quoted or not text[begin:at].strip()):
            quoted = not quoted
        elif not quoted:
            depth += (char == "(") - (char == ")")
            if char == ";" and depth == 0:
                found.append(text[begin:at])
                begin = at + 1
    return [*found, text[begin:]]


def _sign(text: str) -> Sign:
    for sign in (">=", ">", "<=", "<"):
        if sign == text:
            return sign
    raise AssertionError(text)  # the pattern has no other


def _is_bound(text: str) -> bool:
    return to_number(text.strip()) is not None or day(text.strip()) is not None


def _bound(text: str, bound: str) -> str:
    if not _is_bound(bound):
        raise ExpressionError(text, "a number such as 2500.50 or a date such as 2025-06-30 stands after the sign")
    return bound.strip()


def _between(text: str, low: str, high: str) -> Between:
    ends = _bound(text, low), _bound(text, high)
    sign = order(*ends)
    if sign is None:
        raise ExpressionError(text, "a range goes from number to number or from date to date")
    if sign > 0:
        raise ExpressionError(text, f"a range goes upwards: write {ends[1]}..{ends[0]}")
    return Between(*ends)


def _refuse_almost(text: str, word: str) -> None:
    # What is surely meant as more than a literal. In single quotes each of them can be said.
    cures = {"is set": "set", "not empty": "set", "is empty": "empty", "not set": "empty", "is not empty": "set"}
    if word in cures:
        raise ExpressionError(text, f"write {cures[word]}")
    if word in {"*", "-", "any", "anything"}:
        raise ExpressionError(text, "leave the cell empty where anything fits")
    if text[0] in "=!":
        raise ExpressionError(text, "write the value alone, or not(value)")
    if re.match(r"(in|not)\s*\(", word):
        raise ExpressionError(text, "')' is missing at the end")
    if ";" in text:
        raise ExpressionError(text, "write in(a; b) for one of several values, or the text in single quotes")
    if text[0] == "'" or (".." in text and _is_bound(text.split("..")[0] or "x")):
        raise ExpressionError(text, "this is neither a text in single quotes nor a range such as 10..20")


def _value(text: str, quoted: bool = False) -> Value:
    number = None if quoted or re.match(r"[+-]?0\d", text) else to_number(text)
    keys = {known for known in (key(text), None if number is None else key(number)) if known is not None}
    if not keys:
        raise ExpressionError(text, "an empty text is written: empty")
    return Value(text, frozenset(keys))


def _shown(text: str) -> str:
    if fold(text) in {"true", "false"}:
        return fold(text)
    return text if to_number(text) is not None else show(text)


def _list(cells: tuple[Cell, ...]) -> str:
    shown = [_shown(c.text) if isinstance(c, Value) else tell(c).removeprefix("is ") for c in cells[:8]]
    return ", ".join(shown) + (f" and {len(cells) - 8} more" if len(cells) > 8 else "")

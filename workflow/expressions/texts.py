"""What expressions do with texts and lists. Empty values make empty texts; results are cut at `LONGEST_TEXT`."""

from __future__ import annotations

from typing import Any

from workflow.comparison import LONGEST_TEXT, fold, is_empty, key, members
from workflow.pattern import compile_pattern


def as_text(value: Any) -> str:
    """A value as text: a list with `; ` between, empty as no text."""
    if isinstance(value, (list, tuple)):
        return "; ".join(as_text(element) for element in value)[:LONGEST_TEXT]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value[:LONGEST_TEXT] if isinstance(value, str) else key(value) or ""


def length(value: Any) -> int:
    """Characters, elements or parts; 0 for empty."""
    return len(value) if isinstance(value, (str, list, tuple, dict)) else 0 if value is None else 1


def concat(*values: Any) -> str:
    """The values after each other."""
    out = ""
    for value in values:
        out = (out + as_text(value))[:LONGEST_TEXT]
    return out


def join(values: Any, between: Any = ", ") -> str:
    """The elements with a text between."""
    out = ""
    for index, value in enumerate(members(values)):
        if len(out) >= LONGEST_TEXT:
            break
        out += (as_text(between) if index else "") + as_text(value)
    return out[:LONGEST_TEXT]


def contains(text: Any, part: Any) -> bool:
    """Whether a part stands in a text, letter case apart."""
    return not is_empty(part) and fold(as_text(part)) in fold(as_text(text))


def starts_with(text: Any, part: Any) -> bool:
    """Whether a text begins so."""
    return not is_empty(part) and fold(as_text(text)).startswith(fold(as_text(part)))


def ends_with(text: Any, part: Any) -> bool:
    """Whether a text ends so."""
    return not is_empty(part) and fold(as_text(text)).endswith(fold(as_text(part)))


def matches(text: Any, pattern: str) -> bool:
    """Whether a pattern stands in a text."""
    return not is_empty(text) and compile_pattern(pattern).search(as_text(text))


def _keys(values: Any) -> set[str]:
    return {known for known in map(key, members(values)) if known is not None}


def any_of(values: Any, wanted: Any) -> bool:
    """Whether two lists have an element in common."""
    return bool(_keys(values) & _keys(wanted))


def all_of(values: Any, wanted: Any) -> bool:
    """Whether the first list has every element of the second."""
    return bool(_keys(wanted)) and _keys(wanted) <= _keys(values)


def coalesce(*values: Any) -> Any:
    """The first value that is set."""
    return next((value for value in values if not is_empty(value)), None)

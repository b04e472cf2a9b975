"""Nested labels and values, as web forms and leads bring them, to lines of text in which labels stand beside values.

A value of a group inside others has the names of the groups before its own: `customer.name` is `Customer name: ...`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools.documents import plain
from tools.documents.table import Sheet
from tools.documents.text import DocumentText

MAX_VALUES = 5_000
MAX_DEPTH = 30
MAX_VALUE = 200_000  #: characters of one value
MAX_TEXT = 500_000  #: characters of all

_LABELS = ("label", "question", "title", "name", "field", "key")
_VALUES = ("value", "answer", "answers", "response", "values", "text")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CONTROL = re.compile(r"[\s_]+")


@dataclass(frozen=True)
class Labelled:
    """One value with the labels that lead to it, outermost first."""

    path: tuple[str, ...]
    value: str


@dataclass(frozen=True)
class Listing:
    """A list of groups that have the same labels: a table."""

    path: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Flat:
    """What a tree holds, in its order, and notes on what was cut."""

    entries: list[Labelled | Listing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def values(self) -> Iterator[Labelled]:
        """The single values, those of the outer groups first."""
        single = [entry for entry in self.entries if isinstance(entry, Labelled)]
        yield from sorted(single, key=lambda entry: len(entry.path))


def flatten(tree: Any) -> Flat:
    """Mappings, lists and scalars to labelled values; at most MAX_VALUES of them, MAX_DEPTH deep."""
    flat = Flat()
    stack: list[tuple[tuple[str, ...], Any]] = [((), tree)]
    while stack:
        path, value = stack.pop()
        if len(flat.entries) >= MAX_VALUES:
            flat.notes.append(f"more than {MAX_VALUES:,} values; the rest was skipped")
            break
        if isinstance(value, dict):
            if path and (pair := _pair(value, path[-1].isdigit())):
                stack.append(((*path[:-1], pair[0]), pair[1]))
                continue
            inner = [((*path, str(key)[:200]), item) for key, item in value.items()]
            if len(path) >= MAX_DEPTH:
                flat.notes.append(f"groups inside each other deeper than {MAX_DEPTH} were skipped")
            else:
                stack += reversed(inner)
        elif isinstance(value, list | tuple):
            if len(value) > MAX_VALUES:
                flat.notes.append(f"a list of {len(value):,} items; read up to {MAX_VALUES:,}")
            _list(flat, stack, path, list(value[:MAX_VALUES]))
        elif told := text_of(value):
            flat.entries.append(Labelled(path, told))
    return flat


def _list(flat: Flat, stack: list[tuple[tuple[str, ...], Any]], path: tuple[str, ...], items: list[Any]) -> None:
    """A list: of scalars one value, of like groups a table, of others one after the other."""
    if all(not isinstance(item, dict | list | tuple) for item in items):
        if told := ", ".join(filter(None, map(text_of, items))):
            flat.entries.append(Labelled(path, told))
        return
    if listing := _listing(path, items):
        flat.entries.append(listing)
        return
    if len(path) >= MAX_DEPTH:
        flat.notes.append(f"groups inside each other deeper than {MAX_DEPTH} were skipped")
        return
    stack += reversed([((*path, str(number)), item) for number, item in enumerate(items, 1)])


def _pair(group: dict[Any, Any], listed: bool = True) -> tuple[str, Any] | None:
    """A group that is one question and its answer, as form services send them; `listed`: it stands in a list."""
    label = next((key for key in _LABELS if isinstance(group.get(key), str) and group[key].strip()), None)
    value = next((key for key in (_VALUES if listed else _VALUES[:3]) if key in group), None)
    if label is None or value is None or label == value or len(group) > 6:
        return None
    return group[label].strip()[:200], group[value]


def _listing(path: tuple[str, ...], items: list[Any]) -> Listing | None:
    """Groups as the rows of a table, where all are flat and most have the same labels."""
    if len(items) < 2 or not all(isinstance(item, dict) and not _pair(item) for item in items):
        return None
    columns = tuple(dict.fromkeys(str(key)[:200] for item in items for key in item))
    flat = all(not isinstance(value, dict | list | tuple) for item in items for value in item.values())
    if not flat or not 2 <= len(columns) <= 60 or sum(len(item) for item in items) * 2 < len(items) * len(columns):
        return None
    rows = tuple(tuple(text_of(item.get(column)) for column in columns) for item in items)
    return Listing(path, columns, rows)


def text_of(value: Any) -> str:
    """A scalar as a person reads it; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain.scrub(str(value)[:MAX_VALUE]).strip()


def label(path: tuple[str, ...]) -> str:
    """`("customer", "first_name")` → `Customer first name`."""
    words = " ".join(_CONTROL.sub(" ", _HUMP.sub(" ", name)).strip() for name in path if name)
    if words and not any(char.isupper() for char in path[-1][1:]):
        return words[0].upper() + words[1:]
    return words[:1].upper() + (words[1:].lower() if _HUMP.search(path[-1]) else words[1:])


def document(entries: list[Labelled | Listing]) -> DocumentText:
    """Lines `Label: value`; a value of several lines below its label; tables with their places."""
    sheet = Sheet()
    for entry in entries:
        if sheet.length > MAX_TEXT:
            return sheet.document(notes=[f"more than {MAX_TEXT:,} characters of values; the rest was skipped"])
        if isinstance(entry, Listing):
            sheet.gap()
            if entry.path:
                sheet.line(f"{label(entry.path)}:")
            sheet.table([[label((column,)) for column in entry.columns], *entry.rows])
            sheet.gap()
        elif "\n" not in entry.value:
            sheet.line(f"{label(entry.path)}: {' '.join(entry.value.split())}" if entry.path else entry.value)
        else:
            sheet.line(f"{label(entry.path)}:")
            for row in entry.value.split("\n"):
                sheet.line(row.rstrip())
            sheet.gap()
    return sheet.document()

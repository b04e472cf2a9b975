"""What is different between two bundles, in words that a person of operations reads."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.bundle.markup import read_markup
from tools.bundle.rows import Rows, read_rows

LONGEST = 90
"""Characters of a value that are shown."""

NAMED_BY = ("id", "queue", "workflow", "name", "for_each", "object")
"""Keys that tell an element of a list from the others."""

Files = Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """One difference. `kind`: added, removed, changed or moved; `lines`: the text as it changed, for prompts."""

    file: str
    kind: str
    words: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.words}" if self.words else f"{self.file}: {self.kind}"


def difference(before: Files, after: Files, outputs: Mapping[str, Sequence[str]] | None = None) -> list[Change]:
    """The changes from one snapshot to another, by file. `outputs`: the output columns of each table, by its name."""
    changes: list[Change] = []
    for file in sorted({*before, *after}):
        if file not in before:
            changes.append(Change(file, "added", f"the file is new ({_size(after[file])})"))
        elif file not in after:
            changes.append(Change(file, "removed", "the file was removed"))
        elif before[file] != after[file]:
            found = list(_changes(file, before[file], after[file], outputs or {}))
            changes += found or [Change(file, "changed", "only comments, order of keys or spaces changed")]
    return changes


def _changes(file: str, before: str, after: str, outputs: Mapping[str, Sequence[str]]) -> Iterator[Change]:
    if file.endswith(".csv"):
        name = file.rpartition("/")[2].removesuffix(".csv")
        yield from _table(file, read_rows(before, outputs.get(name, ())), read_rows(after, outputs.get(name, ())))
    elif file.endswith(".yaml"):
        old, new = read_markup(before, file).data, read_markup(after, file).data
        for kind, words in _values("", old, new):
            yield Change(file, kind, words)
    else:
        lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1))[2:]
        added = sum(line.startswith("+") for line in lines)
        removed = sum(line.startswith("-") for line in lines)
        yield Change(file, "changed", f"{added} lines added, {removed} removed", tuple(lines))


# -- tables ------------------------------------------------------------------------------------------------------------


def _table(file: str, old: Rows, new: Rows) -> Iterator[Change]:
    for column in [each for each in new.columns if each not in old.columns]:
        yield Change(file, "added", f"column '{column}' is new")
    for column in [each for each in old.columns if each not in new.columns]:
        yield Change(file, "removed", f"column '{column}' was removed")
    for key, row in old.rows.items():
        if key not in new.rows:
            yield Change(file, "removed", f"row {row.words} was removed (line {row.line})")
    for key, row in new.rows.items():
        was = old.rows.get(key)
        if was is None:
            yield Change(file, "added", f"row {row.words} is new (line {row.line})")
        elif was.given != row.given:
            told = ", ".join(
                f"{name} {_shown(was.given.get(name))} → {_shown(row.given.get(name))}"
                for name in {**was.given, **row.given}
                if was.given.get(name) != row.given.get(name)
            )
            yield Change(file, "changed", f"row {row.condition}: {told} (line {row.line})")
    yield from _moved(file, old, new)


def _moved(file: str, old: Rows, new: Rows) -> Iterator[Change]:
    """Rows that stand in another order among those of both tables: the first that fits wins."""
    shared_old = [key for key in old.rows if key in new.rows]
    shared_new = [key for key in new.rows if key in old.rows]
    for key in _out_of_order(shared_old, shared_new):
        row = new.rows[key]
        yield Change(file, "moved", f"row {row.condition} moved from line {old.rows[key].line} to line {row.line}")


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> list[str]:
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    stays = {before[i] for block in matcher.get_matching_blocks() for i in range(block.a, block.a + block.size)}
    return [key for key in after if key not in stays]


# -- YAML --------------------------------------------------------------------------------------------------------------


def _values(place: str, old: Any, new: Any) -> Iterator[tuple[str, str]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            inner = f"{place}: {key}" if place else str(key)
            if key not in old:
                yield "added", f"{inner} is new: {_shown(new[key])}"
            elif key not in new:
                yield "removed", f"{inner} was removed (it was {_shown(old[key])})"
            else:
                yield from _values(inner, old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(place, old, new)
    else:
        yield "changed", f"{place}: {_shown(old)} → {_shown(new)}"


def _lists(place: str, old: list[Any], new: list[Any]) -> Iterator[tuple[str, str]]:
    before, after = _named(old), _named(new)
    last = place.rpartition(": ")[2]
    where = place.removesuffix(last).removesuffix(": ")
    thing = {"categories": "category", "fields": "field", "documents": "kind of document"}.get(
        last, last.removesuffix("s") or "element"
    )
    prefix = f"{where}: " if where else ""
    for name, value in before.items():
        if name not in after:
            yield "removed", f"{prefix}{thing} '{name}' was removed" + _kind(value)
    order = list(after)
    for name, value in after.items():
        if name not in before:
            follows = order[order.index(name) - 1] if order.index(name) else ""
            where_now = f", after '{follows}'" if follows else ", first"
            yield "added", f"{prefix}{thing} '{name}' is new{where_now}" + _kind(value)
        else:
            yield from _values(f"{prefix}{thing} '{name}'", before[name], value)
    for name in _out_of_order([n for n in before if n in after], [n for n in after if n in before]):
        follows = order[order.index(name) - 1] if order.index(name) else ""
        yield "moved", f"{prefix}{thing} '{name}' moved " + (f"behind '{follows}'" if follows else "to the front")


def _named(values: list[Any]) -> dict[str, Any]:
    """Elements by what tells them apart; the same again gets a number."""
    found: dict[str, Any] = {}
    for value in values:
        name = next((str(value[key]) for key in NAMED_BY if key in value), "") if isinstance(value, dict) else ""
        name = f"for each {name}" if isinstance(value, dict) and "for_each" in value else name
        name = name or _shown(value).strip("'")
        while name in found:
            name += " (again)"
        found[name] = value
    return found


def _kind(value: Any) -> str:
    return f" (kind {value['kind']})" if isinstance(value, dict) and "kind" in value else ""


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, dict):
        text = ", ".join(f"{key} {_shown(each)}" for key, each in value.items())
    elif isinstance(value, list):
        text = "[" + ", ".join(_shown(each) for each in value) + "]"
    else:
        text = f"'{value}'" if " " in str(value) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _size(text: str) -> str:
    lines = len(text.splitlines())
    return f"{lines} line" if lines == 1 else f"{lines} lines"

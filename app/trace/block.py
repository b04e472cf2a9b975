"""What stands below a hop: named lines, and tables under a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.trace import text

LABEL = 10
"""Columns of the names."""


@dataclass(frozen=True)
class Line:
    """A name and a text, wrapped to at most `most` lines."""

    name: str
    text: Any
    most: int = 4


@dataclass(frozen=True)
class Table:
    """Aligned rows under a name. `flexible` columns are cut where there is not room for all."""

    name: str
    rows: tuple[Sequence[Any], ...]
    flexible: tuple[int, ...] = ()
    more: int = 0  #: rows that are not shown


Block = Line | Table


def some(name: str, rows: Sequence[Sequence[Any]], most: int, flexible: tuple[int, ...] = ()) -> Table:
    """A table of the first `most` rows, which counts the others."""
    return Table(name, tuple(rows[:most]), flexible, more=max(0, len(rows) - most))


def lines(blocks: Iterable[Block], indent: int, width: int) -> list[str]:
    """The blocks as lines of at most `width` columns."""
    margin = " " * indent
    room = width - indent - LABEL - 1
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Line):
            body = text.wrap(block.text, room, block.most)
        else:
            body = text.table(block.rows, room, block.flexible)
            if block.more:
                body.append(f"... and {block.more} more")
        for place, line in enumerate(body):
            name = block.name if place == 0 else ""
            out.append(f"{margin}{name:<{LABEL}} {line}".rstrip())
    return out

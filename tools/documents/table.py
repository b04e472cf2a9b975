"""Rows of cells as text, with each cell's place in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tools.documents.text import Range
from workflow.document import Table

_NUMBER = re.compile(r"[-+(]?[^\w\s]{0,3}\s?[\d.,:/ -]+\)?\s?[^\w\s]{0,3}")


def header_row(text: str, rows: Sequence[Sequence[Range]]) -> bool:
    """Whether the first row names the columns: all its cells are filled, short, different and no numbers, and some
    column below holds what looks different (a number), or there are rows enough to be a list."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    names = [text[start:end].strip() for start, end in rows[0]]
    if len(set(names)) < len(names) or any(not name or len(name) > 60 or _NUMBER.fullmatch(name) for name in names):
        return False
    if any("@" in name or name.endswith(":") for name in names):
        return False
    width = len(names)
    body = [row for row in rows[1:] if len(row) == width]
    numbers = sum(1 for row in body for start, end in row if _NUMBER.fullmatch(text[start:end].strip() or "x"))
    return len(body) * 2 >= len(rows) - 1 and (numbers > 0 or len(rows) > 3 or width > 2)


def render(rows: Iterable[Sequence[str]], offset: int = 0) -> tuple[str, Table | None]:
    """Rows as lines with tabs between the cells, and the table of their places (None below two rows).

    White space inside a cell collapses, so that a row is a line. `offset` is where the text will stand.
    """
    pieces: list[str] = []
    spans: list[tuple[Range, ...]] = []
    at = offset
    for row in rows:
        cells: list[Range] = []
        for index, cell in enumerate(row):
            value = " ".join(cell.split())
            if index:
                pieces.append("\t")
                at += 1
            pieces.append(value)
            cells.append((at, at + len(value)))
            at += len(value)
        pieces.append("\n")
        at += 1
        spans.append(tuple(cells))
    text = "".join(pieces)[:-1] if pieces else ""
    shifted = [tuple((start - offset, end - offset) for start, end in row) for row in spans[:200]]
    table = Table(rows=tuple(spans), header=header_row(text, shifted)) if len(spans) > 1 else None
    return text, table

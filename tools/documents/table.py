"""Text in lines and tables, with each cell's place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tools.documents.text import DocumentText, Range
from workflow.document import Link, Table

_NUMBER = re.compile(r"[-+(]?[^\w\s]{0,3}\s?[\d.,:/ -]+\)?\s?[^\w\s]{0,3}")


def header_row(text: str, rows: Sequence[Sequence[Range]]) -> bool:
    """Whether the first row names the columns: its cells are filled, short, different, no numbers and no addresses, and
    below it stand numbers, or rows enough to be a list."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return False
    names = [text[start:end].strip() for start, end in rows[0]]
    if len(set(names)) < len(names) or any(not name or len(name) > 60 or _NUMBER.fullmatch(name) for name in names):
        return False
    if any("@" in name or name.endswith(":") for name in names):
        return False
    width = len(names)
    body = [row for row in rows[1:200] if len(row) == width]
    numbers = any(_NUMBER.fullmatch(text[start:end].strip() or "x") for row in body for start, end in row)
    return len(body) * 2 >= len(rows[1:200]) and (numbers or len(rows) > 3 or width > 2)


def _within(table: Table, length: int) -> Table:
    """The table with its empty last cells, which stood in white space that was cut off, at the end of the text."""
    if not table.rows or max((end for _, end in table.rows[-1]), default=0) <= length:
        return table
    rows = tuple(tuple((min(start, length), min(end, length)) for start, end in row) for row in table.rows)
    return table.model_copy(update={"rows": rows})


class Sheet:
    """A text under construction, line by line."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._tables: list[Table] = []
        self.length = 0

    def line(self, text: str) -> Range:
        """A line of text; gives its place."""
        return self._append(text, "\n")

    def gap(self) -> None:
        """An empty line, unless there is one."""
        if self.length and not "".join(self._pieces[-2:]).endswith("\n\n"):
            self._append("", "\n")

    def row(self, cells: Iterable[str]) -> tuple[Range, ...]:
        """A line of cells with tabs between them; white space inside a cell collapses. Gives the cells' places."""
        places: list[Range] = []
        for index, cell in enumerate(cells):
            if index:
                self._append("\t")
            places.append(self._append(" ".join(cell.split())))
        self._append("\n")
        return tuple(places)

    def table(self, rows: Iterable[Sequence[str]]) -> None:
        """Rows that belong together."""
        start = self.length
        self.add_table([self.row(cells) for cells in rows], start)

    def add_table(self, places: list[tuple[Range, ...]], start: int) -> None:
        """Note rows that were written from `start` on as a table; one row alone is none."""
        if len(places) < 2:
            return
        text = self.text()[start:] if len(places) < 2000 else ""
        near = [tuple((a - start, b - start) for a, b in row) for row in places[:200]]
        self._tables.append(Table(rows=tuple(places), header=bool(text) and header_row(text, near)))

    def find(self, text: str, begin: int) -> int:
        """Where a text stands at or after a place; -1 when it does not."""
        return self.text().find(text, begin)

    def text(self) -> str:
        """All that was written."""
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def document(self, *, hidden: str = "", links: Iterable[Link] = (), notes: Iterable[str] = ()) -> DocumentText:
        """The finished text, with what is hidden behind it."""
        shown = self.text().rstrip()
        gap = "\n\n" if shown and hidden else ""
        text = shown + gap + hidden
        ranges = ((len(text) - len(hidden), len(text)),) if hidden else ()
        tables = tuple(_within(table, len(shown)) for table in self._tables)
        return DocumentText(text=text, tables=tables, links=tuple(links), hidden=ranges, notes=tuple(notes))

    def _append(self, text: str, end: str = "") -> Range:
        start = self.length
        if text or end:
            self._pieces.append(text + end)
            self.length += len(text) + len(end)
        return start, start + len(text)

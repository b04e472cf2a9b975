"""Excel workbooks to text: each sheet as a table; hidden sheets, rows and columns apart."""

from __future__ import annotations

import io
import re
import time as clock
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

from tools.documents import archive, plain
from tools.documents.damage import DAMAGE
from tools.documents.table import Sheet
from tools.documents.text import DocumentText

MAX_SHEETS = 60
MAX_ROWS = 20_000  #: of one workbook
MAX_COLUMNS = 120
MAX_SECONDS = 8.0
MAX_MERGED = 20_000  #: cells that take the text of the one that they are merged with
MAX_XML = 60_000_000  #: bytes of a sheet's XML that are searched for what is hidden and merged

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]{0,200}?\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_UNCALCULATED = re.compile(
    rb"<(?:\w+:)?f\b[^>]{0,200}(?:/>|>[^<]{0,8192}</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<v></v>)?\s*</(?:\w+:)?c>"
)
_ATTRIBUTE = re.compile(rb"\b(r|min|max)=\"(\d{1,7})\"")
_SYMBOL = re.compile(r"\[\$([^\]-]{1,5})|([$€£¥₹])")


def read(content: bytes) -> DocumentText:
    """Text of a .xlsx file; damage and passwords become notes."""
    note = archive.office_note(content)
    if note:
        return DocumentText(notes=(note,))
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except DAMAGE as error:
        return DocumentText(notes=(f"not read: damaged workbook ({type(error).__name__})",))
    reading = _File(content)
    try:
        for sheet in book.worksheets[:MAX_SHEETS]:
            reading.add(sheet)
    except DAMAGE as error:
        reading.notes.append(f"damaged workbook ({type(error).__name__}); read in part")
    if len(book.worksheets) > MAX_SHEETS:
        reading.notes.append(f"{len(book.worksheets)} sheets; read up to {MAX_SHEETS}")
    book.close()
    return reading.sheet.document(hidden="\n".join(reading.unseen), notes=reading.notes)


class _File:
    """One workbook while it is read."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.sheet = Sheet()
        self.unseen: list[str] = []
        self.notes: list[str] = []
        self.rows = 0
        self.end = clock.monotonic() + MAX_SECONDS

    def add(self, sheet: Any) -> None:
        """The rows of one sheet below its name."""
        visible = sheet.sheet_state == "visible"
        raw = self._xml(sheet)
        rows, columns = _hidden(raw) if visible else (frozenset(), frozenset())
        merged = _merged(raw)
        bare = len(_UNCALCULATED.findall(raw))
        if bare:
            self.notes.append(f"sheet {sheet.title!r} has {bare} formulas whose value was never calculated")
        if not visible:
            self.notes.append(f"sheet {sheet.title!r} is hidden")
        elif rows or columns:
            self.notes.append(f"sheet {sheet.title!r} has {len(rows)} hidden rows and {len(columns)} hidden columns")
        shown: list[list[str]] = []
        above: list[str] = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1), start=1):
            self.rows += 1
            late = number % 64 == 0 and clock.monotonic() > self.end
            if self.rows > MAX_ROWS or self.sheet.length > plain.MAX_CHARS or late:
                self.notes.append(f"sheet {sheet.title!r} is cut at row {number}")
                break
            texts = [told(cell) for cell in cells]
            for column in merged.get(number, ()):
                if column < len(texts) and not texts[column]:
                    texts[column] = above[column] if column < len(above) else ""
            above = texts
            if not visible or number in rows:
                line = "\t".join(texts).strip()
                self.unseen += [line] if line else []
                continue
            beside = "\t".join(text for i, text in enumerate(texts, start=1) if i in columns and text)
            self.unseen += [beside] if beside else []
            shown.append([text for i, text in enumerate(texts, start=1) if i not in columns])
        if visible and any(any(row) for row in shown):
            self._write(sheet.title, shown)

    def _write(self, title: str, rows: list[list[str]]) -> None:
        self.sheet.gap()
        self.sheet.line(" ".join(plain.scrub(title).split()))
        width = max((i + 1 for row in rows for i, text in enumerate(row) if text), default=0)
        first = min((i for row in rows for i, text in enumerate(row) if text), default=0)
        block: list[list[str]] = []
        for row in [*rows, []]:
            if any(row):
                block.append((row + [""] * width)[first:width])
            elif block:
                self._write_block(block)
                block = []

    def _write_block(self, block: list[list[str]]) -> None:
        """Rows between empty ones: titles of one cell as lines, the rest as a table."""
        at = 0
        while at < len(block) and sum(1 for text in block[at] if text) == 1 and len(block[at]) > 1:
            self.sheet.line(" ".join("".join(block[at]).split()))
            at += 1
        if block[at:]:
            self.sheet.table(block[at:])
        self.sheet.gap()

    def _xml(self, sheet: Any) -> bytes:
        """The sheet's XML: the reader that takes a row at a time does not tell what is hidden and merged."""
        path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as book, book.open(path) as stream:
                return stream.read(MAX_XML)
        except DAMAGE:
            return b""


def _hidden(raw: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of hidden rows and columns, from 1."""
    rows: set[int] = set()
    columns: set[int] = set()
    for match in _HIDDEN_ROW.finditer(raw):
        rows |= {int(value) for name, value in _ATTRIBUTE.findall(match[0]) if name == b"r"}
    for match in _HIDDEN_COLUMN.finditer(raw):
        found = {name: int(value) for name, value in _ATTRIBUTE.findall(match[0])}
        first = found.get(b"min", 1)
        columns |= set(range(first, min(found.get(b"max", first), MAX_COLUMNS) + 1))
    return frozenset(rows), frozenset(columns)


def _merged(raw: bytes) -> dict[int, list[int]]:
    """Row (from 1) → columns (from 0) whose cell is merged with the one above: each row says what it belongs to.

    A cell that covers columns beside it leaves these empty, as everywhere.
    """
    found: dict[int, list[int]] = {}
    left = MAX_MERGED
    for match in _MERGED.finditer(raw):
        column = _column(match[1])
        for row in range(int(match[2]) + 1, min(int(match[4]), MAX_ROWS) + 1):
            left -= 1
            if left < 0 or column >= MAX_COLUMNS:
                break
            found.setdefault(row, []).append(column)
    return found


def _column(letters: bytes) -> int:
    """'A' → 0, 'AA' → 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def told(cell: Any) -> str:
    """A cell's value as a person reads it in the sheet, as far as its number format says."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        at_midnight = value.time() == time(0)
        return value.date().isoformat() if at_midnight else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        return _number(value, str(getattr(cell, "number_format", "") or ""))
    return plain.scrub(str(value))[:5000]


def _number(value: float, form: str) -> str:
    if "%" in form:
        return f"{round(value * 100, 6):g}%"
    symbol = _SYMBOL.search(form)
    if symbol:
        sign = symbol[1] or symbol[2]
        amount = f"{abs(value):,.2f}" if ".0" in form or value != int(value) else f"{abs(value):,.0f}"
        return f"{'-' if value < 0 else ''}{sign}{amount}"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(round(value, 10))
    return str(value)

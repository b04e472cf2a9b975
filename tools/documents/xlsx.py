"""Excel workbooks to text: each sheet as a table; hidden sheets, rows and columns apart."""

from __future__ import annotations

import io
import re
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

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]{0,400}?\bhidden=\"(?:1|true)\"[^>]{0,400}>")
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

    def add(self, sheet: Any) -> None:
        """The rows of one sheet below its name."""
        visible = sheet.sheet_state == "visible"
        rows, columns = self._hidden(sheet) if visible else (frozenset(), frozenset())
        if not visible:
            self.notes.append(f"sheet {sheet.title!r} is hidden")
        elif rows or columns:
            self.notes.append(f"sheet {sheet.title!r} has {len(rows)} hidden rows and {len(columns)} hidden columns")
        shown: list[list[str]] = []
        for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1), start=1):
            self.rows += 1
            if self.rows > MAX_ROWS or self.sheet.length > plain.MAX_CHARS:
                self.notes.append(f"sheet {sheet.title!r} is cut at row {number}")
                break
            texts = [told(cell) for cell in cells]
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

    def _hidden(self, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
        """Numbers of hidden rows and columns, from the sheet's XML (the read-only reader does not tell them)."""
        path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as book, book.open(path) as stream:
                raw = stream.read(20_000_000)
        except DAMAGE:
            return frozenset(), frozenset()
        rows: set[int] = set()
        columns: set[int] = set()
        for match in _HIDDEN_ROW.finditer(raw):
            rows |= {int(value) for name, value in _ATTRIBUTE.findall(match[0]) if name == b"r"}
        for match in _HIDDEN_COLUMN.finditer(raw):
            found = {name: int(value) for name, value in _ATTRIBUTE.findall(match[0])}
            first = found.get(b"min", 1)
            columns |= set(range(first, min(found.get(b"max", first), MAX_COLUMNS) + 1))
        return frozenset(rows), frozenset(columns)


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

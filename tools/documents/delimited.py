"""CSV and TSV to a table."""

from __future__ import annotations

import csv
import io
from typing import Literal

from tools.documents import charset, plain
from tools.documents.table import Sheet
from tools.documents.text import DocumentText, Range

MAX_ROWS = 20_000
MAX_COLUMNS = 200

_SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 60  #: rows that the separator is found from


def read(content: bytes, label: str = "") -> DocumentText:
    """Text of a delimited file; one without columns is read as plain text."""
    text, note = charset.decode(content, label)
    text, notes = plain.clean(text)
    notes = ([note] if note else []) + notes
    body = text.lstrip("\n")
    head, _, rest = body.partition("\n")
    declared = head[4:5] if head.lower().startswith("sep=") else ""
    body = rest if declared else body
    separator = declared or found(body)
    quoted = not (_unclosed(body, separator) if separator else body.count('"') % 2)
    if not quoted and (plainly := declared or found(body, csv.QUOTE_NONE)):
        separator = plainly
        notes.append("a quotation mark that is not closed; read as a character")
    if not separator:
        return DocumentText(text=text, notes=tuple(notes))
    sheet = Sheet()
    places: list[tuple[Range, ...]] = []
    start = 0
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(body), delimiter=separator, quoting=quoting)):
            if number >= MAX_ROWS:
                notes.append(f"more than {MAX_ROWS:,} rows; the rest was skipped")
                break
            if not cells:
                continue
            if not places and len(cells) == 1:  # a title above the table
                sheet.line(" ".join(cells[0].split()))
                start = sheet.length
                continue
            places.append(sheet.row(cells[:MAX_COLUMNS]))
    except csv.Error as error:
        notes.append(f"damaged rows; read as plain text ({error})")
        return DocumentText(text=text, notes=tuple(notes))
    sheet.add_table(places, start)
    return sheet.document(notes=notes)


def found(text: str, quoting: Literal[0, 3] = csv.QUOTE_MINIMAL) -> str:
    """The separator by which most of the first rows have the same number of cells; empty when none divides them."""
    sample = "\n".join(text[:40_000].split("\n")[:_SAMPLE])
    best, most = "", 0.0
    for separator in _SEPARATORS:
        score = _agreement(sample, separator, quoting)
        if score > most:
            best, most = separator, score
    return best


def _agreement(sample: str, separator: str, quoting: Literal[0, 3]) -> float:
    """How well rows agree on a number of cells above one, the more the better; 0 where they do not."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator, quoting=quoting) if row]
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    usual = max(set(widths), key=widths.count)
    share = widths.count(usual) / len(widths)
    return share * min(usual, 12) if usual > 1 and share >= 0.6 else 0.0


def _unclosed(text: str, separator: str) -> bool:
    """Whether a quotation mark swallows rows: those inside of a cell are rows of the same kind as the others."""
    try:
        for cells in csv.reader(io.StringIO(text[:400_000]), delimiter=separator):
            for cell in cells:
                inside = cell.split("\n")[1:]
                alike = sum(line.count(separator) >= max(1, len(cells) - 2) for line in inside)
                if len(inside) > 1 and alike * 2 > len(inside):
                    return True
    except csv.Error:
        return True
    return False

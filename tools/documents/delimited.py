"""CSV and TSV to a table."""

from __future__ import annotations

import csv
import io

from tools.documents import charset, plain
from tools.documents.table import Sheet
from tools.documents.text import DocumentText

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
    separator = declared or found(body)
    if not separator:
        return DocumentText(text=text, notes=tuple(notes))
    sheet = Sheet()
    start = 0
    places = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(rest if declared else body), delimiter=separator)):
            if number >= MAX_ROWS:
                notes.append(f"more than {MAX_ROWS:,} rows; the rest was skipped")
                break
            if cells:
                places.append(sheet.row(cells[:MAX_COLUMNS]))
    except csv.Error as error:
        notes.append(f"damaged rows; read as plain text ({error})")
        return DocumentText(text=text, notes=tuple(notes))
    sheet.add_table(places, start)
    return sheet.document(notes=notes)


def found(text: str) -> str:
    """The separator by which most of the first rows have the same number of cells; empty when none divides them."""
    sample = "\n".join(text[:40_000].split("\n")[:_SAMPLE])
    best, most = "", 0.0
    for separator in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row]
        except csv.Error:
            continue
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        agreement = widths.count(usual) / len(widths)
        if usual > 1 and agreement >= 0.6 and (score := agreement * min(usual, 12)) > most:
            best, most = separator, score
    return best

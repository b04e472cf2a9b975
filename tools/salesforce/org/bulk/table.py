"""CSV of bulk jobs: read and written with the job's delimiter and line ending."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from tools.salesforce.org.failure import ApiError

DELIMITERS = {"COMMA": ",", "BACKQUOTE": "`", "CARET": "^", "PIPE": "|", "SEMICOLON": ";", "TAB": "\t"}
ENDINGS = {"LF": "\n", "CRLF": "\r\n"}
NULL = "#N/A"
"""What a cell says to empty a field; an empty cell leaves it alone."""

WIDEST = 1_000_000

Row = dict[str, str]


def read(data: bytes, delimiter: str = "COMMA") -> tuple[list[str], list[Row]]:
    """The columns and rows; raises ApiError for what is no such table."""
    csv.field_size_limit(WIDEST)
    try:
        text = data.decode("utf-8-sig")
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=DELIMITERS[delimiter], strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ApiError("CLIENT_INPUT_ERROR", f"InvalidBatch : Failed to parse CSV: {error}") from None
    rows = [line for line in lines if line]
    if not rows:
        return [], []
    columns = [name.strip() for name in rows[0]]
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(columns):
            problem = f"row {number} has {len(row)} cells, the header {len(columns)}"
            raise ApiError("CLIENT_INPUT_ERROR", f"InvalidBatch : Failed to parse CSV: {problem}")
    return columns, [dict(zip(columns, row, strict=True)) for row in rows[1:]]


def write(columns: Sequence[str], rows: Iterable[Sequence[Any]], delimiter: str = "COMMA", ending: str = "LF") -> bytes:
    """A table with all cells quoted, as Salesforce gives them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=DELIMITERS[delimiter], lineterminator=ENDINGS[ending], quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    writer.writerows([shown(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def shown(value: Any) -> str:
    """A value as a cell."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)

"""PDF to text: pages in reading order with tables, form fields, links; what cannot be seen apart."""

from __future__ import annotations

import io
import logging
from typing import Any

from tools.documents import layout, link, plain
from tools.documents.glyphs import Budget, Canvas, Piece
from tools.documents.table import render
from tools.documents.text import DocumentText
from workflow.document import Link, Table

MAX_PAGES = 150
MAX_FIELDS = 500
MAX_STREAM = 25_000_000  #: bytes of one stream, decompressed


def read(content: bytes) -> DocumentText:
    """Text of a PDF. What pypdf cannot read (damage, passwords) becomes a note."""
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    with _bounds():
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                return DocumentText(notes=("not read: protected by a password",))
            return _Text(reader).read()
        except DEPENDENCY_MISSING:
            return DocumentText(notes=("not read: encrypted in a way that is not supported",))
        except (PyPdfError, *DAMAGE) as error:
            return DocumentText(notes=(f"not read: damaged PDF ({type(error).__name__})",))

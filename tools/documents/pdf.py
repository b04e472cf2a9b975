"""PDF to text: pages in reading order with tables, form fields, links; what cannot be seen apart."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from tools.documents import layout, link, plain
from tools.documents.damage import DAMAGE, Errors
from tools.documents.glyphs import Budget, Canvas, Piece
from tools.documents.table import Sheet
from tools.documents.text import DocumentText
from workflow.document import Link

MAX_PAGES = 150
MAX_FIELDS = 500
MAX_WORK = 120_000  #: operators and operands of one page; a page of text has some thousands
MAX_STREAM = 25_000_000  #: bytes of one stream, decompressed


def read(content: bytes) -> DocumentText:
    """Text of a PDF. What pypdf cannot read (damage, passwords) becomes a note."""
    import pypdf
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    limits = pypdf.apply_configuration(
        zlib_maximum_output_length=MAX_STREAM,
        array_based_stream_maximum_output_length=MAX_STREAM,
        lzw_maximum_output_length=MAX_STREAM,
        run_length_maximum_output_length=MAX_STREAM,
        stream_parsing_work_maximum_count=MAX_WORK,
    )
    with limits:
        try:
            reader = pypdf.PdfReader(io.BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                return DocumentText(notes=("not read: protected by a password",))
            return _File(reader).read()
        except DependencyError:
            return DocumentText(notes=("not read: encrypted in a way that is not supported",))
        except _broken() as error:
            return DocumentText(notes=(f"not read: damaged PDF ({type(error).__name__})",))


def _broken() -> Errors:
    """What a damaged PDF raises."""
    from pypdf.errors import PyPdfError

    return (PyPdfError, *DAMAGE)


class _File:
    """One PDF while it is read."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.sheet = Sheet()
        self.unseen: list[str] = []
        self.links: list[Link] = []
        self.notes: list[str] = []
        self.budget = Budget()
        self.images = 0

    def read(self) -> DocumentText:
        """All pages, then the form fields, then what is hidden."""
        pages = len(self.reader.pages)
        if pages > MAX_PAGES:
            self.notes.append(f"{pages} pages; read up to {MAX_PAGES}")
        for number in range(min(pages, MAX_PAGES)):
            try:
                page = self.reader.pages[number]
                self._page(page)
            except _broken() as error:
                self.notes.append(f"page {number + 1} is damaged or too large ({type(error).__name__})")
            if self.budget.operations < 0 or self.sheet.length > plain.MAX_CHARS:
                self.notes.append(f"too long or too costly to read; stopped on page {number + 1} of {pages}")
                break
        for line in self._fields():
            self.sheet.line(line)
        if not self.sheet.length and not self.unseen and self.images:
            self.notes.append("only pictures of pages; not read (no OCR)")
        return self.sheet.document(hidden="\n".join(self.unseen), links=self.links, notes=self.notes)

    def _page(self, page: Any) -> None:
        box = tuple(float(n) for n in page.cropbox)
        canvas = Canvas((box[0], box[1], box[2], box[3]), self.budget)
        canvas.draw(page)
        self.images += canvas.images
        if self.sheet.length:
            self.sheet.gap()
        begin = self.sheet.length
        shown = layout.rows(layout.segments(piece for piece in canvas.pieces if not piece.hidden))
        for block in layout.blocks(shown):
            if block.gap:
                self.sheet.gap()
            if block.table and len(block.rows) > 1:
                self.sheet.table(block.rows)
            else:
                self.sheet.line("\t".join(block.rows[0]))
        unseen = layout.segments(piece for piece in canvas.pieces if piece.hidden)
        self.unseen += [segment.text.strip() for segment in unseen]
        self._annotations(page, canvas.pieces, begin)
        if canvas.cut:
            self.budget.operations = -1

    def _annotations(self, page: Any, pieces: list[Piece], begin: int) -> None:
        """Links with the text below them, and texts that were typed onto the page."""
        for reference in list(page.get("/Annots") or [])[:500]:
            found = reference.get_object()
            if not isinstance(found, dict):
                continue
            if found.get("/Subtype") == "/Link":
                self._link(found, pieces, begin)
            elif found.get("/Subtype") in ("/FreeText", "/Text") and found.get("/Contents"):
                text = plain.scrub(str(found["/Contents"]))[:5000]
                if int(found.get("/F", 0)) & 0b100010:
                    self.unseen.append(text)
                else:
                    self.sheet.line(text)

    def _link(self, found: Any, pieces: list[Piece], begin: int) -> None:
        action = found.get("/A")
        address = action.get_object().get("/URI") if action is not None else None
        target = link.target(str(address)) if address else ""
        area = [float(n) for n in found.get("/Rect", [])]
        if not target or len(area) != 4 or len(self.links) >= 500:
            return
        left, right = sorted((area[0], area[2]))
        low, high = sorted((area[1], area[3]))
        inside = [
            piece
            for piece in pieces
            if low <= piece.bottom + piece.size * 0.3 <= high
            and left - 2 <= (piece.left + piece.right) / 2 <= right + 2
        ]
        text = " ".join("".join(piece.text for piece in inside if not piece.hidden).split())
        place = self.sheet.find(text, begin) if text else -1
        if place >= 0:
            self.links.append(Link(start=place, end=place + len(text), target=target))

    def _fields(self) -> Iterator[str]:
        """`Label: value` of the filled fields of a form."""
        try:
            fields = self.reader.get_fields() or {}
        except _broken() as error:
            self.notes.append(f"the form's fields are damaged ({type(error).__name__})")
            return
        for name, found in list(fields.items())[:MAX_FIELDS]:
            value = found.get("/V")
            if isinstance(value, list):
                value = ", ".join(str(item) for item in value)
            text = " ".join(plain.scrub(str(value)).split()) if value is not None else ""
            if found.get("/FT") == "/Btn":
                text = "" if text in ("/Off", "Off", "") else text.lstrip("/")
            if text:
                label = " ".join(plain.scrub(str(found.get("/TU") or name)).split())
                yield f"{label}: {text[:5000]}"

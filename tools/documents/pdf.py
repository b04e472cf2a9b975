"""PDF to text: pages in reading order with tables, form fields, links; the unseen apart; scanned pages by OCR."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tools.documents import form, ink, layout, link, ocr, picture, plain
from tools.documents.damage import DAMAGE, Errors
from tools.documents.glyphs import Glyphs, Piece, Sheet, pictured, sheet_of
from tools.documents.ocr import Engine, OcrFailed
from tools.documents.pdfium import Rectangle, function, narrow, wide
from tools.documents.table import Sheet as Writing
from tools.documents.text import DocumentText
from workflow.document import Link

MAX_PAGES = 150
MAX_SECONDS = 6.0
MAX_SCANNED = 8  #: pages that are read by OCR
MAX_OCR_SECONDS = 25.0
MAX_ANNOTATIONS = 500  #: of one page

_FEW = 24  #: visible letters; a page with fewer that a picture covers is a scanned one
_COVERED = 0.3  #: of a page
_SAME = 0.6  #: of the words of an invisible text that OCR finds in the picture: the scanner's own reading of it
_TEXT, _LINK, _FREE_TEXT, _WIDGET = 1, 2, 3, 20  #: FPDF_ANNOT_…
_UNSEEN = 0b100010  #: hidden, or not shown on the screen
_PASSWORD, _SECURITY = 4, 5  #: FPDF_ERR_…
_XFA = 2  #: FORMTYPE_XFA_FULL


def read(content: bytes, engine: Engine | None = None, seconds: float = MAX_SECONDS) -> DocumentText:
    """Text of a PDF. What cannot be read (damage, passwords, pictures without OCR) becomes a note."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        return DocumentText(notes=(_refused(error),))
    try:
        return _File(document, engine, seconds).read()
    except _broken() as error:
        return DocumentText(notes=(f"not read: damaged PDF ({type(error).__name__})",))
    finally:
        document.close()


def _broken() -> Errors:
    """What a damaged PDF raises."""
    import pypdfium2

    return (pypdfium2.PdfiumError, *DAMAGE)


def _refused(error: Any) -> str:
    code = getattr(error, "err_code", 0)
    if code == _PASSWORD:
        return "not read: protected by a password"
    return "not read: encrypted in a way that is not supported" if code == _SECURITY else "not read: damaged PDF"


@dataclass
class _Page:
    """One page while it is read."""

    number: int  #: from 1
    page: Any
    sheet: Sheet
    pieces: list[Piece]

    @property
    def shown(self) -> list[Piece]:
        """What a person sees."""
        return [piece for piece in self.pieces if not piece.hidden]

    @property
    def unseen(self) -> list[str]:
        """Lines that nobody sees."""
        return [one.text.strip() for one in layout.segments(piece for piece in self.pieces if piece.hidden)]


@dataclass
class _File:
    """One PDF while it is read."""

    document: Any
    engine: Engine | None
    seconds: float
    writing: Writing = field(default_factory=Writing)
    unseen: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fields: dict[str, bool] = field(default_factory=dict)  #: line of a form's field → whether it is unseen
    scanned: list[int] = field(default_factory=list)  #: numbers of pages that are pictures
    undrawn: list[int] = field(default_factory=list)  #: numbers of pages that could not be drawn in time
    read_by_ocr: int = 0
    left_for_ocr: float = MAX_OCR_SECONDS
    end: float = 0.0  #: of the time to read in, on the monotonic clock
    form: Any = None

    def read(self) -> DocumentText:
        """All pages, then the form fields, then what is hidden."""
        pages = len(self.document)
        if pages > MAX_PAGES:
            self.notes.append(f"{pages} pages; read up to {MAX_PAGES}")
        self.end = time.monotonic() + self.seconds
        if function("FPDF_GetFormType")(self.document.raw):
            self.document.init_forms()
            self.form = self.document.formenv
        for number in range(1, min(pages, MAX_PAGES) + 1):
            try:
                self._page(number)
            except _broken() as error:
                self.notes.append(f"page {number} is damaged ({type(error).__name__})")
            if self.late() or self.writing.length > plain.MAX_CHARS:
                why = f"it takes more than {self.seconds:.0f} s" if self.late() else "there is text enough"
                self.notes.append(f"stopped on page {number} of {pages}: {why}")
                break
        self._told()
        for line, unseen in self.fields.items():
            self.unseen.append(line) if unseen else self.writing.line(line)
        return self.writing.document(hidden="\n".join(self.unseen), links=self.links, notes=self.notes)

    def late(self) -> bool:
        """Whether there is no time left; what OCR takes is counted apart."""
        return time.monotonic() > self.end

    def _told(self) -> None:
        """Notes about the file as a whole."""
        if self.undrawn:
            where = _listed(self.undrawn)
            self.notes.append(f"{where}: not drawn, so that what is hidden there may not have been found out")
        if self.scanned:
            only = not self.writing.length and not self.unseen and not self.fields
            where = "only pictures of pages" if only else f"{_listed(self.scanned)}: a picture"
            self.notes.append(f"{where}; {picture.UNREAD}" if self.engine is None else f"{where}; not read by OCR")
        if self.read_by_ocr and self.engine is not None:
            pages = "1 page" if self.read_by_ocr == 1 else f"{self.read_by_ocr} pages"
            self.notes.append(f"{pages} read by OCR ({self.engine.languages}); letters may be wrong")
        if function("FPDF_GetFormType")(self.document.raw) == _XFA and not self.fields:
            self.notes.append("a form that only its maker's program shows (XFA); its fields were not read")
        signatures = function("FPDF_GetSignatureCount")(self.document.raw)
        if signatures > 0:
            self.notes.append(f"signed electronically ({signatures}×); the signature was not verified")

    def _page(self, number: int) -> None:
        page = self.document[number - 1]
        try:
            sheet = sheet_of(page)
            drawn = ink.draw(page, sheet.width, sheet.height, self.late)
            glyphs = Glyphs(page, sheet, drawn)
            read = _Page(number, page, sheet, glyphs.pieces())
            if drawn is None and read.pieces:
                self.undrawn.append(number)
            if glyphs.cut:
                self.notes.append(f"page {number} has too many characters; cut")
            letters = sum(len(piece.text.strip()) for piece in read.shown)
            picture_like = letters < _FEW and pictured(page, sheet) >= _COVERED
            if picture_like or glyphs.unmapped > max(_FEW, 0.5 * letters):
                self._scanned(read, picture_like)
            else:
                self._written(read)
        finally:
            page.close()

    def _scanned(self, read: _Page, picture_like: bool) -> None:
        """A page whose text stands in a picture, or in letters that nobody can tell: what OCR makes of it."""
        words: list[Piece] = []
        if self.engine is not None and self.read_by_ocr < MAX_SCANNED and self.left_for_ocr > 0:
            begun = time.monotonic()
            words = self._by_ocr(read, self.engine)
            self.left_for_ocr -= time.monotonic() - begun
            self.end += time.monotonic() - begun
        if not words:
            self.scanned.append(read.number)
            self._written(read)
            return
        self.read_by_ocr += 1
        hidden = read.unseen if picture_like else []
        found = set(_words(" ".join(piece.text for piece in words)))
        layer = _words(" ".join(hidden))
        if layer and sum(word in found for word in layer) >= _SAME * len(layer):
            hidden = []
        seen = [piece for piece in read.shown if picture_like]
        self._write(words, seen, read)
        self.unseen += hidden

    def _by_ocr(self, read: _Page, engine: Engine) -> list[Piece]:
        late = ocr.allowance(self.left_for_ocr)
        drawn = ink.draw(read.page, read.sheet.width, read.sheet.height, late, ocr.DENSITY / 72)
        if drawn is None:
            return []
        image = picture.graymap(drawn.pixels, drawn.stride, drawn.width, drawn.height)
        bounded = engine.model_copy(update={"seconds": min(engine.seconds, self.left_for_ocr)})
        try:
            return bounded.words(image, round(72 * drawn.scale))
        except OcrFailed as error:
            self.notes.append(f"page {read.number}: {error}")
            return []

    def _written(self, read: _Page) -> None:
        """A page of text."""
        self._write(read.shown, [], read)
        self.unseen += read.unseen

    def _write(self, words: Sequence[Piece], more: Sequence[Piece], read: _Page) -> None:
        if self.writing.length:
            self.writing.gap()
        begin = self.writing.length
        layout.write(self.writing, words)
        layout.write(self.writing, more)
        self._annotations(read, words, begin)

    def _annotations(self, read: _Page, words: Sequence[Piece], begin: int) -> None:
        """Links with the text below them, texts that were typed onto the page, fields of a form."""
        page = read.page.raw
        printed = layout.segments(words) if self.form is not None else []
        for number in range(min(function("FPDFPage_GetAnnotCount")(page), MAX_ANNOTATIONS)):
            found = function("FPDFPage_GetAnnot")(page, number)
            if not found:
                continue
            try:
                kind = function("FPDFAnnot_GetSubtype")(found)
                if kind == _LINK:
                    self._link(found, read.sheet, words, begin)
                elif kind in (_FREE_TEXT, _TEXT):
                    self._typed(found)
                elif kind == _WIDGET and self.form is not None and len(self.fields) < form.MAX_FIELDS:
                    told = form.filled(self.form.raw, found, read.sheet, printed)
                    if told is not None:
                        self.fields.setdefault(told.line, told.unseen)
            finally:
                function("FPDFPage_CloseAnnot")(found)

    def _typed(self, found: int) -> None:
        text = plain.scrub(wide("FPDFAnnot_GetStringValue", found, b"Contents"))[:5000].strip()
        if not text:
            return
        if function("FPDFAnnot_GetFlags")(found) & _UNSEEN:
            self.unseen.append(text)
        else:
            self.writing.line(text)

    def _link(self, found: int, sheet: Sheet, words: Sequence[Piece], begin: int) -> None:
        at = function("FPDFAnnot_GetLink")(found)
        action = function("FPDFLink_GetAction")(at) if at else None
        target = link.target(narrow("FPDFAction_GetURIPath", self.document.raw, action)) if action else ""
        sides = Rectangle()
        if not target or not function("FPDFAnnot_GetRect")(found, sides) or len(self.links) >= 500:
            return
        one, other = sheet.place(sides.left, sides.bottom), sheet.place(sides.right, sides.top)
        left, right = sorted((one[0], other[0]))
        low, high = sorted((one[1], other[1]))
        inside = [
            piece.text
            for piece in words
            if low <= piece.bottom + piece.size * 0.3 <= high
            and left - 2 <= (piece.left + piece.right) / 2 <= right + 2
        ]
        text = " ".join("".join(inside).split())
        place = self.writing.find(text, begin) if text else -1
        if place >= 0:
            self.links.append(Link(start=place, end=place + len(text), target=target))


def _words(text: str) -> list[str]:
    return re.findall(r"\w{3,}", text.lower())


def _listed(pages: Sequence[int]) -> str:
    shown = ", ".join(map(str, pages[:12])) + (" …" if len(pages) > 12 else "")
    return f"page {shown}" if len(pages) == 1 else f"pages {shown}"

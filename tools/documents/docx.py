"""Word documents to text: header, paragraphs and tables in order, footer; hidden runs apart.

Reads the tree of the main part itself, since python-docx gives neither content controls nor text boxes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from tools.documents import archive, colour, link, plain
from tools.documents.damage import DAMAGE
from tools.documents.table import Sheet
from tools.documents.text import DocumentText
from workflow.document import Link

MAX_BLOCKS = 30_000
MAX_DEPTH = 12

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
#: Elements that only hold others.
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo", "hyperlink")
)


def read(content: bytes) -> DocumentText:
    """Text of a .docx file; damage and passwords become notes."""
    note = archive.office_note(content)
    if note:
        return DocumentText(notes=(note,))
    from docx import Document as open_document

    try:
        return _File(open_document(io.BytesIO(content))).read()
    except DAMAGE as error:
        return DocumentText(notes=(f"not read: damaged Word document ({type(error).__name__})",))


class _File:
    """One document while it is read."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.sheet = Sheet()
        self.unseen: list[str] = []
        self.links: list[Link] = []
        self.notes: list[str] = []
        self.blocks = 0
        self.boxes: list[Any] = []

    def read(self) -> DocumentText:
        """Header, body, text boxes, footer."""
        for part in self._edges("header"):
            self._children(part._element, 0)
        self._children(self.document.element.body, 0)
        for box in self.boxes[:200]:
            self._children(box, 1)
        for part in self._edges("footer"):
            self._children(part._element, 0)
        if self.blocks > MAX_BLOCKS or self.sheet.length > plain.MAX_CHARS:
            self.notes.append("too long; cut")
        return self.sheet.document(hidden="\n".join(self.unseen), links=self.links, notes=self.notes)

    def _edges(self, name: str) -> list[Any]:
        """Headers or footers, each once."""
        found: dict[int, Any] = {}
        for section in self.document.sections:
            edge = getattr(section, name)
            if not edge.is_linked_to_previous:
                found.setdefault(id(edge._element), edge)
        return list(found.values())[:10]

    def _children(self, parent: Any, depth: int) -> None:
        for child in parent.iterchildren():
            if self.blocks > MAX_BLOCKS or self.sheet.length > plain.MAX_CHARS:
                return
            if child.tag == _W + "p":
                self._paragraph(child)
            elif child.tag == _W + "tbl":
                self._table(child)
            elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
                self._children(child, depth + 1)

    def _paragraph(self, element: Any) -> None:
        self.blocks += 1
        begin = self.sheet.length
        shown, unseen, links = self._runs(element)
        if unseen:
            self.unseen.append(unseen)
        properties = element.find(_W + "pPr")
        bullet = "- " if properties is not None and properties.find(_W + "numPr") is not None and shown.strip() else ""
        if not shown.strip():
            if not unseen:
                self.sheet.gap()
            return
        self.sheet.line(bullet + shown.rstrip())
        for start, end, target in links:
            self.links.append(Link(start=begin + len(bullet) + start, end=begin + len(bullet) + end, target=target))

    def _runs(self, element: Any) -> tuple[str, str, list[tuple[int, int, str]]]:
        """Visible text, hidden text, and links with their places in the visible one."""
        shown: list[str] = []
        unseen: list[str] = []
        links: list[tuple[int, int, str]] = []
        length = 0
        for run, address in self._each_run(element, "", 0):
            text = plain.scrub(self._run_text(run))
            if not text:
                continue
            if _unseen(run):
                unseen.append(text)
                continue
            shown.append(text)
            if address and len(links) < 2000:
                links.append((length, length + len(text), address))
            length += len(text)
        return "".join(shown), "".join(unseen).strip(), links

    def _each_run(self, element: Any, address: str, depth: int) -> Iterator[tuple[Any, str]]:
        for child in element.iterchildren():
            if child.tag == _W + "r":
                yield child, address
            elif child.tag in _WRAPPERS and depth < MAX_DEPTH:
                target = address
                if child.tag == _W + "hyperlink" and child.get(_R):
                    relation = self.document.part.rels.get(child.get(_R))
                    target = link.target(relation.target_ref) if relation is not None and relation.is_external else ""
                yield from self._each_run(child, target, depth + 1)

    def _run_text(self, run: Any) -> str:
        pieces = []
        for child in run.iterchildren():
            if child.tag == _W + "t":
                pieces.append(child.text or "")
            elif child.tag in (_W + "tab", _W + "ptab"):
                pieces.append("\t")
            elif child.tag in (_W + "br", _W + "cr"):
                pieces.append("\n")
            elif child.tag == _W + "noBreakHyphen":
                pieces.append("-")
            elif child.tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                if choice is not None:
                    self.boxes += list(choice.iter(_W + "txbxContent"))
        return "".join(pieces)

    def _table(self, element: Any) -> None:
        rows = []
        for row in element.iter(_W + "tr"):
            self.blocks += 1
            if self.blocks > MAX_BLOCKS:
                break
            owner = row.getparent()
            while owner is not None and owner.tag != _W + "tbl":
                owner = owner.getparent()
            if owner is not element:
                continue  # a table inside a cell is part of that cell's text
            rows.append([text for cell in self._cells(row) for text in self._cell(cell)])
        self.sheet.gap()
        if len(rows) > 1 and any(len(row) > 1 for row in rows):
            self.sheet.table(rows)
        else:
            for texts in rows:
                self.sheet.row(texts)
        self.sheet.gap()

    def _cells(self, row: Any) -> Iterator[Any]:
        for child in row.iterchildren():
            if child.tag == _W + "tc":
                yield child
            elif child.tag in _WRAPPERS:
                yield from self._cells(child)

    def _cell(self, cell: Any) -> list[str]:
        """The cell's text, and empty ones for the further columns that it covers."""
        lines = []
        for paragraph in cell.iter(_W + "p"):
            shown, unseen, _ = self._runs(paragraph)
            lines.append(shown)
            if unseen:
                self.unseen.append(unseen)
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        count = span.get(_W + "val", "1") if span is not None else "1"
        return [" ".join(lines)] + [""] * (min(int(count), 50) - 1 if count.isdecimal() else 0)


def _unseen(run: Any) -> bool:
    """Whether a run is hidden, too small, or white on white."""
    properties = run.find(_W + "rPr")
    if properties is None:
        return False
    for name in ("vanish", "webHidden"):
        found = properties.find(_W + name)
        if found is not None and found.get(_W + "val", "true") not in ("0", "false", "off"):
            return True
    size = properties.find(_W + "sz")
    if size is not None and size.get(_W + "val", "").isdecimal() and int(size.get(_W + "val")) <= 3:
        return True
    found = properties.find(_W + "color")
    ink = colour.parse(found.get(_W + "val", "")) if found is not None else None
    return ink is not None and colour.alike(ink, (255, 255, 255)) and not _shaded(run)


def _shaded(run: Any) -> bool:
    """Whether something darker than paper is behind a run: shading of the run, paragraph, cell, or table style."""
    element = run
    while element is not None:
        for kind in ("rPr", "pPr", "tcPr"):
            properties = element.find(_W + kind)
            for name in ("shd", "highlight") if properties is not None else ():
                found = properties.find(_W + name)
                fill = found.get(_W + "fill") or found.get(_W + "val") if found is not None else None
                if fill and fill.lower() not in ("auto", "ffffff", "white", "none", "clear"):
                    return True
        if element.tag == _W + "tbl":
            return element.find(f"{_W}tblPr/{_W}tblStyle") is not None
        element = element.getparent()
    return False

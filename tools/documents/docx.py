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
_VAL = _W + "val"
#: Main parts of templates and of documents with macros (which are not run) are read like documents.
_LIKE_DOCUMENTS = (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
#: Signs of the Wingdings fonts that mean something in a form, by their code without the private area's F0.
_SYMBOLS = {
    "52": "☑",
    "53": "☑",
    "6F": "☐",
    "71": "☐",
    "72": "☐",
    "A3": "☐",
    "A8": "☐",
    "FC": "✓",
    "FD": "☒",
    "FE": "☑",
    "B7": "•",
}
#: Elements that only hold others.
_WRAPPERS = frozenset(
    _W + name for name in ("sdt", "sdtContent", "ins", "smartTag", "customXml", "moveTo", "hyperlink")
)


def read(content: bytes) -> DocumentText:
    """Text of a .docx file; damage and passwords become notes."""
    note = archive.office_note(content)
    if note:
        return DocumentText(notes=(note,))
    try:
        return _File(_opened(content)).read()
    except DAMAGE as error:
        return DocumentText(notes=(f"not read: damaged Word document ({type(error).__name__})",))


def _opened(content: bytes) -> Any:
    from docx.opc.part import PartFactory
    from docx.package import Package
    from docx.parts.document import DocumentPart

    for kind in _LIKE_DOCUMENTS:
        PartFactory.part_type_for.setdefault(kind, DocumentPart)
    return Package.open(io.BytesIO(content)).main_document_part.document


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
        self._footnotes()
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

    def _footnotes(self) -> None:
        """Footnotes and endnotes, but for the two that only draw the line above them."""
        from lxml import etree

        for relation in self.document.part.rels.values():
            if relation.is_external or not relation.reltype.endswith(("/footnotes", "/endnotes")):
                continue
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            for note in list(etree.fromstring(relation.target_part.blob, parser))[:1000]:
                if note.get(_W + "type") is None:
                    self._children(note, 1)

    def _children(self, parent: Any, depth: int) -> None:
        for child in parent.iterchildren():
            if self.blocks > MAX_BLOCKS or self.sheet.length > plain.MAX_CHARS:
                return
            if _prompts(child):
                continue
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
        bullet = bullet or _titled(element)
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
            if _prompts(child):
                continue
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
            elif child.tag == _W + "sym":
                pieces.append(_SYMBOLS.get(child.get(_W + "char", "")[-2:].upper(), ""))
            elif child.tag == _W + "fldChar":
                pieces.append(_legacy(child))
            elif child.tag == _MC + "AlternateContent":
                choice = child.find(_MC + "Choice")
                if choice is not None:
                    self.boxes += list(choice.iter(_W + "txbxContent"))
        return "".join(pieces)

    def _table(self, element: Any) -> None:
        rows: list[list[str]] = []
        for row in element.iter(_W + "tr"):
            self.blocks += 1
            if self.blocks > MAX_BLOCKS:
                break
            owner = row.getparent()
            while owner is not None and owner.tag != _W + "tbl":
                owner = owner.getparent()
            if owner is not element:
                continue  # a table inside a cell is part of that cell's text
            texts: list[str] = []
            for cell in self._cells(row):
                above = rows[-1][len(texts)] if rows and len(texts) < len(rows[-1]) else ""
                texts += self._cell(cell, above)
            rows.append(texts)
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

    def _cell(self, cell: Any, above: str) -> list[str]:
        """The cell's text, and empty ones for the further columns that it covers; one that goes on from the row above
        says the same as that."""
        lines = []
        for paragraph in cell.iter(_W + "p"):
            shown, unseen, _ = self._runs(paragraph)
            lines.append(shown)
            if unseen:
                self.unseen.append(unseen)
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        count = span.get(_W + "val", "1") if span is not None else "1"
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        text = " ".join(lines)
        if merged is not None and merged.get(_VAL) != "restart" and not text.strip():
            text = above
        return [text] + [""] * (min(int(count), 50) - 1 if count.isdecimal() else 0)


def _prompts(element: Any) -> bool:
    """Whether a content control only shows what may be entered there."""
    return element.tag == _W + "sdt" and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _titled(paragraph: Any) -> str:
    """The title of a content control that is all that a paragraph has, as its label."""
    control = paragraph.getparent()
    inner = [child for child in paragraph.iterchildren() if child.tag != _W + "pPr"]
    if len(inner) == 1 and inner[0].tag == _W + "sdt":
        control = inner[0]
    elif control is not None and control.tag == _W + "sdtContent" and len(control) == 1:
        control = control.getparent()
    else:
        return ""
    title = control.find(f"{_W}sdtPr/{_W}alias")
    text = " ".join(str(title.get(_VAL) or "").split())[:100] if title is not None else ""
    return f"{text.rstrip(':')}: " if text else ""


def _legacy(mark: Any) -> str:
    """What a form field of the older kind shows where it has no text: a box to be ticked, a choice from a list."""
    box = mark.find(f"{_W}ffData/{_W}checkBox")
    if box is not None:
        state = box.find(_W + "checked")
        state = state if state is not None else box.find(_W + "default")
        return "☑ " if state is not None and state.get(_VAL, "1") not in ("0", "false", "off") else "☐ "
    listed = mark.find(f"{_W}ffData/{_W}ddList")
    if listed is None:
        return ""
    entries = [entry.get(_VAL, "") for entry in listed.findall(_W + "listEntry")]
    chosen = listed.find(_W + "result")
    number = chosen.get(_VAL, "0") if chosen is not None else "0"
    return entries[int(number)] if number.isdecimal() and int(number) < len(entries) else ""


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

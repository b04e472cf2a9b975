"""HTML to text: what a person sees, in order, with the invisible apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tools.documents import charset, link, markup, page, plain, style
from tools.documents.flow import Flow
from tools.documents.table import header_row
from tools.documents.text import DocumentText, Range, merged, trim
from workflow.document import Link, Table

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_NODES = 100_000
MAX_LINKS = 2000

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_RULE = "_" * 32  #: what mail programs write for a horizontal line


def read(content: bytes, label: str = "") -> DocumentText:
    """Text of an HTML file; `label` is the charset that its carrier declared."""
    text, note = charset.decode(content, label or _declared(content))
    found = render(text)
    return replace(found, notes=(note, *found.notes)) if note else found


def _declared(content: bytes) -> str:
    match = _META.search(content[:4000])
    return match[1].decode("ascii") if match else ""


def render(html: str) -> DocumentText:
    """Text of a page. Visible text first, as one piece; what is invisible follows it and is marked hidden."""
    tree, notes = markup.parse(html)
    if tree is None:
        text, more = plain.clean(" ".join(markup.without_tags(html).split()))
        return DocumentText(text=text, notes=(*notes, *more))
    root = tree.body or tree.root
    if root is None:
        return DocumentText(notes=tuple(notes))
    renderer = _Renderer(style.rules(tree), page.grids(root, MAX_NODES) if "<table" in html.lower() else {})
    renderer.walk(root)
    return renderer.result(notes)


def _tight(declared: style.Declarations, attributes: dict[str, str | None]) -> bool:
    """Whether a paragraph has no space around it: Word's, and those whose margins are set to zero."""
    if (attributes.get("class") or "").startswith(("Mso", "x_Mso", "elementToProof")):
        return True
    margin = declared.get("margin", "")
    if margin:
        sides = margin.split()
        return sides[0].startswith("0") and (len(sides) < 3 or sides[2].startswith("0"))
    return declared.get("margin-bottom", "1").startswith("0") and declared.get("margin-top", "1").startswith("0")


def _all(endings: list[Callable[[], None]]) -> Callable[[], None] | None:
    if len(endings) < 2:
        return endings[0] if endings else None

    def leave() -> None:
        for ending in reversed(endings):
            ending()

    return leave


class _Renderer:
    """One walk over a page; `visible` and `hidden` grow apart."""

    def __init__(self, sheet: dict[int, style.Declarations], grids: dict[int, page.Grid]) -> None:
        self.sheet = sheet
        self.grids = grids
        self.visible = Flow()
        self.hidden = Flow()
        self.links: list[Link] = []
        self.quoted: list[Range] = []
        self.signed: list[Range] = []
        self.tables: list[list[list[Range]]] = []
        self.headed: list[bool] = []
        self.open_table: list[int | None] = []
        self.lists: list[list[int]] = []
        self.depth = {"quote": 0, "signature": 0}
        self.thread = -1
        self.last = ""
        self.cut = False
        self.images = 0

    def walk(self, root: LexborNode) -> None:
        """Visit the tree with a stack of its own, since hostile pages nest deeper than Python calls may."""
        stack: list[tuple[LexborNode, style.Look] | Callable[[], None]] = [(root, style.Look())]
        seen = 0
        while stack:
            item = stack.pop()
            if not isinstance(item, tuple):
                item()
                continue
            node, look = item
            seen += 1
            if seen > MAX_NODES or self.visible.length > plain.MAX_CHARS:
                self.cut = True
                return
            if node is not root and node.next is not None:
                stack.append((node.next, look))
            tag = node.tag or ""
            if tag == "-text":
                self.text(node.text_content or "", look)
                continue
            if tag in page.DROPPED:
                continue
            attributes = node.attributes
            declared = style.declarations(attributes.get("style") or "") if "style" in attributes else {}
            if self.sheet and (given := self.sheet.get(node.mem_id)):
                declared = {**given, **declared}
            inside = style.look(look, tag, attributes, declared)
            leave = self.enter(node, tag, attributes, declared, inside)
            if leave:
                stack.append(leave)
            if node.child is not None:
                stack.append((node.child, inside))

    def text(self, data: str, look: style.Look) -> None:
        """A text node."""
        if not data.isascii() or not data.isprintable():
            data = plain.scrub(data) if not data.isspace() else data
        flow = self.hidden if look.hidden else self.visible
        if len(data) > (room := max(0, plain.MAX_CHARS - flow.length)):
            data, self.cut = data[:room], True
        if look.preserved:
            flow.verbatim(data)
        else:
            flow.write(data)
        if flow is self.visible and not data.isspace():
            self.last = data.rstrip()[-200:] or self.last

    def enter(
        self,
        node: LexborNode,
        tag: str,
        attributes: dict[str, str | None],
        declared: style.Declarations,
        look: style.Look,
    ) -> Callable[[], None] | None:
        """Begin an element; gives what is to be done at its end."""
        flow = self.hidden if look.hidden else self.visible
        endings: list[Callable[[], None]] = []
        if tag in {"br", "hr", "img"}:
            self._void(flow, tag, attributes)
            return None
        if tag in page.BLOCKS:
            nested = tag in {"ul", "ol"} and bool(self.lists)
            gap = 2 if tag in page.GAPPED and not nested and not _tight(declared, attributes) else 1
            flow.line(gap)
            endings.append(lambda: flow.line(gap))
        if flow is self.hidden:
            return _all(endings)
        named = page.marks(attributes) if attributes.keys() & {"class", "id"} else set()
        if named and self.thread < 0 and page.begins_thread(named):
            self.thread = flow.mark()
        if (named or tag == "blockquote") and page.quotes(tag, named, attributes, self.last):
            endings.append(self._range("quote", self.quoted))
        if (named or "data-smartmail" in attributes) and page.signs(named, attributes):
            endings.append(self._range("signature", self.signed))
        if tag == "a" and attributes.get("href"):
            endings.append(self._link(str(attributes["href"])))
        elif tag in {"ul", "ol"}:
            self.lists.append([0, 1 if tag == "ol" else 0])
            endings.append(lambda: self._forget(self.lists))
        elif tag == "li":
            flow.write(self._bullet())
        elif tag in {"table", "tr", "td", "th"}:
            endings += self._table(node, tag, attributes)
        return _all(endings)

    def _void(self, flow: Flow, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "br":
            flow.newline()
        elif tag == "hr" and not flow.flat:
            flow.line()
            flow.write(_RULE)
            flow.line()
        elif tag == "img":
            self.images += 1
            alternative = (attributes.get("alt") or "").strip()
            # Mail programs write emoji as pictures; other alternative texts are nothing that the sender wrote.
            if alternative and len(alternative) <= 4 and not alternative.isascii():
                flow.write(alternative)

    def _forget(self, opened: list[Any]) -> None:
        opened.pop()

    def _bullet(self) -> str:
        if not self.lists:
            return "- "
        level = self.lists[-1]
        level[0] += 1
        return f"{level[0]}. " if level[1] else "- "

    def _range(self, kind: str, into: list[Range]) -> Callable[[], None]:
        self.depth[kind] += 1
        start = self.visible.mark()
        outermost = self.depth[kind] == 1

        def leave() -> None:
            self.depth[kind] -= 1
            if outermost:
                into.append((start, self.visible.mark()))

        return leave

    def _link(self, address: str) -> Callable[[], None]:
        start = self.visible.mark()

        def leave() -> None:
            target = link.target(address)
            if target and self.visible.mark() > start and len(self.links) < MAX_LINKS:
                self.links.append(Link(start=start, end=self.visible.mark(), target=target))

        return leave

    def _table(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> list[Callable[[], None]]:
        if tag == "table":
            grid = self.grids.get(node.mem_id)
            if grid is None or not grid.data:
                self.open_table.append(None)
            else:
                self.tables.append([])
                self.headed.append(False)
                self.open_table.append(len(self.tables) - 1)
            return [lambda: self._forget(self.open_table)]
        number = self.open_table[-1] if self.open_table else None
        if number is None:
            if tag != "tr":
                self.visible.line()
                return [self.visible.line]
            return []
        rows = self.tables[number]
        if tag == "tr":
            rows.append([])
            return []
        if not rows:
            rows.append([])
        if tag == "th" and len(rows) == 1:
            self.headed[number] = True
        if rows[-1]:
            self.visible.cell()
        start = self.visible.mark()
        self.visible.flat += 1

        def leave() -> None:
            self.visible.flat -= 1
            rows[-1].append((start, self.visible.mark()))
            # A cell over several columns leaves the others empty, so that columns stay below each other.
            extra = attributes.get("colspan") or "1"
            for _ in range(min(int(extra), 50) - 1 if extra.isdecimal() and len(extra) < 4 else 0):
                rows[-1].append((self.visible.mark(), self.visible.mark()))

        return [leave]

    def result(self, notes: list[str]) -> DocumentText:
        """The text with its ranges trimmed to what they hold."""
        shown = self.visible.text()
        unseen = self.hidden.text().strip()
        if self.cut:
            notes.append("HTML too long; cut")
        if not shown and self.images:
            notes.append(f"only pictures ({self.images}); not read (no OCR)")
        if self.thread >= 0:
            self.quoted.append((self.thread, len(shown)))
        text = f"{shown}\n\n{unseen}" if shown and unseen else shown or unseen
        hidden = ((len(text) - len(unseen), len(text)),) if unseen else ()
        tables = []
        for rows, headed in zip(self.tables, self.headed, strict=True):
            cells = tuple(tuple(trim(shown, cell) for cell in row) for row in rows if row)
            if len(cells) > 1:
                tables.append(Table(rows=cells, header=headed or header_row(shown, cells)))
        links = (
            Link(start=a, end=b, target=one.target)
            for one in self.links
            for a, b in [trim(shown, (one.start, one.end))]
        )
        return DocumentText(
            text=text,
            tables=tuple(tables),
            links=tuple(one for one in links if one.end > one.start),
            hidden=hidden,
            quoted=merged(trim(shown, found) for found in self.quoted),
            signed=merged(trim(shown, found) for found in self.signed),
            notes=tuple(notes),
        )

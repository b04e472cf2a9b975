"""What the elements of an HTML page are: blocks, quotes of older messages, signatures, tables that hold data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.documents.wordlist import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DROPPED = words(
    """
    head title script style template iframe object embed audio video canvas svg math map datalist -comment
    """
)
BLOCKS = words(
    """
    address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 header li main nav ol p pre section summary table tbody thead tfoot tr ul caption
    """
)
GAPPED = words(
    """
    p h1 h2 h3 h4 h5 h6 ul ol dl pre blockquote table
    """
)

#: Identifiers and classes with which mail programs mark the older message, after the prefix `x_` of Outlook on the web.
_QUOTE_MARKS = words(
    """
    gmail_quote yahoo_quoted yahooquoted protonmail_quote tutanota_quote moz-cite-prefix iosymail zmail_extra mail-
    editor-reference-message-container ms-outlook-mobile-reference-message olk_src_body_section gmail_attr
    mail_quote quoted-message wm_quote ox-quote
    """
)
#: Everything after these, to the end of the page, is the older message.
_THREAD_MARKS = words(
    """
    divrplyfwdmsg appendonsend replysplit olk_src_body_section stopspelling
    """
)
_SIGNATURE_MARKS = words(
    """
    gmail_signature signature moz-signature ms-outlook-mobile-signature applemailsignature yahoo_signature
    protonmail_signature_block tutanota_signature zmail_signature_below signature-container mobile-signature
    """
)
_BORDER = re.compile(r"border-left\s*:[^;]{0,60}(?:solid|[1-9]\d*(?:\.\d+)?p[xt])|border-left-width\s*:\s*[1-9]", re.I)


def marks(attributes: dict[str, str | None]) -> set[str]:
    """Classes and id of an element in lower case."""
    text = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower()[:500]
    found = set()
    for name in text.split():
        while name.startswith("x_"):
            name = name[2:]
        found.add(name)
    return found


def begins_thread(named: set[str]) -> bool:
    """Whether the older messages begin here."""
    return bool(named & _THREAD_MARKS)


def quotes(tag: str, named: set[str], attributes: dict[str, str | None], before: str) -> bool:
    """Whether an element holds an older message. A blockquote alone may be the sender's indentation: it needs a mark,
    a line at its left, or an introduction `before` it that ends in a colon."""
    if tag != "blockquote":
        # Gmail puts the sender's interleaved answers into its container too; only the pieces inside are older.
        return bool(named & _QUOTE_MARKS) and not (tag == "div" and "gmail_quote" in named)
    if named & _QUOTE_MARKS or (attributes.get("type") or "").lower() == "cite" or attributes.get("cite"):
        return True
    if _BORDER.search(attributes.get("style") or ""):
        return True
    return before.endswith((":", "：")) and any(char.isdigit() or char == "@" for char in before[-200:])


def signs(named: set[str], attributes: dict[str, str | None]) -> bool:
    """Whether a mail program marked an element as the sender's signature."""
    return bool(named & _SIGNATURE_MARKS) or attributes.get("data-smartmail") == "gmail_signature"


@dataclass
class Grid:
    """What a table is made of: characters and lines of each cell, by row."""

    nested: bool = False
    rows: list[list[list[int]]] = field(default_factory=list)

    @property
    def data(self) -> bool:
        """Whether its rows belong together as rows, as against a table that only places blocks on the page."""
        if self.nested or len(self.rows) > 20_000:
            return False
        wide = [row for row in self.rows if sum(1 for chars, _ in row if chars) >= 2]
        if not wide or len(wide) * 2 < sum(1 for row in self.rows if any(chars for chars, _ in row)):
            return False
        cells = [cell for row in self.rows for cell in row if cell[0]]
        tall = sum(1 for chars, lines in cells if lines > 3 or chars > 600)
        return tall * 5 <= len(cells) if len(wide) > 1 else all(c <= 120 and n <= 2 for c, n in cells)


def grids(root: LexborNode, limit: int) -> dict[int, Grid]:
    """The tables of a page by `mem_id`, from one walk over at most `limit` nodes."""
    found: dict[int, Grid] = {}
    open_tables: list[Grid] = []
    stack: list[LexborNode | None] = [root]
    seen = 0
    while stack:
        node = stack.pop()
        if node is None:
            open_tables.pop()
            continue
        seen += 1
        if seen > limit:
            break
        tag = node.tag or ""
        if node.next is not None and node is not root:
            stack.append(node.next)
        if tag in DROPPED:
            continue
        if tag == "table":
            grid = found[node.mem_id] = Grid()
            for outer in open_tables[-1:]:
                outer.nested = True
            open_tables.append(grid)
            stack.append(None)
        elif open_tables:
            _count(open_tables[-1], tag, node)
        if node.child is not None:
            stack.append(node.child)
    return found


def _count(grid: Grid, tag: str, node: LexborNode) -> None:
    if tag == "tr":
        grid.rows.append([])
    elif tag in {"td", "th"}:
        if not grid.rows:
            grid.rows.append([])
        grid.rows[-1].append([0, 0])
    elif grid.rows and grid.rows[-1]:
        cell = grid.rows[-1][-1]
        if tag == "-text":
            cell[0] += len((node.text_content or "").strip())
        elif tag == "br" or tag in BLOCKS:
            cell[1] += 1

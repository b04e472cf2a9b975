"""HTML parsed within bounds.

The HTML5 algorithm takes time quadratic in nesting depth and in the attributes of one tag; both are bounded before the
parser sees the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.documents.wordlist import words

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

MAX_CHARS = 2_000_000
MAX_DEPTH = 1500
MAX_ATTRIBUTES = 100  #: of one tag

_DATA_URI = re.compile(r"""data:[a-zA-Z0-9/+.;=-]{0,100},[^"'>\s]{100,}""")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})([^<>]*)")
_VOID = words(
    """
    area base br col embed hr img input link meta param source track wbr
    """
)
#: A next one closes the one before, so an unclosed one does not nest.
_FLAT = words(
    """
    a p li td th tr option dt dd thead tbody tfoot
    """
)
_ATTRIBUTE = re.compile(r"[\s/](?=[^\s/>=]+)")


def parse(html: str) -> tuple[LexborHTMLParser | None, list[str]]:
    """The tree of a page and notes on what was cut; None for markup that is too deep to be parsed."""
    from selectolax.lexbor import LexborHTMLParser

    notes = []
    if len(html) > MAX_CHARS:
        notes.append(f"HTML of {len(html):,} characters; read up to {MAX_CHARS:,}")
        html = html[:MAX_CHARS]
    if "data:" in html:
        html = _DATA_URI.sub("", html)
    depth = deepest = 0
    crowded = False
    for match in _TAG.finditer(html):
        name = match[2].lower()
        if match[1]:
            depth = max(0, depth - 1) if name not in _FLAT else depth
        elif name not in _VOID and name not in _FLAT and not match[3].endswith("/"):
            depth += 1
            deepest = max(deepest, depth)
        if len(match[3]) > 4 * MAX_ATTRIBUTES and not crowded:
            crowded = len(_ATTRIBUTE.findall(match[3])) > 4 * MAX_ATTRIBUTES
    if deepest > MAX_DEPTH:
        notes.append(f"HTML nested {deepest:,} deep; its tags were ignored")
        return None, notes
    if crowded:
        html = _TAG.sub(_without_crowd, html)
    return LexborHTMLParser(html), notes


def _without_crowd(match: re.Match[str]) -> str:
    crowded = len(match[3]) > 4 * MAX_ATTRIBUTES and len(_ATTRIBUTE.findall(match[3])) > 4 * MAX_ATTRIBUTES
    return f"<{match[1]}{match[2]}" if crowded else match[0]


def without_tags(html: str) -> str:
    """All text of markup that cannot be parsed; nothing is known of what of it is visible."""
    from html import unescape

    return unescape(_TAG.sub(" ", html[:MAX_CHARS]).replace(">", " "))

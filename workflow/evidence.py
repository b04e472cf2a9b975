"""Evidence: a quote, where it stands, and when it proves a value.

A quote proves a value when it is found in the text after folding Unicode form, letter case, white space, soft
hyphens and line wraps, on characters (so that it works for CJK, accents and emoji). Offsets are mapped back to
the original text.
"""

from __future__ import annotations

import unicodedata
from typing import Literal

from workflow.document import Document, Frozen, Span, ZoneKind

INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Evidence(Frozen):
    """A quote with its exact spans (several where the value is told in several places), and its zone.

    `kind` is 'quote', or 'not_stated' (searched for and not found: no spans), or 'header' (a header field such as
    From; `quote` holds its text), or 'directory' (a fact of the CRM; `quote` holds it), or 'person' (entered in a
    review; `quote` says by whom).
    """

    quote: str
    spans: tuple[Span, ...] = ()
    zone: ZoneKind = ZoneKind.NEW
    kind: Literal["quote", "not_stated", "header", "directory", "person"] = "quote"


class Folded:
    """A text in folded form, with the way back: character `i` of `text` came from `origin[i]` of the original.

    Letters are decomposed (NFKD), so that composed and combining spellings fold to the same characters.
    """

    def __init__(self, original: str) -> None:
        out: list[str] = []
        origin: list[int] = []
        gap = True
        for index, char in enumerate(original):
            if char in INVISIBLE:
                continue
            if char.isspace():
                if not gap:
                    out.append(" ")
                    origin.append(index)
                gap = True
                continue
            gap = False
            for piece in unicodedata.normalize("NFKD", char.casefold()):
                out.append(piece)
                origin.append(index)
        self.original = original
        self.text = "".join(out)
        self.origin = origin

    def find(self, quote: str, start: int = 0) -> tuple[int, int] | None:
        """Original `(start, end)` of the first place where the folded quote stands, at or after original `start`."""
        needle = Folded(quote).text.strip()
        if not needle:
            return None
        begin = next((i for i, at in enumerate(self.origin) if at >= start), len(self.origin)) if start else 0
        at = self.text.find(needle, begin)
        if at < 0:
            return None
        return self.origin[at], self.origin[at + len(needle) - 1] + 1


def find_quote(document: Document, quote: str) -> tuple[Span, ...]:
    """The spans at which a quote stands, one a part at most; parts in document order."""
    found = []
    for part in document.parts:
        place = Folded(part.text).find(quote)
        if place is not None:
            found.append(Span(part=part.name, start=place[0], end=place[1]))
    return tuple(found)


def quote_of(document: Document, *spans: Span) -> Evidence:
    """Evidence for spans that are known, in the zone of the first."""
    text = " … ".join(document.text(span) for span in spans)
    return Evidence(quote=text, spans=spans, zone=document.zone(spans[0]))


def holds(document: Document, evidence: Evidence) -> bool:
    """Whether every span of a quote really says what the quote says."""
    if evidence.kind != "quote":
        return True
    if not evidence.spans:
        return False
    told = " … ".join(document.text(span) for span in evidence.spans)
    return Folded(told).text == Folded(evidence.quote).text

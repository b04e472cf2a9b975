"""Quotes of a model → spans of the message: found in what was shown, mapped back to the original text.

A quote is found as it stands, or after folding: Unicode form, letter case, white space, soft hyphens, line wraps (also
with the marks of quoted mail, or hyphenated), typographic quotation marks and dashes. An ellipsis joins pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from agents.reading.llm.view import FIRST_SHOWN, View
from workflow.document import Span
from workflow.evidence import INVISIBLE, Evidence, quote_of

LONGEST = 2000
"""Characters of one quote that are looked for."""

MOST_PLACES = 200
"""Places of one quote that are looked at."""

EDGES = " \"'“”«»."
"""What models put around a quote, or leave at its end."""

MARKS = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-",
})  # fmt: skip
"""Typographic signs that models write plainly."""

_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\.\.\.\)|\.\.\.|…)\s*")
_REPLY = re.compile(r"(?<=\n)[>|][> |]*")
_HYPHENATED = re.compile(r"(?<=\w)[-\u2010]\n\s*(?=[a-zà-ÿ])")


class _Folded:
    """A text in its loosest form; character `i` of `text` came from `origin[i]`."""

    def __init__(self, original: str) -> None:
        skipped = {at for match in _REPLY.finditer(original) for at in range(*match.span())}
        skipped |= {at for match in _HYPHENATED.finditer(original) for at in range(*match.span())}
        out: list[str] = []
        origin: list[int] = []
        for index, char in enumerate(original):
            if index in skipped or char in INVISIBLE:
                continue
            if char.isspace():
                if out and out[-1] != " ":
                    out.append(" ")
                    origin.append(index)
                continue
            for piece in unicodedata.normalize("NFKD", char.translate(MARKS).casefold()):
                out.append(piece)
                origin.append(index)
        self.text, self.origin = "".join(out), origin


class _Place(NamedTuple):
    """Characters `[start, end)` of what a stretch shows; `alone`: neither end stands inside of a word or number."""

    stretch: int
    start: int
    end: int
    alone: bool


class Quotes:
    """Finds the quotes of one answer in one view."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._folded: dict[int, _Folded] = {}
        self._found: dict[str, list[_Place]] = {}
        self._chosen: dict[str, Span | None] = {}

    def places(self, quote: str) -> tuple[Span, ...]:
        """Every place where a quote stands, in document order; inside of words only where there is no other."""
        return tuple(self._span(place) for place in self._places(quote))

    def spans(self, quote: str, near: Sequence[Span] = ()) -> tuple[Span, ...]:
        """The spans of a quote: one, or one for each piece that an ellipsis parts; none where it is not found.

        Of several places, one in the spans given, then one in the sender's own new words, then the first.
        """
        place = self._best(quote, near) or self._best(quote.strip(EDGES), near)
        if place is not None:
            return (place,)
        pieces = [piece for piece in _ELLIPSIS.split(quote[:LONGEST]) if sum(map(str.isalnum, piece)) >= 3]
        if len(pieces) < 2:
            return ()
        found = [self._best(piece, near) for piece in pieces]
        return tuple(span for span in found if span is not None) if all(found) else ()

    def evidence(self, quotes: Iterable[str], near: Sequence[Span] = ()) -> Evidence | None:
        """Evidence for those quotes that are in the message; one without spans where none is; None for no quotes."""
        said = [quote for quote in quotes if quote.strip()]
        if not said:
            return None
        spans = tuple(dict.fromkeys(span for quote in said for span in self.spans(quote, near)))
        if not spans:
            return Evidence(quote=self.view.redactor.restore(said[0][:LONGEST]))
        return quote_of(self.view.document, *spans)

    def _places(self, quote: str) -> list[_Place]:
        quote = quote[:LONGEST].strip()
        if quote not in self._found:
            self._found[quote] = self._looked_for(quote) if quote else []
        return self._found[quote]

    def _looked_for(self, quote: str) -> list[_Place]:
        for search in (self._exact, self._loose):
            found = [place for at in range(len(self.view.stretches)) for place in search(at, quote)]
            if found:
                return [place for place in found if place.alone] or found
        return []

    def _best(self, quote: str, near: Sequence[Span]) -> Span | None:
        if near:
            return self._nearest(quote, near)
        if quote not in self._chosen:
            self._chosen[quote] = self._nearest(quote, ())
        return self._chosen[quote]

    def _nearest(self, quote: str, near: Sequence[Span]) -> Span | None:
        places = self._places(quote)
        if not places:
            return None
        stretches = self.view.stretches

        def rank(place: _Place) -> tuple[bool, int]:
            stretch = stretches[place.stretch]
            at = stretch.start + stretch.shown.original(place.start, place.end)[0] if near else 0
            own = any(stretch.part == each.part and each.start <= at < each.end for each in near)
            return (not own, FIRST_SHOWN.index(stretch.zone))

        return self._span(min(places, key=rank))

    def _span(self, place: _Place) -> Span:
        stretch = self.view.stretches[place.stretch]
        begin, finish = stretch.shown.original(place.start, place.end)
        return Span(part=stretch.part, start=stretch.start + begin, end=stretch.start + finish)

    def _exact(self, at: int, quote: str) -> list[_Place]:
        text, size = self.view.stretches[at].shown.text, len(quote)
        return [_Place(at, start, start + size, _alone(text, start, start + size)) for start in _all(text, quote)]

    def _loose(self, at: int, quote: str) -> list[_Place]:
        if at not in self._folded:
            self._folded[at] = _Folded(self.view.stretches[at].shown.text)
        folded = self._folded[at]
        needle = _Folded(quote).text.strip()
        if not needle:
            return []
        size, found = len(needle), []
        for start in _all(folded.text, needle):
            begin, end = folded.origin[start], folded.origin[start + size - 1] + 1
            found.append(_Place(at, begin, end, _alone(folded.text, start, start + size)))
        return found


def _all(text: str, needle: str) -> list[int]:
    found: list[int] = []
    at = text.find(needle)
    while at >= 0 and len(found) < MOST_PLACES:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a place neither begins nor ends inside of a word or a number."""
    before = start > 0 and _joined(text[start - 1], text[start])
    after = end < len(text) and _joined(text[end - 1], text[end])
    return not before and not after


def _joined(one: str, other: str) -> bool:
    return one.isalnum() and other.isalnum() and (one.isascii() or other.isascii() or one.isdigit() == other.isdigit())

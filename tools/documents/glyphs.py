"""What a PDF page shows: words with their places, and whether a person can see them.

Text is hidden when it is drawn in a mode that leaves no ink, with no opacity, smaller than can be read, off the page,
or where the drawn page shows nothing of it (`tools/documents/ink.py`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from ctypes import c_double, c_float, c_uint, create_string_buffer
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from tools.documents import ink
from tools.documents.ink import Ink
from tools.documents.pdfium import Affine, Rectangle, function

MAX_CHARACTERS = 60_000  #: of one page
MAX_OBJECTS = 20_000  #: of one page that are looked at for pictures

_UNREADABLE = 1.5  #: points
_UNSEEN_MODES = (3, 7)  #: text that is neither filled nor stroked
_FAINT = 15  #: opacity of 255 below which nothing is seen
_WORD = re.compile(r"[^\x00\x01\x03-\x20\xa0\u3000]+")  #: 2 is PDFium's sign for a hyphen at the end of a line
_IMAGE = 3  #: FPDF_PAGEOBJ_IMAGE
_FORM = 5  #: FPDF_PAGEOBJ_FORM


class Piece(NamedTuple):
    """Text on one baseline, in points from the page's lower left corner as it is seen: `left` to `right`, baseline at
    `bottom`. `upright` is False for text that runs in another direction."""

    left: float
    right: float
    bottom: float
    size: float
    text: str
    hidden: bool
    upright: bool = True


class _Look(NamedTuple):
    """How a text object is drawn. `shade`: the gray of its filling, None where it is not filled with one colour."""

    size: float
    unseen: bool
    shade: int | None
    turned: int  #: degrees against the page's own horizontal
    unmapped: bool  #: the font does not say what its signs mean


class _Place(NamedTuple):
    """Where a character stands, as it is seen."""

    number: int  #: of the character
    left: float
    right: float
    low: float
    baseline: float
    high: float


class _Word:
    """A word while it is read, from its first character on."""

    __slots__ = ("begin", "codes", "end", "last", "look")

    def __init__(self, index: int, look: _Look, begin: _Place) -> None:
        self.look, self.begin, self.end, self.last = look, begin, begin, index
        self.codes = ""


@dataclass(frozen=True)
class Sheet:
    """A page's own box in its coordinates, and how far it is turned clockwise when it is shown (quarters)."""

    left: float
    low: float
    right: float
    high: float
    quarters: int

    @cached_property
    def width(self) -> float:
        """Points from left to right, as it is seen."""
        return self.high - self.low if self.quarters % 2 else self.right - self.left

    @cached_property
    def height(self) -> float:
        """Points from top to bottom, as it is seen."""
        return self.right - self.left if self.quarters % 2 else self.high - self.low

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is seen, from its lower left corner."""
        match self.quarters:
            case 1:
                return y - self.low, self.right - x
            case 2:
                return self.right - x, self.high - y
            case 3:
                return self.high - y, x - self.left
            case _:
                return x - self.left, y - self.low


def sheet_of(page: Any) -> Sheet:
    """The sheet of a page."""
    box = Rectangle()
    function("FPDF_GetPageBoundingBox")(page.raw, box)
    quarters = function("FPDFPage_GetRotation")(page.raw) % 4
    return Sheet(box.left, box.bottom, box.right, box.top, quarters)


class Glyphs:
    """The words of one page. `unmapped` counts characters that nobody can tell the meaning of; `cut`: not all read."""

    def __init__(self, page: Any, sheet: Sheet, drawn: Ink | None) -> None:
        self.page, self.sheet, self.drawn = page, sheet, drawn
        self.unmapped = 0
        self.cut = False
        self._looks: dict[int, _Look] = {}
        self._last = 0, 0.0, 0.0  #: object, lower side and baseline of the word before
        self._box, self._x, self._y = Rectangle(), c_double(), c_double()
        self._matrix, self._inks = Affine(), (c_uint(), c_uint(), c_uint(), c_uint())
        self._box_at, self._origin_at = function("FPDFText_GetLooseCharBox"), function("FPDFText_GetCharOrigin")

    def pieces(self) -> list[Piece]:
        """All words in the order in which they are drawn."""
        text = self.page.get_textpage()
        try:
            return list(self._pieces(text.raw))
        finally:
            text.close()

    def _pieces(self, text: Any) -> Iterator[Piece]:
        count = function("FPDFText_CountChars")(text)
        self.cut = count > MAX_CHARACTERS
        codes = self._codes(text, min(count, MAX_CHARACTERS))
        object_at = function("FPDFText_GetTextObject")
        words = [match.span() for match in _WORD.finditer(codes)]
        owners = [object_at(text, first) or 0 for first, _ in words] + [0]
        plain = not self.sheet.quarters
        for number, (first, end) in enumerate(words):
            owner = owners[number]
            space = " " if end < len(codes) and codes[end] not in "\r\n" else ""
            # The objects of a text follow each other: what begins and ends in one is all in it.
            if not owner or (owner != owners[number + 1] and (object_at(text, end - 1) or 0) != owner):
                yield from self._by_characters(text, codes, first, end - 1, space)
            elif plain:
                yield self._upright(text, owner, first, end, codes[first:end], space)
            else:
                word = _Word(first, self._look(text, first, owner), self._place(text, first))
                word.codes, word.last = codes[first:end], end - 1
                yield self._piece(text, word, space)

    def _upright(self, text: Any, owner: int, first: int, end: int, codes: str, space: str) -> Piece:
        """A word of one object on a page that is not turned: nearly all are, so that little is asked."""
        box, sheet = self._box, self.sheet
        self._box_at(text, first, box)
        left, right, low, high = box.left, box.right, box.bottom, box.top
        if (owner, low) != self._last[:2]:
            self._origin_at(text, first, self._x, self._y)
            self._last = owner, low, self._y.value
        if end - first > 1:
            self._box_at(text, end - 1, box)
            left, right = min(left, box.left), max(right, box.right)
            low, high = min(low, box.bottom), max(high, box.top)
        place = _Place(
            first, left - sheet.left, right - sheet.left, low - sheet.low, self._last[2] - sheet.low, high - sheet.low
        )
        return self._made(self._look(text, first, owner), place, codes, space)

    def _codes(self, text: Any, count: int) -> str:
        """The UTF-16 unit of each character; asked for at once where PDFium leaves none out."""
        buffer = create_string_buffer(2 * count + 2)
        units = function("FPDFText_GetText")(text, 0, count, buffer) - 1
        if units == count:
            return buffer.raw[: 2 * count].decode("utf-16-le", "surrogatepass")
        code_at = function("FPDFText_GetUnicode")
        return "".join(chr(min(code_at(text, index), 0xFFFF)) or "\n" for index in range(count))

    def _by_characters(self, text: Any, codes: str, first: int, last: int, space: str) -> Iterator[Piece]:
        """A word of several objects: in pieces where these look different, or stand apart."""
        object_at = function("FPDFText_GetTextObject")
        word: _Word | None = None
        owner = 0
        for index in range(first, last + 1):
            at = object_at(text, index) or 0
            if word is None or at != owner:
                look, begin = self._look(text, index, at), self._place(text, index)
                if word is not None and not self._goes_on(text, word, look, begin):
                    yield self._piece(text, word, "")
                    word = None
                word = word or _Word(index, look, begin)
                word.end = begin
            word.codes += codes[index]
            word.last, owner = index, at
        if word is not None:
            yield self._piece(text, word, space)

    def _goes_on(self, text: Any, word: _Word, look: _Look, begin: _Place) -> bool:
        """Whether the character of a new object belongs to the word before it: it looks alike and is near."""
        one = word.look
        if (one.unseen, one.shade, one.turned) != (look.unseen, look.shade, look.turned):
            return False
        if look.turned:
            return True
        size = max(one.size, look.size)
        if abs(word.begin.baseline - begin.baseline) >= 0.3 * size:
            return False
        return -0.6 * size < begin.left - self._end(text, word).right < 0.9 * size

    def _end(self, text: Any, word: _Word) -> _Place:
        """The place of a word's last character."""
        if word.end.number != word.last:
            word.end = self._place(text, word.last, word.begin.baseline)
        return word.end

    def _piece(self, text: Any, word: _Word, space: str) -> Piece:
        begin, end = word.begin, self._end(text, word)
        left, right = min(begin.left, end.left), max(begin.right, end.right)
        place = _Place(begin.number, left, right, min(begin.low, end.low), begin.baseline, max(begin.high, end.high))
        return self._made(word.look, place, word.codes, space)

    def _made(self, look: _Look, place: _Place, codes: str, space: str) -> Piece:
        """A word as it is seen, or not."""
        _, left, right, low, baseline, high = place
        sheet = self.sheet
        off = right < -2 or left > sheet.width + 2 or high < -2 or low > sheet.height + 2
        hidden = look.unseen or look.size < _UNREADABLE or off
        if not hidden and self.drawn is not None:
            hidden = not self.drawn.shows(left, low, right, high, look.shade)
        elif not hidden:
            hidden = look.shade is not None and look.shade > 255 - ink.ALIKE
        shown = _text(codes)
        if look.unmapped or "\ufffd" in shown:
            self.unmapped += len(shown)
        return Piece(left, right, baseline, max(look.size, 0.1), shown + space, hidden, abs(look.turned) < 5)

    def _place(self, text: Any, index: int, baseline: float | None = None) -> _Place:
        """Where a character stands; its baseline is asked for where it is not known."""
        box, sheet = self._box, self.sheet
        self._box_at(text, index, box)
        if baseline is None or sheet.quarters:
            self._origin_at(text, index, self._x, self._y)
            baseline = sheet.place(self._x.value, self._y.value)[1]
        if not sheet.quarters:
            left, right, low, high = box.left, box.right, box.bottom, box.top
            if left <= right and low <= high:
                return _Place(index, left - sheet.left, right - sheet.left, low - sheet.low, baseline, high - sheet.low)
        one, other = sheet.place(box.left, box.bottom), sheet.place(box.right, box.top)
        left, right = (one[0], other[0]) if one[0] <= other[0] else (other[0], one[0])
        low, high = (one[1], other[1]) if one[1] <= other[1] else (other[1], one[1])
        return _Place(index, left, right, low, baseline, high)

    def _look(self, text: Any, index: int, owner: int) -> _Look:
        """How the object of a character is drawn; asked once an object."""
        found = self._looks.get(owner)
        if found is None or not owner:
            found = self._looks[owner] = self._asked(text, index, owner)
        return found

    def _asked(self, text: Any, index: int, owner: int) -> _Look:
        matrix = self._matrix
        function("FPDFText_GetMatrix")(text, index, matrix)
        size = abs(function("FPDFText_GetFontSize")(text, index)) * math.hypot(matrix.c, matrix.d)
        mode = function("FPDFTextObj_GetTextRenderMode")(owner) if owner else 0
        coloured = function("FPDFText_GetFillColor")(text, index, *self._inks)
        red, green, blue, opacity = (one.value for one in self._inks)
        turned = 0.0
        if matrix.b or self.sheet.quarters or matrix.a < 0:
            turned = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * self.sheet.quarters
            turned = (turned + 180) % 360 - 180
        filled = bool(coloured) and mode in (0, 4)
        unseen = mode in _UNSEEN_MODES or (filled and opacity < _FAINT)
        unmapped = function("FPDFText_HasUnicodeMapError")(text, index) == 1
        return _Look(size, unseen, ink.shade(red, green, blue) if filled else None, round(turned), unmapped)


def _text(codes: str) -> str:
    """UTF-16 units as text. PDFium has a sign of its own for the hyphen at the end of a line."""
    if codes.isascii() and "\x02" not in codes:
        return codes
    shown = codes.replace("\x02", "-").replace("\ufffe", "-")
    return shown.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def pictured(page: Any, sheet: Sheet) -> float:
    """The share of a page that its largest picture covers, 0 to 1; of a picture inside a form, that of the form."""
    kind, bounds = function("FPDFPageObj_GetType"), function("FPDFPageObj_GetBounds")
    area = max(1.0, (sheet.right - sheet.left) * (sheet.high - sheet.low))
    largest = 0.0
    for number in range(min(function("FPDFPage_CountObjects")(page.raw), MAX_OBJECTS)):
        found = function("FPDFPage_GetObject")(page.raw, number)
        if kind(found) in (_IMAGE, _FORM):
            left, low, right, high = (c_float() for _ in range(4))
            if bounds(found, left, low, right, high):
                width = min(right.value, sheet.right) - max(left.value, sheet.left)
                height = min(high.value, sheet.high) - max(low.value, sheet.low)
                largest = max(largest, max(0.0, width) * max(0.0, height) / area)
    return min(1.0, largest)

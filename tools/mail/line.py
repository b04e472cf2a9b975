"""Lines of a text with their places."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from dataclasses import dataclass

#: Patterns look at no more than this of a line, so that a line of a megabyte costs what a short one does.
SEEN = 400

MAX_LINES = 6_000  #: of one body; what follows is taken for more of the last of them

MARK = re.compile(r"\s{0,3}(?:(?:>|＞)[ \t]?)+|[A-Z][A-Za-z]{0,2}>[ \t]?|\|[ \t]?")
_INITIALS = re.compile(r"[A-Z][A-Za-z]{0,2}>")
_BAR = re.compile(r"^\|[^|\n]*$", re.M)
_ROW = re.compile(r"^[^|\n]*\|[^|\n]*\|", re.M)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: characters `[start, end)` of the text, `end` after its line break; `text` without spaces at its ends,
    and no longer than is looked at."""

    start: int
    end: int
    text: str
    long: bool = False
    quoted: bool = False  #: marked with `>` or by the markup as an older message
    signed: bool = False  #: marked by the mail program as the signature

    @property
    def blank(self) -> bool:
        """Whether nothing stands on it."""
        return not self.text

    @property
    def bare(self) -> str:
        """The text without `>` marks."""
        return MARK.sub("", self.text, count=1).strip() if self.quoted else self.text


def split(text: str, quoted: tuple[tuple[int, int], ...] = (), signed: tuple[tuple[int, int], ...] = ()) -> list[Line]:
    """The first MAX_LINES lines of a text; `quoted` and `signed` are what its markup told."""
    lines: list[Line] = []
    at = 0
    # Some programs mark with the initials of who is quoted: JD> text. One such line alone is none.
    initials = len(re.findall(r"^[A-Z][A-Za-z]{0,2}>", text, re.M)) > 2
    # Old ones mark with a bar, which other texts draw tables with.
    bars = len(_BAR.findall(text)) > 2 and not _ROW.search(text)
    for row in text.split("\n", MAX_LINES)[:MAX_LINES]:
        end = min(len(text), at + len(row) + 1)
        stripped = row[: SEEN * 4].strip()
        marked = stripped[:1] in (">", "＞") or (initials and bool(_INITIALS.match(stripped)))
        marked = marked or (bars and stripped[:1] == "|")
        seen = stripped[:SEEN]
        inside = bool(seen) and _inside(at + len(row) - len(row.lstrip()) if row[:1].isspace() else at, quoted)
        lines.append(Line(at, end, seen, len(row) > SEEN, marked or inside, bool(signed) and _inside(at, signed)))
        at = end
    return lines


def _inside(place: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    """Whether one of the ranges, which are in order and do not overlap, holds a place."""
    index = bisect_right(ranges, (place, sys.maxsize)) - 1
    return index >= 0 and place < ranges[index][1]

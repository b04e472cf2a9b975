"""Words of a page to lines, paragraphs, columns and tables, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.documents import plain
from tools.documents.columns import Region, beside, headed, is_table, region_at, rows_of
from tools.documents.glyphs import Piece
from tools.documents.lines import CELL_GAP, WORD_GAP, Line, Word, lines_of, unit_of, words_of
from tools.documents.table import Sheet
from tools.documents.text import DocumentText

DEEPEST = 3
"""Columns inside columns."""

MOST_LINES = 1_000
"""A page with more is no page that anybody laid out: its lines are written as they stand."""


@dataclass
class Segment:
    """Words on one baseline without a wide gap."""

    left: float
    right: float
    bottom: float
    size: float
    text: str


def write(sheet: Sheet, pieces: Sequence[Piece]) -> None:
    """Write pieces as lines and tables; what does not run from left to right comes last."""
    _Layout(sheet).flow(words_of(pieces), 0)
    turned = " ".join("".join(piece.text for piece in pieces if not piece.upright).split())
    if turned:
        sheet.line(plain.scrub(turned))


def document(pieces: Sequence[Piece], notes: Iterable[str] = ()) -> DocumentText:
    """The text of a file that is one page."""
    sheet = Sheet()
    write(sheet, pieces)
    return sheet.document(notes=notes)


def segments(pieces: Iterable[Piece]) -> list[Segment]:
    """Pieces that follow each other on a baseline, joined, in the order in which they are drawn."""
    found: list[Segment] = []
    for word in words_of(pieces):
        last = found[-1] if found else None
        if last is not None and abs(word.bottom - last.bottom) <= 0.35 * last.size:
            gap = word.left - last.right
            if -0.6 * last.size <= gap <= CELL_GAP * max(last.size, word.size):
                space = " " if gap > WORD_GAP * word.size else ""
                last.text += space + word.text
                last.right = max(last.right, word.right)
                continue
        found.append(Segment(word.left, word.right, word.bottom, word.size, word.text))
    return found


class _Layout:
    """A page while it is written."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def flow(self, words: Sequence[Word], depth: int) -> None:
        """Lines from the top; where columns begin, the stretch that they run through as a whole."""
        unit = unit_of(words)
        lines = lines_of(words, unit)
        if len(lines) > MOST_LINES:
            self._lines(lines)
            return
        width = max((line.cover[-1][1] for line in lines), default=0) - min(
            (line.cover[0][0] for line in lines), default=0
        )
        at = 0
        while at < len(lines):
            if at and _apart(lines[at - 1], lines[at]):
                self.sheet.gap()
            region = headed(lines, at, unit, width) or region_at(lines, at, unit, width)
            if region is None:
                self.sheet.line(lines[at].text)
                at += 1
                continue
            columns = [] if is_table(lines, region) or depth >= DEEPEST else beside(lines, region)
            if columns:
                self._columns(columns, depth)
            elif is_table(lines, region):
                self._table(lines, region)
            else:
                self._lines(lines[region.start : region.end])
            at = region.end

    def _lines(self, lines: Sequence[Line]) -> None:
        for number, line in enumerate(lines):
            if number and _apart(lines[number - 1], line):
                self.sheet.gap()
            self.sheet.line(line.text)

    def _table(self, lines: Sequence[Line], region: Region) -> None:
        """A table; lines of one cell above and below it are lines."""
        rows = rows_of(lines, region)
        begin, end = 0, len(rows)
        while begin < end and sum(map(bool, rows[begin])) < 2:
            begin += 1
        while end > begin and sum(map(bool, rows[end - 1])) < 2:
            end -= 1
        for row in rows[:begin]:
            self.sheet.line(" ".join(filter(None, row)))
        if end - begin > 1:
            self.sheet.table(rows[begin:end])
        else:
            for row in rows[begin:end]:
                self.sheet.line("\t".join(filter(None, row)))
        for row in rows[end:]:
            self.sheet.line(" ".join(filter(None, row)))

    def _columns(self, columns: Sequence[Sequence[Word]], depth: int) -> None:
        """Texts side by side, one after the other."""
        for number, words in enumerate(columns):
            if number:
                self.sheet.gap()
            self.flow(words, depth + 1)


def _apart(above: Line, below: Line) -> bool:
    """Whether an empty line is seen between two lines."""
    return above.bottom - below.bottom > 1.75 * below.size

"""Words of a page to lines, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from tools.documents import plain
from tools.documents.glyphs import Piece

#: Gaps in letter sizes: between two words, between two cells that nothing else tells apart, between columns.
WORD_GAP, CELL_GAP, COLUMN_GAP = 0.17, 1.6, 0.7

_LEVEL = 0.45  #: letter sizes by which words of one line may stand higher or lower (superscripts)

Interval = tuple[float, float]


class Word(NamedTuple):
    """A word; `order` is its place among those that were drawn. `spaced`: a space was drawn after it."""

    left: float
    right: float
    bottom: float
    size: float
    text: str
    spaced: bool
    order: int

    @property
    def middle(self) -> float:
        """Half way between its sides."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """Words on one baseline, from left to right. `cover`: what they take of the width, gaps of columns left open."""

    words: tuple[Word, ...]
    cover: tuple[Interval, ...]

    @property
    def bottom(self) -> float:
        """The baseline."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size of its largest letters."""
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        """Its words; cells apart by tabs."""
        out = ""
        last: Word | None = None
        for word in self.words:
            if last is not None and word.left - last.right > CELL_GAP * max(last.size, word.size):
                out = out.rstrip() + "\t"
            elif last is not None:
                out += between(last, word)
            out += word.text
            last = word
        return out.strip()


def words_of(pieces: Iterable[Piece]) -> list[Word]:
    """The pieces that say something and run from left to right."""
    found = []
    for order, piece in enumerate(pieces):
        text = plain.scrub(piece.text).replace("\n", " ")
        if text.strip() and piece.upright:
            bare = text.strip()
            found.append(
                Word(piece.left, piece.right, piece.bottom, max(piece.size, 1.0), bare, text[-1].isspace(), order)
            )
    return found


def unit_of(words: Sequence[Word]) -> float:
    """The usual size of letters."""
    return median(word.size for word in words) if words else 1.0


def lines_of(words: Sequence[Word], unit: float) -> list[Line]:
    """The lines of words, from the top."""
    rows: list[list[Word]] = []
    base = 0.0
    for word in sorted(words, key=lambda one: (-one.bottom, one.left)):
        if rows and base - word.bottom <= _LEVEL * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
            base = word.bottom
    return [Line(tuple(row), cover(row, unit)) for row in (sorted(row, key=lambda one: one.left) for row in rows)]


def cover(words: Sequence[Word], unit: float) -> tuple[Interval, ...]:
    """What words take of the width."""
    return joined(sorted((word.left, word.right) for word in words), unit)


def joined(intervals: Iterable[Interval], unit: float) -> tuple[Interval, ...]:
    """Sorted intervals, those joined that no gap of a column's width parts."""
    out: list[Interval] = []
    for left, right in intervals:
        if out and left - out[-1][1] < COLUMN_GAP * unit:
            out[-1] = out[-1][0], max(right, out[-1][1])
        else:
            out.append((left, right))
    return tuple(out)


def between(last: Word, word: Word) -> str:
    """What stands between two words of a line."""
    return " " if last.spaced or word.left - last.right > WORD_GAP * word.size else ""


def told(words: Sequence[Word]) -> str:
    """Words of one cell as text, its lines after each other."""
    out = ""
    last: Word | None = None
    for word in words:
        if last is not None:
            same = abs(last.bottom - word.bottom) <= _LEVEL * max(last.size, word.size)
            out += between(last, word) if same else " "
        out += word.text
        last = word
    return out

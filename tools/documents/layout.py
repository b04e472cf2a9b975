"""Pieces of text on a page to lines, paragraphs and tables.

Programs write a page in reading order, row after row and cell after cell; so the order of the pieces is kept and only
their places decide what is a space, a new line, a next cell and a next row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.documents import plain
from tools.documents.glyphs import Piece

#: A gap wider than this many letter sizes separates cells; a narrower one separates words.
_CELL_GAP = 1.6
_WORD_GAP = 0.17


@dataclass
class Segment:
    """Words on one baseline without a wide gap."""

    left: float
    right: float
    bottom: float
    size: float
    text: str


@dataclass
class Cell:
    """Segments below each other in one column of a row."""

    segments: list[Segment]

    @property
    def left(self) -> float:
        """The left edge."""
        return min(segment.left for segment in self.segments)

    @property
    def right(self) -> float:
        """The right edge."""
        return max(segment.right for segment in self.segments)

    @property
    def text(self) -> str:
        """Its lines as one."""
        return " ".join(" ".join(segment.text for segment in self.segments).split())


@dataclass
class Row:
    """Cells beside each other; one cell is a line of text."""

    cells: list[Cell] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The highest baseline."""
        return max(segment.bottom for cell in self.cells for segment in cell.segments)

    @property
    def bottom(self) -> float:
        """The lowest baseline."""
        return min(segment.bottom for cell in self.cells for segment in cell.segments)


@dataclass(frozen=True)
class Block:
    """A line of text (one cell of one row) or a table. `gap`: an empty line stands above."""

    rows: list[list[str]]
    gap: bool = False

    @property
    def table(self) -> bool:
        """Whether it has columns."""
        return any(len(row) > 1 for row in self.rows)


def segments(pieces: Iterable[Piece]) -> list[Segment]:
    """Pieces that follow each other on a baseline, joined."""
    found: list[Segment] = []
    for piece in pieces:
        text = plain.scrub(piece.text).replace("\n", " ")
        last = found[-1] if found else None
        if last is not None and abs(piece.bottom - last.bottom) <= 0.35 * max(last.size, 1):
            gap = piece.left - last.right
            if -0.6 * last.size <= gap <= _CELL_GAP * max(last.size, piece.size):
                space = " " if gap > _WORD_GAP * piece.size and not last.text.endswith(" ") else ""
                last.text += space + text
                last.right = max(last.right, piece.right)
                continue
        if text.strip():
            found.append(Segment(piece.left, piece.right, piece.bottom, max(piece.size, 1.0), text))
    return found


def rows(found: Iterable[Segment]) -> list[Row]:
    """Segments in their order, as cells of rows."""
    listed: list[Row] = []
    for segment in found:
        row = listed[-1] if listed else None
        if row is None or not _joins(row, segment):
            listed.append(Row([Cell([segment])]))
    return listed


def _joins(row: Row, segment: Segment) -> bool:
    """Put a segment into the row when it stands beside its last cell, or below it inside the row."""
    cell = row.cells[-1]
    last = cell.segments[-1]
    size = max(segment.size, last.size)
    if segment.left >= cell.right - 0.3 * size and segment.left > last.left:
        level = row.bottom - 0.6 * size <= segment.bottom <= row.top + 4.5 * size
        if level:
            row.cells.append(Cell([segment]))
        return level
    drop = last.bottom - segment.bottom
    if len(row.cells) > 1 and 0.5 * size < drop <= 1.7 * size and _same_column(row, cell, segment):
        cell.segments.append(segment)
        return True
    return False


def _same_column(row: Row, cell: Cell, segment: Segment) -> bool:
    """Whether a segment goes on in the last cell: it overlaps this one and none to the left."""
    before = row.cells[-2]
    return segment.left > before.left + 1 and segment.left < cell.right and segment.right > cell.left


def blocks(found: list[Row]) -> list[Block]:
    """Rows as lines and tables."""
    out: list[Block] = []
    index = 0
    while index < len(found):
        end = index
        while end < len(found) and len(found[end].cells) > 1:
            end += 1
        gap = index > 0 and _apart(found[index - 1], found[index])
        if end - index >= 2 and (columns := _columns(found[index:end])):
            stop = _with_narrow(found, end, columns)
            out.append(Block([_placed(row, columns) for row in found[index:stop]], gap))
            index = stop
        else:
            row = found[index]
            out.append(Block([[cell.text for cell in row.cells]], gap))
            index += 1
    return out


def _with_narrow(found: list[Row], end: int, columns: list[tuple[float, float]]) -> int:
    """Rows of one cell between rows of the table belong to it (the other cells are empty)."""
    stop = end
    while stop + 1 < len(found) and len(found[stop].cells) == 1 and len(found[stop + 1].cells) > 1:
        if not _columns([*found[end - 1 : end], found[stop + 1]]) or found[stop].cells[0].right > columns[0][1] + 40:
            break
        stop += 2
        while stop < len(found) and len(found[stop].cells) > 1:
            stop += 1
    return stop


def _columns(table: list[Row]) -> list[tuple[float, float]]:
    """Columns as ranges that the cells of no two columns share; empty when the rows have none in common."""
    spans = sorted((cell.left, cell.right) for row in table for cell in row.cells)
    merged: list[tuple[float, float]] = []
    for left, right in spans:
        if merged and left < merged[-1][1] - 1:
            merged[-1] = merged[-1][0], max(right, merged[-1][1])
        else:
            merged.append((left, right))
    widest = max(len(row.cells) for row in table)
    return merged if 2 <= len(merged) <= max(widest + 2, 3) and len(merged) >= min(widest, 2) else []


def _placed(row: Row, columns: list[tuple[float, float]]) -> list[str]:
    """The row's texts by column."""
    out = [""] * len(columns)
    for cell in row.cells:
        middle = (cell.left + cell.right) / 2
        number = min(range(len(columns)), key=lambda i: _distance(middle, columns[i]))
        out[number] = f"{out[number]} {cell.text}".strip()
    return out


def _distance(place: float, column: tuple[float, float]) -> float:
    return 0.0 if column[0] <= place <= column[1] else min(abs(place - column[0]), abs(place - column[1]))


def _apart(above: Row, below: Row) -> bool:
    """Whether an empty line is seen between two rows, or the text jumps to another place."""
    size = below.cells[0].segments[0].size
    drop = above.bottom - below.top
    return drop > 1.75 * size or drop < -0.5 * size

"""Stretches of a page in columns: where they begin and end, and whether they are a table or texts side by side.

A column is parted from the next by a gap that runs through all lines of the stretch. A table is read row by row: its
cells were drawn so, or hold numbers, or stand behind labels. Other columns (addresses, a newsletter) are read one
after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from statistics import median

from tools.documents.lines import Interval, Line, Word, joined, told

MOST_LINES = 400
MOST_BLOCKS = 40
"""Lines of a block of text after which nothing is looked for beside it."""

_APART = 4.5  #: letter sizes between two baselines, above which they are not of one table
_NARROW = 0.55  #: of the page's width: a block of text beside which another may stand
_NUMERIC = 0.25  #: share of cells with numbers that makes a table
_LABELLED = 0.5  #: share of first cells that are labels
_OVERLAPPING = 0.8  #: letter sizes between two baselines, below which their letters are beside each other
_TIGHT = 0.75  #: of the usual distance of rows: a line that is nearer to the one above belongs to its row

_NUMBER = re.compile(r"[-+(]?\s?(?:[^\w\s]|[A-Z]{3})?\s?\d[\d.,:/ -]*\s?(?:[^\w\s]{1,2}|[A-Z]{3}|\w{1,5})?\)?[-]?")
_LABEL = re.compile(r".{1,60}[:：]")


@dataclass(frozen=True)
class Region:
    """Lines `[start, end)` in columns. `across`: lines inside that run over all of them."""

    start: int
    end: int
    columns: tuple[Interval, ...]
    across: frozenset[int] = frozenset()


def region_at(lines: Sequence[Line], start: int, unit: float, width: float) -> Region | None:
    """The stretch in columns that begins with a line; None where none does. `width` is that of the page's text."""
    cover, end, best, across = lines[start].cover, start + 1, 0, set[int]()
    columns: tuple[Interval, ...] = ()
    while end < len(lines) and end - start < MOST_LINES:
        line = lines[end]
        if lines[end - 1].bottom - line.bottom > _APART * max(unit, line.size):
            break
        new = joined(sorted((*cover, *line.cover)), unit)
        if len(new) < len(cover):
            if not _goes_on(lines, end, cover, unit):
                break
            across.add(end)
            end += 1
            continue
        if len(line.cover) > len(new) and _finer(lines, end, len(new), unit):
            break
        wide = len(new) == 1 and new[0][1] - new[0][0] > _NARROW * width
        if len(cover) == 1 and (wide or end - start > MOST_BLOCKS):
            break
        cover, end = new, end + 1
        if len(cover) > 1:
            best, columns = end, cover
    if best - start < 2:
        return None
    return Region(start, best, columns, frozenset(number for number in across if number < best))


def _goes_on(lines: Sequence[Line], at: int, cover: tuple[Interval, ...], unit: float) -> bool:
    """Whether a line that runs across columns is followed by one that keeps them."""
    if at + 1 >= len(lines) or len(lines[at].cover) > 1:
        return False
    line = lines[at + 1]
    near = lines[at].bottom - line.bottom <= _APART * unit
    return near and len(line.cover) > 1 and len(joined(sorted((*cover, *line.cover)), unit)) >= len(cover)


def _finer(lines: Sequence[Line], at: int, columns: int, unit: float) -> bool:
    """Whether a line and the next have more columns between them than these."""
    if at + 1 >= len(lines):
        return False
    return len(joined(sorted((*lines[at].cover, *lines[at + 1].cover)), unit)) > columns


def headed(lines: Sequence[Line], at: int, unit: float, width: float) -> Region | None:
    """The table below a line that names its columns, though less far apart than their cells are."""
    if at + 1 >= len(lines) or len(lines[at].cover) < 2 or lines[at].bottom - lines[at + 1].bottom > _APART * unit:
        return None
    found = region_at(lines, at + 1, unit, width)
    if found is None or len(found.columns) < 3 or len(lines[at + 1].cover) < 3:
        return None
    region = Region(at, found.end, found.columns, found.across)
    filled = [words for words in cells(lines[at], found.columns) if words]
    return region if 2 * len(filled) > len(found.columns) and is_table(lines, found) else None


def beside(lines: Sequence[Line], region: Region) -> list[list[Word]]:
    """The words of each column; none where no two columns stand beside each other (but one below the other).

    A column of labels stays with the values on its right.
    """
    found: list[list[Word]] = [[] for _ in region.columns]
    labels = [[0, 0] for _ in region.columns]
    for _, line in _within(lines, region):
        for column, words in enumerate(cells(line, region.columns)):
            found[column] += words
            if words:
                labels[column][0] += bool(_LABEL.fullmatch(told(words)))
                labels[column][1] += 1
    spans = sorted((min(w.bottom for w in words), max(w.bottom for w in words)) for words in found if words)
    if not any(high > low + 1 for (_, high), (low, _) in pairwise(spans)):
        return []
    out: list[list[Word]] = []
    open_label = False
    for words, (told_labels, count) in zip(found, labels, strict=True):
        if open_label and out:
            out[-1] += words
            open_label = False
        else:
            out.append(words)
            open_label = count > 0 and told_labels >= _LABELLED * count
    return out if len(out) > 1 else []


def cells(line: Line, columns: Sequence[Interval]) -> list[list[Word]]:
    """A line's words by column: those without a gap between them together, unless they reach over several columns."""
    out: list[list[Word]] = [[] for _ in columns]
    at = 0
    for left, right in line.cover:
        begin = at
        while at < len(line.words) and line.words[at].middle <= right:
            at += 1
        first = bisect_right(columns, left, key=itemgetter(1))
        last = bisect_left(columns, right, key=itemgetter(0))
        if last - first < 2:
            out[first if last > first else _nearest((left + right) / 2, columns)] += line.words[begin:at]
        else:
            for word in line.words[begin:at]:
                out[_nearest(word.middle, columns)].append(word)
    return out


def _nearest(place: float, columns: Sequence[Interval]) -> int:
    """The column in which a place is, or that is nearest to it."""
    at = bisect_left(columns, place, key=itemgetter(1))
    if at == len(columns) or (at and place - columns[at - 1][1] < columns[at][0] - place):
        at -= 1
    return at


def is_table(lines: Sequence[Line], region: Region) -> bool:
    """Whether the columns of a stretch are those of a table."""
    rows = [cells(line, region.columns) for n, line in _within(lines, region) if n not in region.across]
    texts = [[told(cell) for cell in row] for row in rows]
    full = [row for row in texts if sum(map(bool, row)) > 1]
    if not full:
        return False
    after = [text for row in texts for text in row[1:] if text]
    if sum(bool(_NUMBER.fullmatch(text)) for text in after) >= _NUMERIC * max(1, len(after)):
        return True
    if sum(bool(_LABEL.fullmatch(row[0])) for row in full) >= _LABELLED * len(full):
        return True
    first = [row[0] for row in texts if row[0]]
    if len(region.columns) == 2 and min(_length(first), _length(after)) >= 4:
        return False
    return _drawn_by_row(rows)


def _length(texts: Sequence[str]) -> float:
    """The usual number of words."""
    return median(len(text.split()) for text in texts) if texts else 0.0


def _within(lines: Sequence[Line], region: Region) -> list[tuple[int, Line]]:
    return [(n, lines[n]) for n in range(region.start, region.end)]


def _drawn_by_row(rows: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether the cells were drawn beside each other rather than below each other."""
    placed = sorted(
        (word.order, n, column) for n, row in enumerate(rows) for column, cell in enumerate(row) for word in cell
    )
    beside = below = 0
    for (_, row, column), (_, next_row, next_column) in pairwise(placed):
        beside += row == next_row and column != next_column
        below += row != next_row and column == next_column
    return beside > below


def rows_of(lines: Sequence[Line], region: Region) -> list[list[str]]:
    """The texts of a table's rows; a line that only goes on in a cell of the row above is put to it.

    So are lines that are nearer than letters are high: cells of several lines, with the others beside their middle.
    """
    kept: list[list[list[Word]]] = []
    before: Line | None = None
    pitch = _pitch(lines, region)
    for number, line in _within(lines, region):
        row = cells(line, region.columns)
        filled = [column for column, cell in enumerate(row) if cell]
        over = number in region.across and len(filled) > 1
        if over:
            row = [list(line.words), *([] for _ in region.columns[1:])]
            filled = [0]
        drop = before.bottom - line.bottom if before is not None else 0.0
        within = before is not None and drop < _OVERLAPPING * min(line.size, before.size)
        tight = bool(kept) and drop <= _TIGHT * pitch and not over
        after = [cells(each, region.columns) for each in lines[number + 1 : min(number + 3, region.end)]]
        if within or (tight and _beside_middle(kept[-1], row, after)):
            for column in filled:
                kept[-1][column] += row[column]
        elif tight and len(filled) == 1 and _wrapped(kept[-1], filled[0], row, after):
            kept[-1][filled[0]] += row[filled[0]]
        else:
            kept.append(row)
        before = line
    return [[told(cell) for cell in row] for row in kept]


Cells = Sequence[Sequence[Word]]


def _beside_middle(above: Cells, row: Cells, after: Sequence[Cells]) -> bool:
    """Whether a line stands beside the middle of a cell of several lines: that goes on above it and below it."""
    lone, others = ([n for n, cell in enumerate(each) if cell] for each in (above, row))
    below = [n for n, cell in enumerate(after[0]) if cell] if after else []
    if len(lone) != 1 or below != lone or lone[0] in others:
        return False
    return not _NUMBER.fullmatch(told(above[lone[0]]))


def _wrapped(above: Cells, column: int, row: Cells, after: Sequence[Cells]) -> bool:
    """Whether a text alone in its line goes on with the cell above it, and does not begin a cell of several lines."""
    text, over = told(row[column]), told(above[column])
    if not over or sum(map(bool, above)) < 2 or (len(after) == 2 and _beside_middle(row, after[0], after[1:])):
        return False
    return not (_NUMBER.fullmatch(text) or _NUMBER.fullmatch(over) or _LABEL.fullmatch(text))


def _pitch(lines: Sequence[Line], region: Region) -> float:
    """The usual distance of two rows that have several cells."""
    full = [line.bottom for _, line in _within(lines, region) if len(line.cover) > 1]
    return median(a - b for a, b in pairwise(full)) if len(full) > 1 else 0.0

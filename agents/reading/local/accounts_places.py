"""Where spots stand: in which row of a table, and whether they head a line, an item of a list or a paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise

from agents.reading.local.accounts_cues import BULLET, LEAD_IN, NO_CHANGE_CELL, TOTAL
from agents.reading.local.accounts_spots import Spot
from workflow.document import Document, Part, Table

_TOWN = r"(?:in|at|im|à|en|te|bei|zu|a|di|em|of)[ \t]+[^\W\d_][\w.'’-]*(?:[ -][^\W\d_][\w.'’-]*){0,2}[ \t]*(?=[:：])"
HEAD_TAIL = re.compile(
    rf"[ \t]*(?:\([^)\n]{{0,60}}\))?[ \t]*(?:{_TOWN})?(?:,[ \t]*[^\W\d_][\w .'’-]{{1,40}}?)?[ \t]*"
    r"(?:[:：–—|]|-(?=\s)|\t|[ ]{2,}|$)"
)
"""What follows an account that heads what comes: a colon, a dash, a gap as in a column, or the end of the line."""

TAIL_LENGTH = 140


def place(document: Document, spots: list[Spot]) -> None:
    """Sets `row` and `heads` of every spot."""
    rows = {part.name: Rows(part) for part in document.parts}
    for spot in spots:
        part = document.part(spot.part)
        spot.row = rows[spot.part].at(spot.start)
        if spot.row is not None:
            spot.heads = True
        elif part.kind != "subject":
            spot.heads = _heads(part.text, spot)
    for part in document.parts:
        _lists(part, [spot for spot in spots if spot.part == part.name and spot.row is None])


def line_of(text: str, at: int) -> tuple[int, int]:
    """The line around a place, without its line break."""
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


class Rows:
    """The rows of a part's tables, by place."""

    def __init__(self, part: Part) -> None:
        found = [
            (*row_span(table, index), number, index)
            for number, table in enumerate(part.tables)
            for index, row in enumerate(table.rows)
            if len(row) > 1
        ]
        self._rows = sorted(each for each in found if each[1] > each[0])
        self._starts = [start for start, *_ in self._rows]

    def at(self, place: int) -> tuple[int, int] | None:
        """Table and row at a place of the text; None outside of tables, and for a table of one column."""
        index = bisect_right(self._starts, place) - 1
        if index < 0 or place >= self._rows[index][1]:
            return None
        return self._rows[index][2:]


def _heads(text: str, spot: Spot) -> bool:
    begin, end = line_of(text, spot.start)
    before = text[begin : spot.start]
    bullet = BULLET.match(before)
    bare = before[bullet.end() :] if bullet else before
    # A heading that HTML broke in two: the name alone on its line, the colon on the next.
    following = text[end + 1 : end + 3].lstrip(" \t")
    if not LEAD_IN.match(bare):
        return False
    if bullet and bullet.group().strip(" \t>"):
        return True
    tail = text[spot.end : min(end, spot.end + TAIL_LENGTH)]
    if HEAD_TAIL.match(tail):
        return tail.strip() != "" or following.startswith((":", "-", "–")) or _goes_on(text, end)
    return False


def _lists(part: Part, spots: list[Spot]) -> None:
    """Lines one below the other that each begin with another account are a list."""
    first: list[tuple[int, int, Spot]] = []
    for spot in spots:
        begin, end = line_of(part.text, spot.start)
        bullet = BULLET.match(part.text[begin : spot.start])
        if spot.strong and LEAD_IN.match(part.text[begin + (bullet.end() if bullet else 0) : spot.start]):
            first.append((begin, end, spot))
    for (_, end, one), (begin, _, other) in pairwise(first):
        if begin - end <= 3 and not part.text[end:begin].strip() and set(one.readings) != set(other.readings):
            one.heads = other.heads = True


def _goes_on(text: str, end: int) -> bool:
    """Whether text follows in the next lines, so that a line of its own may head it."""
    following = text[end + 1 : end + 200].lstrip("\n \t")
    return len(following) > 20 or (bool(following) and "." in following)


def cells(part: Part, row: tuple[int, int]) -> list[str]:
    """The texts of a row's cells."""
    return [part.text[start:end] for start, end in part.tables[row[0]].rows[row[1]]]


def row_span(table: Table, index: int) -> tuple[int, int]:
    """From the first to the last character of a row."""
    filled = [(start, end) for start, end in table.rows[index] if end > start]
    return (min(start for start, _ in filled), max(end for _, end in filled)) if filled else (0, 0)


def is_left_alone(part: Part, row: tuple[int, int]) -> bool:
    """Whether a cell of the row says that nothing is asked for in it, or the row adds up others."""
    texts = cells(part, row)
    return any(NO_CHANGE_CELL.match(text) for text in texts if text.strip()) or bool(texts and TOTAL.match(texts[0]))

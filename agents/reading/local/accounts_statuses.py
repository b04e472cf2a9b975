"""Rows that a message says to leave alone: 'the rows with status DONE are only for comparison'."""

from __future__ import annotations

import re
from collections import defaultdict

from agents.reading.local.accounts_cues import COMPARISON
from agents.reading.local.accounts_places import Rows, is_left_alone
from agents.reading.local.sentences import sentences
from agents.reading.local.words import fold
from workflow.document import Document, Part, ZoneKind

MOST_STATUSES = 6
"""A column with more different values says no status."""

LONGEST = 24


def rows_left_alone(document: Document, part: Part, named: frozenset[tuple[int, int]]) -> set[tuple[int, int]]:
    """The (table, row) pairs of a part that the message says to leave alone.

    `named`: the rows that name an account; what stands above the first of them is a heading.
    """
    told = _told(document)
    found: set[tuple[int, int]] = set()
    for number in range(len(part.tables)):
        first = min((index for at, index in named if at == number), default=None)
        if first is None:
            continue
        rows = list(range(first, len(part.tables[number].rows)))
        asked: set[int] = set()
        left: set[int] = set()
        mentioned = False
        for value, indices in _statuses(part, number, rows).items():
            said = [sentence for sentence in told if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", fold(sentence))]
            if not said:
                continue
            mentioned = True
            if any(COMPARISON.search(sentence) for sentence in said):
                left.update(indices)
            else:
                asked.update(indices)
        everything = set(rows)
        if asked and left | asked != everything and left:
            left |= everything - asked
        found.update((number, index) for index in left)
        if not mentioned or not asked:
            found.update((number, index) for index in everything if is_left_alone(part, (number, index)))
    return found


def _told(document: Document) -> list[str]:
    """The sentences that the sender wrote around the tables."""
    texts: list[str] = []
    for part in document.parts:
        if part.kind != "body":
            continue
        rows = Rows(part)
        for zone in part.zones:
            if zone.kind is ZoneKind.NEW:
                said = sentences(part.text[zone.start : zone.end])
                texts.extend(s.text for s in said if rows.at(zone.start + s.start) is None)
    return texts


def _statuses(part: Part, number: int, rows: list[int]) -> dict[str, set[int]]:
    """Folded value → rows, for the columns whose few values say how a row stands."""
    cells = part.tables[number].rows
    values: dict[str, set[int]] = defaultdict(set)
    for column in range(max(len(cells[index]) for index in rows)):
        found: dict[str, set[int]] = defaultdict(set)
        for index in rows:
            if column < len(cells[index]):
                start, end = cells[index][column]
                text = fold(part.text[start:end].strip())
                if text and len(text) <= LONGEST and any(c.isalpha() for c in text):
                    found[text].add(index)
        if 0 < len(found) <= min(MOST_STATUSES, max(2, len(rows) // 2)):
            for text, indices in found.items():
                values[text] |= indices
    return values

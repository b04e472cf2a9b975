"""Rows that a message says to leave alone: 'the rows with status DONE are only for comparison'."""

from __future__ import annotations

import re
from collections import defaultdict

from agents.reading.local.accounts_cues import COMPARISON
from agents.reading.local.accounts_places import is_left_alone
from agents.reading.local.sentences import sentences
from agents.reading.local.words import fold
from workflow.document import Document, Part, ZoneKind

MOST_STATUSES = 6
"""A column with more different values says no status."""

LONGEST = 24


def rows_left_alone(document: Document, part: Part) -> set[tuple[int, int]]:
    """The (table, row) pairs of a part that the message says to leave alone."""
    told = _told(document)
    found: set[tuple[int, int]] = set()
    for number, table in enumerate(part.tables):
        first = 1 if table.header else 0
        asked: set[int] = set()
        left: set[int] = set()
        mentioned = False
        for value, indices in _statuses(part, number, first).items():
            said = [sentence for sentence in told if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", fold(sentence))]
            if not said:
                continue
            mentioned = True
            if any(COMPARISON.search(sentence) for sentence in said):
                left.update(indices)
            else:
                asked.update(indices)
        everything = set(range(first, len(table.rows)))
        if asked and left | asked != everything and left:
            left |= everything - asked - left if _by_one_column(part, number, first, asked) else set()
        found.update((number, index) for index in left)
        if not mentioned or not asked:
            found.update((number, index) for index in everything if is_left_alone(part, (number, index)))
    return found


def _told(document: Document) -> list[str]:
    """The sentences that the sender wrote above the table."""
    texts: list[str] = []
    for part in document.parts:
        if part.kind != "body":
            continue
        for zone in part.zones:
            if zone.kind is ZoneKind.NEW:
                texts.extend(s.text for s in sentences(part.text[zone.start : zone.end]))
    return texts


def _statuses(part: Part, number: int, first: int) -> dict[str, set[int]]:
    """Folded value → rows, for the columns whose few values say how a row stands."""
    rows = part.tables[number].rows
    values: dict[str, set[int]] = defaultdict(set)
    for column in range(max((len(row) for row in rows), default=0)):
        found: dict[str, set[int]] = defaultdict(set)
        for index in range(first, len(rows)):
            if column < len(rows[index]):
                start, end = rows[index][column]
                text = fold(part.text[start:end].strip())
                if text and len(text) <= LONGEST and any(c.isalpha() for c in text):
                    found[text].add(index)
        if 0 < len(found) <= min(MOST_STATUSES, max(2, (len(rows) - first) // 2)):
            for text, indices in found.items():
                values[text] |= indices
    return values


def _by_one_column(part: Part, number: int, first: int, asked: set[int]) -> bool:
    """Whether the rows that are asked for are told by their status, so that the others are not."""
    return 0 < len(asked) < len(part.tables[number].rows) - first

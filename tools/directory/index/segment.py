"""One file of the index, read where it stands: records, contacts, postings, words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Any

import orjson

from tools.directory.index.keys import Hashing
from tools.directory.index.postings import Postings
from tools.directory.index.sections import Damaged, Sections
from tools.directory.index.words import Words


class Segment:
    """A file of the index. Accounts go by number; their place in the file is another thing in a file of changes."""

    def __init__(self, sections: Sections) -> None:
        self.facts = sections.facts
        self.size = sections.size
        self.hashing = Hashing(int(self.facts["seed"]))
        self.postings = Postings(sections, "postings")
        self.words = Words(sections)
        self.spelling = Postings(sections, "spelling")
        self.numbers = sections.view("numbers").cast("i")
        self._sections = sections
        self._lines, self._line_starts = sections.view("lines"), sections.view("lines.starts").cast("Q")
        self.left_out = sections.view("left_out").cast("Q")
        self._dense = not len(self.numbers) or self.numbers[-1] == len(self.numbers) - 1
        self._rows, self._row_starts = sections.view("rows"), sections.view("rows.starts").cast("Q")
        self._contacts = sections.view("contacts")
        self._contact_starts = sections.view("contacts.starts").cast("Q")
        self._contact_order = sections.view("contacts.order").cast("I")
        self._contacts_of = sections.view("contacts.of").cast("I")
        self._spelt = sections.view("spelt.words")
        self._spelt_starts = sections.view("spelt.starts").cast("I")

    def place(self, number: int) -> int | None:
        """Where an account stands in this file, or None."""
        if self._dense:
            return number if 0 <= number < len(self.numbers) else None
        place = bisect_left(self.numbers, number)
        return place if place < len(self.numbers) and self.numbers[place] == number else None

    def row(self, place: int) -> dict[str, Any]:
        """The record at a place. Raises Damaged."""
        return _record(self._rows[self._row_starts[place] : self._row_starts[place + 1]])

    def contacts(self, place: int) -> Iterator[dict[str, Any]]:
        """The contacts of the account at a place. Raises Damaged."""
        for at in self._contact_order[self._contacts_of[place] : self._contacts_of[place + 1]]:
            yield _record(self._contacts[self._contact_starts[at] : self._contact_starts[at + 1]])

    def lines_with(self, text: str) -> Iterator[tuple[int, str]]:
        """The accounts (by number) whose line has a text, and that line; in the org's order."""
        wanted = text.encode()
        at = self._sections.find("lines", wanted, 0)
        while at >= 0:
            place = bisect_right(self._line_starts, at) - 1
            start, end = self._line_starts[place], self._line_starts[place + 1]
            yield self.numbers[place], str(self._lines[start:end], "utf-8")
            at = self._sections.find("lines", wanted, end)

    def spelt(self, number: int) -> str:
        """The word that a number of the spellings stands for."""
        return str(self._spelt[self._spelt_starts[number] : self._spelt_starts[number + 1]], "utf-8")


def _record(data: memoryview) -> dict[str, Any]:
    try:
        found: dict[str, Any] = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise Damaged(f"a record in it cannot be read: {error}") from None
    return found

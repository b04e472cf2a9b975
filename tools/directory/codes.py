"""Codes: customer numbers, dealer codes, policy or property numbers that a record states."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tools.directory.tokens import fold, words

TOKEN = re.compile(r"[^\W_](?:[\w./-]*[^\W_])?", re.UNICODE)
SHORTEST = 3
_LABELS = """
code codes id ids no nr num number nummer numero nº n° ref reference key account acct customer client
kunde kunden kundennummer kundennr compte konto klant klantnummer cliente codice codigo
"""
LABELS = frozenset(_LABELS.split())
"""Words that announce a code in the commonest languages; the words of the field's own name come on top."""

BEFORE = 28
"""So many characters before a code may hold its label."""


class FoundCode(NamedTuple):
    """A code in a text. `sure` where its form or a label before it leaves no doubt that it is one."""

    start: int
    end: int
    accounts: tuple[int, ...]
    sure: bool


def normal(code: str) -> str:
    """A code without case and separators: 'ab-12/3' → 'AB123'."""
    return re.sub(r"[\W_]", "", code).upper()


class CodeIndex:
    """Code → accounts."""

    def __init__(self, entries: Iterable[tuple[str, int]], fields: Iterable[str]) -> None:
        """`entries`: (code as stated, account number); `fields`: API names of the fields that hold codes."""
        self._codes: dict[str, list[int]] = defaultdict(list)
        for code, number in entries:
            key = normal(code)
            if len(key) >= SHORTEST and any(c.isdigit() for c in key) and number not in self._codes[key][-1:]:
                self._codes[key].append(number)
        named = {word for field in fields for word in words(re.sub(r"__c$", "", field).replace("_", " "))}
        self._labels = frozenset(LABELS | {fold(word) for word in named if len(word) > 1})
        self._lengths = frozenset(len(key) for key in self._codes)

    def find(self, text: str) -> Iterator[FoundCode]:
        """Codes in a text, each with what makes it sure."""
        if not self._codes:
            return
        for match in TOKEN.finditer(text):
            written = match.group()
            if not any(c.isdigit() for c in written):
                continue
            key = normal(written)
            if len(key) not in self._lengths or key not in self._codes:
                continue
            yield FoundCode(match.start(), match.end(), tuple(self._codes[key]), self._sure(key, text, match.start()))

    def _sure(self, key: str, text: str, start: int) -> bool:
        letters = sum(c.isalpha() for c in key)
        if letters and len(key) >= 5:
            return True
        before = text[max(0, start - BEFORE) : start].rstrip()
        near = re.split(r"[;!?\n]|[^\W\d_]{5,}\.\s", before)[-1]
        return near.endswith("#") or any(word in self._labels for word in words(near)[-3:])

    def announces(self, heading: str) -> bool:
        """Whether the heading of a column says that codes stand below."""
        return any(word in self._labels for word in words(heading))

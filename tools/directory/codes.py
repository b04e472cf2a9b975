"""Codes: customer numbers, dealer codes, policy or property numbers that a record states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tools.directory.index.keys import Kind
from tools.directory.tokens import fold, words

if TYPE_CHECKING:
    from tools.directory.index.snapshot import Snapshot

TOKEN = re.compile(r"[^\W_](?:[\w./-]*[^\W_])?", re.UNICODE)
SEPARATORS = re.compile(r"[\W_]")
SHORTEST = 3
_LABELS = """
code codes id ids no nr num number nummer numero nº n° ref reference key account acct customer client
kunde kunden kundennummer kundennr compte konto klant klantnummer cliente codice codigo
"""
LABELS = frozenset(_LABELS.split())
"""Words that announce a code in the commonest languages; the words of the field's own name come on top."""

BEFORE = 28
"""So many characters before a code may hold its label."""

MOST = 50
"""More accounts with one code are too many to tell one."""


class FoundCode(NamedTuple):
    """A code in a text. `sure` where its form or a label before it leaves no doubt that it is one."""

    start: int
    end: int
    accounts: tuple[int, ...]
    sure: bool


def normal(code: str) -> str:
    """A code without case and separators: 'ab-12/3' → 'AB123'."""
    return (code if code.isalnum() else SEPARATORS.sub("", code)).upper()


class Codes:
    """Code → accounts."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        fields = index.rule.recognise_by.code
        named = {word for field in fields for word in words(re.sub(r"__c$", "", field).replace("_", " "))}
        self._labels = frozenset(LABELS | {fold(word) for word in named if len(word) > 1})

    def find(self, text: str) -> Iterator[FoundCode]:
        """Codes in a text, each with what makes it sure."""
        index = self._index
        if not index.code_lengths:
            return
        for match in TOKEN.finditer(text):
            written = match.group()
            if not any(map(str.isdigit, written)):
                continue
            key = normal(written)
            accounts = index.find(Kind.CODE, key, MOST) if len(key) in index.code_lengths else ()
            if accounts:
                yield FoundCode(match.start(), match.end(), tuple(accounts), self._sure(key, text, match.start()))

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

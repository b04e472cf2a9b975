"""Tokens of a text: folded words with their places, the same for the org's names and for what people write."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

UNSPACED = "\u0e00-\u0e7f\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f"
"""Scripts that write words without spaces, or with endings joined to them: each character is a token."""

WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")
UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
PLAIN_WORD, WRITTEN_PLAIN = re.compile(r"[a-z0-9]+"), re.compile(r"[A-Za-z0-9]+")
"""The same in text of ASCII alone: folded, and as it is written."""


class Token(NamedTuple):
    """A folded word and its place `[start, end)` in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Without letter case, accents and width: 'Müller' and 'MULLER' are 'muller', 'ß' is 'ss'."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # Marks are dropped from Latin, Greek and Cyrillic: a voicing mark makes another word in Japanese.
    kept = "".join(c for c in decomposed if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", kept)


def tokenise(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of a text (or of a stretch of it) in order; punctuation, hyphens and apostrophes separate."""
    stop = len(text) if end is None else end
    if text.isascii():
        return [Token(m.group(), m.start(), m.end()) for m in PLAIN_WORD.finditer(text.lower(), start, stop)]
    return [Token(fold(m.group()), m.start(), m.end()) for m in WORD.finditer(text, start, stop)]


def written(text: str) -> list[str]:
    """The words of a text as they are written."""
    return WRITTEN_PLAIN.findall(text) if text.isascii() else WORD.findall(text)


def words(text: str) -> list[str]:
    """The folded words of a text."""
    return PLAIN_WORD.findall(text.lower()) if text.isascii() else [fold(word) for word in WORD.findall(text)]


def is_unspaced(token: str) -> bool:
    """Whether a token is one character of a script without spaces."""
    return len(token) == 1 and not token.isascii() and bool(UNSPACED_CHARACTER.match(token))

"""A fence around text that somebody sent: marks that the text itself cannot contain.

The mark is made of the text's own digest, not of chance, so that the same message always gives the same question (and
the same key in the cache). Where the text holds the mark all the same, the next one is taken.
"""

from __future__ import annotations

from workflow.identifiers import digest

LENGTH = 12
"""Hex digits of a mark."""


def fenced(text: str, what: str = "message") -> str:
    """The text between two lines of marks."""
    mark = _mark(text)
    return f"<<<{what} {mark} begins>>>\n{text}\n<<<{what} {mark} ends>>>"


def _mark(text: str) -> str:
    number = 0
    while (mark := digest(f"{number}\n{text}")[:LENGTH]) in text:
        number += 1
    return mark

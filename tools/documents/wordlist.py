"""Lists of words that are kept as running text."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[str, ...]:
    """What stands between `|` and line ends."""
    return tuple(piece.strip() for piece in text.replace("\n", "|").split("|") if piece.strip())

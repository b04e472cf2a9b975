"""The nearest known word to one that is not known: what every 'did you mean' says."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

MOST_LISTED = 12


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like `word` (letter case and - or _ apart), or '' where none is like it."""
    spelled = {_plain(candidate): candidate for candidate in known}
    found = get_close_matches(_plain(word), list(spelled), n=1, cutoff=0.6)
    return spelled[found[0]] if found else ""


def suggestion(word: str, known: Iterable[str], what: str = "") -> str:
    """A cure in words: the nearest known word, else those there are (the first few)."""
    words = sorted(set(known))
    found = nearest(word, words)
    if found:
        return f"Did you mean '{found}'?"
    if not words:
        return f"There is no {what} here" if what else ""
    shown = ", ".join(words[:MOST_LISTED]) + (
        f" and {len(words) - MOST_LISTED} more" if len(words) > MOST_LISTED else ""
    )
    return f"There {'is' if len(words) == 1 else 'are'}: {shown}"


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")

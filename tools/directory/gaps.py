"""What stands between two words: whether one name may run across it."""

from __future__ import annotations

import re
from enum import IntEnum

HARD = re.compile(r"[:;!?|•·▪●\t)\]…]|\s/\s|\.\s*\Z|\s[-–—]\s*[-–—]?\s|,\s*,|。|、")
SOFT = re.compile(r"[,(\[\"“”„«»/–—<>]")
WRAPPED_FROM = 40
"""A line of so many characters may have been broken inside a name; a shorter one ended where its author wanted.

One that ends in a small word ('of', 'de') goes on as well."""


class Gap(IntEnum):
    """How firmly two words are kept apart."""

    NONE = 0
    SOFT = 1  #: a comma, a bracket: a town may follow, another word of the name hardly
    HARD = 2


def gap(text: str, end: int, start: int) -> Gap:
    """The gap between a word that ends at `end` and the next, which begins at `start`."""
    between = text[end:start]
    if between in (" ", "-", "'", "’", "&", " & ", ""):
        return Gap.NONE
    if "\n" in between:
        return _across_lines(text, between, end, start)
    if between.startswith(".") and _short_before(text, end):
        between = between[1:]
    if HARD.search(between):
        return Gap.HARD
    return Gap.SOFT if SOFT.search(between) else Gap.NONE


def _short_before(text: str, end: int) -> bool:
    """Whether the word before a full stop is as short as abbreviations are ('St.', 'Dr.')."""
    return not text[max(0, end - 4) : end].isalpha() or end < 4


def _across_lines(text: str, between: str, end: int, start: int) -> Gap:
    begin = text.rfind("\n", 0, end) + 1
    open_end = bool(re.search(r"\s[a-z]{2,3}$", text[max(0, end - 4) : end]))
    wrapped = between.count("\n") == 1 and (end - begin >= WRAPPED_FROM or open_end)
    return Gap.NONE if wrapped and not re.search(r"[^\s>]", between) else Gap.HARD

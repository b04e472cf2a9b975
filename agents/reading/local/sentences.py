"""Sentences of a text with their places: by punctuation, by line where lines are items, by bullet."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from agents.reading.local.finders.months import MONTHS
from agents.reading.local.words import fold

ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|no|nr|art|inc|ltd|co|corp|dr|mr|mrs|ms|st|str|tel|vs|z\.b|u\.a|bzw|ca|ggf|sr|sra|"
    r"av|avda|mme|mlle|p\.ej|dhr|mevr|mw|sig|dott|ing|exmo|exma)|\b[A-Z])\.$",
    re.IGNORECASE,
)
"""A full stop behind these words, or behind one letter, ends no sentence."""

END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]+[」』）]*")
BULLET = re.compile(r"[ \t]*(?:[-*•·–—▪●]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+")


class Sentence(NamedTuple):
    """Characters `[start, end)` of the text that was split, without space around."""

    start: int
    end: int
    text: str


@lru_cache(maxsize=1024)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order. A line break ends one where the next line is an item or the line is short."""
    found: list[Sentence] = []
    for start, end in _blocks(text):
        begin = start
        for match in END.finditer(text, start, end):
            if match.group()[0] == "." and _goes_on(text, begin, match.start()):
                continue
            found.append(Sentence(begin, match.end(), text[begin : match.end()]))
            begin = match.end()
        found.append(Sentence(begin, end, text[begin:end]))
    bounded = (piece for sentence in found for piece in _bounded(sentence))
    return tuple(_trimmed(sentence) for sentence in bounded if any(c.isalnum() for c in sentence.text))


LONGEST = 600
"""Characters of a sentence at most: nobody writes longer ones, and what is matched against one stays bounded."""


def _bounded(sentence: Sentence) -> list[Sentence]:
    """A sentence in pieces that are not too long, cut between words where there are any."""
    pieces = []
    start, text = sentence.start, sentence.text
    while len(text) > LONGEST:
        cut = text.rfind(" ", LONGEST // 2, LONGEST) + 1 or LONGEST
        pieces.append(Sentence(start, start + cut, text[:cut]))
        start, text = start + cut, text[cut:]
    pieces.append(Sentence(start, start + len(text), text))
    return pieces


def _goes_on(text: str, begin: int, dot: int) -> bool:
    """Whether a full stop ends an abbreviation or the day of a date ('am 3. Juni'), and no sentence."""
    if ABBREVIATION.search(text[begin : dot + 1]):
        return True
    if re.search(r"(?:^|[\s(])[^\W\d_]{1,4}$", text[begin:dot]) and re.match(r"\s+\d", text[dot + 1 : dot + 4]):
        return True
    following = re.match(r"\s+([^\W\d_]+)", text[dot + 1 : dot + 24])
    return bool(
        re.search(r"\b\d{1,2}$", text[begin:dot])
        and following
        and (following[1].islower() or fold(following[1]) in MONTHS)
    )


def _blocks(text: str) -> list[tuple[int, int]]:
    """Runs of lines that were wrapped and belong together."""
    lines = [(m.start(), m.end(), m.group()) for m in re.finditer(r"[^\n]*\n?", text) if m.group()]
    widths = sorted(len(line.rstrip()) for _, _, line in lines if line.strip())
    wide = widths[int(len(widths) * 0.8)] if widths else 0
    blocks: list[tuple[int, int]] = []
    begin: int | None = None
    for index, (start, end, line) in enumerate(lines):
        bare = line.strip()
        if not bare:
            if begin is not None:
                blocks.append((begin, start))
            begin = None
            continue
        if begin is not None and BULLET.match(line):
            blocks.append((begin, start))
            begin = start
        if begin is None:
            begin = start
        following = lines[index + 1][2].strip() if index + 1 < len(lines) else ""
        # A line that is much shorter than the text is wide was broken by its author: an item, a greeting, a name.
        if not following or "\t" in line or len(line.rstrip()) < 0.6 * min(wide, 72):
            blocks.append((begin, end))
            begin = None
    if begin is not None:
        blocks.append((begin, len(text)))
    return blocks


def _trimmed(sentence: Sentence) -> Sentence:
    text = sentence.text
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    return Sentence(sentence.start + left, sentence.start + right, text[left:right])

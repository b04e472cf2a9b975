"""Plain numbers, whole numbers and percentages."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.dates import level
from agents.reading.local.finders.found import Found, apart
from agents.reading.local.finders.money import parse_number
from agents.reading.local.finders.months import NUMBERS

NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.,/:#\-])-?(?:\d{1,3}(?:[.,'’ \u00a0]\d{3})+(?:[.,]\d+)?|"
    r"\d+(?:[.,]\d+)?)(?![\d/:%]|[.,]\d|-\d)(?![a-z]{1,2}\d)"
)
WORD = re.compile(
    r"(?<![\w'\-])(?:" + "|".join(sorted((w for w in NUMBERS if len(w) > 2), key=len, reverse=True)) + r")(?![\w'\-])"
)
PERCENT = re.compile(
    r"(?<![\d.,])(?P<number>-?\d{1,3}(?:[.,]\d+)?)\s?(?:%|％|percent\b|per cent\b|prozent\b|"
    r"pour ?cent\b|por ciento\b|procent\b|"
    r"per cento\b|por cento\b|パーセント)"
)


@lru_cache(maxsize=2048)
def find_numbers(text: str) -> tuple[Found, ...]:
    """Numbers as float; also spelled ones, to a hundred."""
    plain = level(text)
    found = []
    for match in NUMBER.finditer(plain):
        number = parse_number(match.group().lstrip("-"))
        if number is not None:
            value = -number if match.group().startswith("-") else number
            found.append(Found(value, match.start(), match.end(), 0.6))
    for match in WORD.finditer(plain):
        if NUMBERS[match.group()] > 1:
            found.append(Found(float(NUMBERS[match.group()]), match.start(), match.end(), 0.4))
    return apart(found)


@lru_cache(maxsize=2048)
def find_integers(text: str) -> tuple[Found, ...]:
    """Whole numbers as int."""
    return tuple(f._replace(value=int(f.value)) for f in find_numbers(text) if f.value == int(f.value))


@lru_cache(maxsize=2048)
def find_percents(text: str) -> tuple[Found, ...]:
    """Percentages as float: '12,5 %' is 12.5."""
    found = []
    for match in PERCENT.finditer(level(text)):
        value = parse_number(match["number"].lstrip("-"))
        if value is not None:
            found.append(Found(-value if match["number"].startswith("-") else value, match.start(), match.end(), 0.9))
    return apart(found)

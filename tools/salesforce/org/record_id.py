"""Record ids: 15 case-sensitive characters, and 3 more that make them safe where case is lost.

A key prefix names the object (3), then the instance (3), then a base-62 number (9). The suffix holds, for each
group of five characters, one of `A`-`Z`, `0`-`5` whose bits say which of the five are upper case.
"""

from __future__ import annotations

import re

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
INSTANCE = "Ew0"
"""Three characters that all ids of the embedded org share, as the ids of one instance do."""

SHAPE = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")


def checksum(short: str) -> str:
    """The 3-character suffix of a 15-character id."""
    groups = (short[start : start + 5] for start in (0, 5, 10))
    return "".join(SUFFIX[sum(1 << place for place, char in enumerate(g) if "A" <= char <= "Z")] for g in groups)


def compose(prefix: str, number: int) -> str:
    """The 18-character id of the record `number` of the object with key prefix `prefix`."""
    tail = ""
    for _ in range(9):
        number, rest = divmod(number, 62)
        tail = DIGITS[rest] + tail
    short = f"{prefix}{INSTANCE}{tail}"
    return short + checksum(short)


def normalise(text: object) -> str | None:
    """The 18-character form of an id of 15 or 18 characters; None for what is no id.

    An 18-character id whose case was lost is repaired by its suffix, as Salesforce does.
    """
    if not isinstance(text, str) or not SHAPE.fullmatch(text):
        return None
    if len(text) == 15:
        return text + checksum(text)
    short, suffix = text[:15], text[15:].upper()
    if any(char not in SUFFIX for char in suffix):
        return None
    if checksum(short) == suffix:
        return short + suffix
    bits = [SUFFIX.index(char) >> place & 1 for char in suffix for place in range(5)]
    repaired = "".join(char.upper() if bit else char.lower() for char, bit in zip(short, bits, strict=True))
    return repaired + suffix if checksum(repaired) == suffix else None

"""When two values are the same for a scorer: letter case, accents, punctuation and spelling of hosts do not matter."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

NAMES_ALIKE = 0.6
"""Two names are the same where more than this share of their words is common to both (Jaccard)."""

SHORT_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")
PHONE = re.compile(r"\+?[\d\s().-]{7,}")
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
HOST_PREFIX = re.compile(r"^(https?://)?(www\d?\.)?")
BETWEEN_WORDS = re.compile(r"[^\w@.+-]+")


def comparable(value: Any) -> Any:
    """A form in which equal values are equal. Lists are compared as sets."""
    if isinstance(value, dict):
        return tuple(sorted((key, comparable(item)) for key, item in value.items()))
    if isinstance(value, list):
        return tuple(sorted({comparable(item) for item in value}, key=repr))
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        return round(float(value), 2)
    return _text(str(value).strip())


def same(field: str, got: Any, want: Any) -> bool:
    """Whether a value of a field is the wanted one; of fields whose id ends with 'name', most words suffice."""
    left, right = comparable(got), comparable(want)
    if left == right:
        return True
    if not field.endswith("name") or not isinstance(got, str) or not isinstance(want, str):
        return False
    a, b = set(str(left).split()), set(str(right).split())
    return bool(a and b) and len(a & b) / len(a | b) > NAMES_ALIKE


def _text(text: str) -> str | float:
    if SHORT_NUMBER.fullmatch(text) and len(text) < 7:  # longer ones are codes and phones
        return round(float(text), 2)
    text = unicodedata.normalize("NFKC", text).casefold()
    text = HOST_PREFIX.sub("", "".join(_without_accent(char) for char in text))
    if PHONE.fullmatch(text) and not ISO_DATE.fullmatch(text):
        return re.sub(r"\D", "", text)
    return BETWEEN_WORDS.sub(" ", text).strip(" .-")


def _without_accent(char: str) -> str:
    """A Latin letter without its accents; any other character as it is."""
    if char.isascii() or "LATIN" not in unicodedata.name(char, ""):
        return char
    return "".join(part for part in unicodedata.normalize("NFKD", char) if not unicodedata.combining(part))

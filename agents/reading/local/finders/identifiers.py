"""Identifiers with a check digit, and codes: what mixes letters and digits, or is a long number."""

from __future__ import annotations

import re
from functools import lru_cache

from agents.reading.local.finders.found import Found, apart

VIN = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![A-Za-z0-9])")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{2,4}){3,8}(?![A-Za-z0-9])", re.IGNORECASE)
CODE = re.compile(
    r"(?<![\w@./\-])(?<!\d,)#?(?=[A-Za-z0-9\-_/.]*\d)"
    r"(?:[A-Za-z]{1,6}[ ]?[\-–]?)?[A-Za-z0-9]+(?:[\-–_/.][A-Za-z0-9]+)*(?![\w@])"
)


@lru_cache(maxsize=2048)
def find_vins(text: str) -> tuple[Found, ...]:
    """Vehicle identification numbers (ISO 3779) in upper case. The check digit makes them surer: Europe has none."""
    found = []
    for match in VIN.finditer(text):
        value = match.group().upper()
        if not (any(c.isdigit() for c in value) and any(c.isalpha() for c in value)) or not value[-4:].isdigit():
            continue
        found.append(Found(value, match.start(), match.end(), 0.95 if has_check_digit(value) else 0.75))
    return tuple(found)


_LETTERS = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def has_check_digit(vin: str) -> bool:
    """Whether the ninth character is the check digit of 49 CFR 565 (North America)."""
    total = sum(w * (int(c) if c.isdigit() else _LETTERS[c]) for w, c in zip(_WEIGHTS, vin, strict=True))
    return vin[8] == "0123456789X"[total % 11]


@lru_cache(maxsize=2048)
def find_ibans(text: str) -> tuple[Found, ...]:
    """Bank account numbers (ISO 13616) with a right check sum, in upper case without spaces."""
    from stdnum import iban

    found = []
    for match in IBAN.finditer(text):
        # What follows may look like one more group: the longest beginning with a right check sum is the number.
        pieces = re.split(r"[ \u00a0]", match.group())
        for count in range(len(pieces), 0, -1):
            written = " ".join(pieces[:count])
            value = written.replace(" ", "").upper()
            if iban.is_valid(value):
                found.append(Found(value, match.start(), match.start() + len(written), 0.98))
                break
    return tuple(found)


GROUPS = re.compile(
    r"(?<![\w@./\-])(?=[A-Z0-9\-/ ]*\d)(?:[A-Z]{1,3}|\d{1,5})(?: (?:[A-Z]{1,3}|"
    r"\d{1,6}(?:[\-/]\d+)*)){1,3}(?![\w@./\-]?\w)"
)
"""Codes of several groups: 'FK 231 ZT', 'HV 22-7781-03', '4821 KLM'."""
SHORT = re.compile(r"(?<![\w@.,/\-])(?:\d{1,4}[A-Za-z]?|[A-Za-z]{1,2}[\-]?\d{1,4})(?![\w@%]|[.,:]\d)")


@lru_cache(maxsize=2048)
def find_grouped_codes(text: str) -> tuple[Found, ...]:
    """Codes written in groups with spaces, letters and digits both; trusted only beside the words that name them."""
    found = []
    for match in GROUPS.finditer(text):
        written = match.group()
        mixed = any(c.isalpha() for c in written)
        if mixed or all(len(group) >= 2 for group in written.split()):
            found.append(Found(written, match.start(), match.end(), 0.6 if mixed else 0.4))
    return tuple(found)


@lru_cache(maxsize=2048)
def find_short_codes(text: str) -> tuple[Found, ...]:
    """One to four digits with a letter or none ('4B', '23'): trusted only right behind the word that names them."""
    return tuple(Found(m.group(), m.start(), m.end(), 0.4) for m in SHORT.finditer(text))


@lru_cache(maxsize=2048)
def find_codes(text: str) -> tuple[Found, ...]:
    """Codes as written, without a leading #: letters with digits, or three digits and more. Context must tell which."""
    found = []
    for match in CODE.finditer(text):
        written = match.group().rstrip(".-–/_")
        value = written.lstrip("#")
        digits = sum(c.isdigit() for c in value)
        letters = any(c.isalpha() for c in value)
        if digits < 2 or (digits < 3 and not letters) or len(value) < 3:
            continue
        if " " in value:
            continue
        if re.fullmatch(r"\d+(?:st|nd|rd|th|am|pm|h|k|m|x\d+|%|er|e)?", value) and letters:
            continue
        if re.fullmatch(
            r"\d+[.,]\d{1,2}|\d{1,2}[./\-]\d{1,2}(?:[./\-]\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,3}(?:[.,]\d{3})+", value
        ):
            continue
        found.append(Found(value, match.start() + len(written) - len(value), match.start() + len(written), 0.6))
    return apart(found)

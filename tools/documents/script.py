"""The charset of bytes of which nobody said it, by the letters that they would be: for scripts other than Latin.

A charset is taken where most of what it makes of the bytes are common letters of its script, in the proportions of a
text; Latin letters of the single-byte charsets are too much alike, and are left to Windows-1252.
"""

from __future__ import annotations

import re

READ = 20_000
"""Bytes by which it is told."""

_HIGH = re.compile(rb"[\x80-\xff]")
_PAIR = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")
_FEW = 6
"""Bytes above ASCII that are too few to tell anything."""


def guess(content: bytes) -> str:
    """The codec, or empty where none is plain."""
    head = content[:READ]
    high = len(_HIGH.findall(head))
    words = sum(1 for byte in head if byte > 32)
    if high < _FEW or high < 0.2 * words:
        return ""
    for name, judge in _JUDGES:
        if judge(head) >= 0.8:
            return name
    shares = {name: _alphabet(name, common, head) for name, common in _ALPHABETS}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= 0.55 else ""


def _text(head: bytes, codec: str) -> str:
    """What a codec makes of bytes; empty where it cannot be. The cut may have gone through a character."""
    for end in range(len(head), max(0, len(head) - 4), -1):
        try:
            return head[:end].decode(codec)
        except UnicodeDecodeError as error:
            if error.start < end - 4:
                return ""
    return ""


def _foreign(text: str) -> str:
    return "".join(char for char in text if ord(char) > 127 and char.isalpha())


def _japanese(codec: str, head: bytes) -> float:
    """Kana are a fourth of a Japanese text at least, and the rest of it are Chinese characters."""
    letters = _foreign(_text(head, codec))
    kana = sum("\u3041" <= char <= "\u30ff" for char in letters)
    han = sum("\u4e00" <= char <= "\u9fff" for char in letters)
    return (kana + han) / len(letters) if letters and kana >= 0.25 * len(letters) else 0.0


def _korean(head: bytes) -> float:
    """Hangul in the order of KS X 1001 has the first bytes B0 to C8, and hardly any other."""
    letters = _foreign(_text(head, "cp949"))
    hangul = sum("\uac00" <= char <= "\ud7a3" for char in letters)
    pairs = [pair[0] for pair in _PAIR.findall(head)]
    usual = sum(0xB0 <= lead <= 0xC8 for lead in pairs)
    return hangul / len(letters) if letters and usual >= 0.9 * len(pairs) else 0.0


def _chinese(codec: str, first: int, last: int, head: bytes) -> float:
    """The common characters come first in GB 2312 (B0 to D7) and in Big5 (A4 to C6)."""
    text = _text(head, codec)
    letters = _foreign(text)
    if not letters:
        return 0.0
    leads = [char.encode(codec, "replace")[0] for char in letters]
    common = sum(first <= lead <= last for lead in leads) / len(leads)
    return common if sum("\u4e00" <= char <= "\u9fff" for char in letters) >= 0.95 * len(letters) else 0.0


def _alphabet(codec: str, common: str, head: bytes) -> float:
    """The share of the dozen commonest letters of a language; 0 where its letters stand among Latin ones."""
    text = _text(head, codec)
    letters = _foreign(text)
    if not letters or len(letters) < 0.6 * sum(char.isalpha() for char in text):
        return 0.0
    return sum(char in common for char in letters) / len(letters)


_JUDGES = (
    ("cp932", lambda head: _japanese("cp932", head)),
    ("euc_jp", lambda head: _japanese("euc_jp", head)),
    ("cp949", _korean),
    ("gb18030", lambda head: _chinese("gb18030", 0xB0, 0xD7, head)),
    ("big5hkscs", lambda head: _chinese("big5hkscs", 0xA4, 0xC6, head)),
)
_ALPHABETS = (
    ("cp1251", "оеаинтслвркд"),
    ("koi8-r", "оеаинтслвркд"),
    ("cp1253", "αοιετσνηυρπκόίά"),
    ("cp1255", "יוהלאמרתבשנ"),
    ("cp1256", "اليمونرتبةعد"),
)

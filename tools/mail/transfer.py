"""Content-Transfer-Encoding undone, with damage tolerated."""

from __future__ import annotations

import binascii
import re

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_JUNK = bytes(byte for byte in range(256) if byte not in _ALPHABET)
MAX_PIECES = 10_000  #: of base64 that were encoded one by one; what follows is read as one more
_TOO_SHORT = 20  #: characters that are a word rather than a line of base64
_SPACE = b" \t\r\n"
_SOFT_BREAK = re.compile(rb"^[^\r\n]{60,76}=\r?$", re.M)
_CODED = re.compile(rb"=[0-9A-F]{2}")
_LINE = re.compile(rb"[^\r\n]+")
_UU_BEGIN = re.compile(rb"^begin[ \t]+[0-7]{3,4}[ \t]+[^\r\n]{1,200}\r?$", re.M)


def decode(content: bytes, encoding: str) -> tuple[bytes, str]:
    """Decoded bytes and a note on what was damaged (empty when nothing was)."""
    name = encoding.strip().strip("'\"").lower()
    if name == "base64":
        return _base64(content)
    if name == "quoted-printable":
        # binascii leaves a broken escape as it stands, which is what a person would want to read.
        return binascii.a2b_qp(content), ""
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencode(content)
    if name in {"", "7bit", "8bit", "binary"}:
        return content, ""
    return content, f"unknown transfer encoding {name[:40]!r}; read as it stands"


def is_quoted_printable(content: bytes) -> bool:
    """Whether text is quoted-printable that nobody declared, as a gateway loses the field: several lines end in a soft
    break at its usual width, bytes are written as `=XX`, and hardly a `=` stands for itself."""
    head = content[:50_000]
    soft, coded = len(_SOFT_BREAK.findall(head)), len(_CODED.findall(head))
    return soft >= 3 and coded >= 1 and (soft + coded) * 20 >= head.count(b"=") * 19


def _base64(content: bytes) -> tuple[bytes, str]:
    text = content.translate(None, _SPACE)
    clean = text.translate(None, _JUNK)
    junk = len(text) - len(clean)
    if junk > len(text) // 5 or (junk and len(clean) % 4 and len(clean) < _TOO_SHORT):
        return content, "declared as base64, is not; read as it stands"
    note = f"{junk} characters that are not base64 were skipped" if junk else ""
    body = clean.rstrip(b"=")
    if b"=" in body:
        # Pieces that were encoded one by one and glued together: each ends in its own padding.
        pieces = re.split(rb"=+", body, maxsplit=MAX_PIECES)
        pieces[-1] = pieces[-1].translate(None, b"=")
        if clean[-1:] != b"=" and len(pieces[-1]) < _TOO_SHORT:
            note = f"{len(pieces.pop())} characters behind the end of base64 were skipped"
        return b"".join(_padded(piece) for piece in pieces), note
    if len(clean) % 4:
        note = note or "base64 ends early"
    return _padded(body), note


def _padded(piece: bytes) -> bytes:
    """Base64 without padding, decoded; a lone last character carries no whole byte and is dropped."""
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))


def _uuencode(content: bytes) -> tuple[bytes, str]:
    start = _UU_BEGIN.search(content)
    out = bytearray()
    bad = 0
    for match in _LINE.finditer(content, start.end() if start else 0):
        line = match[0]
        if line.strip() in {b"end", b"`"}:
            break
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            bad += 1
    return bytes(out), f"{bad} damaged uuencoded lines" if bad else ""

"""Content-Transfer-Encoding undone, with damage tolerated."""

from __future__ import annotations

import binascii
import re

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_JUNK = bytes(byte for byte in range(256) if byte not in _ALPHABET)
_SPACE = b" \t\r\n"
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


def _base64(content: bytes) -> tuple[bytes, str]:
    text = content.translate(None, _SPACE)
    clean = text.translate(None, _JUNK)
    junk = len(text) - len(clean)
    if junk > len(text) // 5:
        return content, "declared as base64, is not; read as it stands"
    note = f"{junk} characters that are not base64 were skipped" if junk else ""
    body = clean.rstrip(b"=")
    if b"=" in body:
        # Pieces that were encoded one by one and glued together: each ends in its own padding.
        pieces = [_padded(piece) for piece in re.split(rb"=+", body)]
        return b"".join(pieces), note
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
    lines = content[start.end() :].splitlines() if start else content.splitlines()
    out: list[bytes] = []
    bad = 0
    for line in lines:
        if line.strip() in {b"end", b"`"}:
            break
        if not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            bad += 1
    return b"".join(out), f"{bad} damaged uuencoded lines" if bad else ""

"""Pictures to text: by OCR where it is installed, and where there is room for text in them."""

from __future__ import annotations

import struct

from tools.documents import layout, ocr
from tools.documents.ocr import Engine, OcrFailed
from tools.documents.text import DocumentText

SMALLEST = (120, 24)
"""Pixels of a picture in which a line of text can stand: icons and bullets are smaller."""

LARGEST = 80_000_000
"""Pixels; more are a photo of a whole archive, or a trap."""

UNREAD = "image not read: no OCR"

_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
_SIZED = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


def is_picture(head: bytes) -> bool:
    """Whether a file begins as pictures do."""
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(_HEADS) or webp or head[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1")


def read(content: bytes, engine: Engine | None) -> DocumentText:
    """The text that can be seen in a picture, in lines and tables."""
    if engine is None:
        return DocumentText(notes=(UNREAD,))
    sides = size(content)
    if sides and (sides[0] < SMALLEST[0] or sides[1] < SMALLEST[1]):
        return DocumentText(notes=(f"picture of {sides[0]} × {sides[1]} pixels: too small to hold text",))
    if sides and sides[0] * sides[1] > LARGEST:
        return DocumentText(notes=(f"image not read: {sides[0]:,} × {sides[1]:,} pixels",))
    if content[:4] == b"\x00\x00\x01\x00" or content[4:8] == b"ftyp":
        return DocumentText(notes=("image not read: a format that OCR does not take (HEIC, AVIF, icon)",))
    try:
        words = engine.words(content)
    except OcrFailed as error:
        return DocumentText(notes=(f"image not read: {error}",))
    if not words:
        return DocumentText(notes=("picture: OCR found no text",))
    return layout.document(words, notes=(f"read by OCR ({engine.languages}); letters may be wrong",))


def size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels as the header says; None where it does not say, or in a format not known here."""
    try:
        if content.startswith(b"\x89PNG"):
            return struct.unpack(">II", content[16:24])
        if content.startswith(b"GIF8"):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"BM"):
            width, height = struct.unpack("<ii", content[18:26])
            return abs(width), abs(height)
        return _jpeg(content) if content.startswith(b"\xff\xd8") else None
    except struct.error:
        return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    for _ in range(2_000):
        if at + 9 > len(content) or content[at] != 0xFF:
            return None
        if content[at + 1] in _SIZED:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return None


def graymap(pixels: bytes, stride: int, width: int, height: int) -> bytes:
    """Gray pixels as a PGM file, the plainest that OCR reads."""
    rows = pixels if stride == width else b"".join(pixels[n * stride : n * stride + width] for n in range(height))
    return b"P5\n%d %d\n255\n" % (width, height) + rows[: width * height]


__all__ = ["UNREAD", "graymap", "is_picture", "ocr", "read", "size"]

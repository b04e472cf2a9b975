"""Outlook's compressed RTF undone (MS-OXRTFCP)."""

from __future__ import annotations

import struct

MAX_BYTES = 4_000_000  #: of the text

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20"
    b"\\b\\i\\u\\tab\\tx"
)
_HEAD = struct.Struct("<II4sI")


def decompress(content: bytes) -> bytes:
    """The RTF; as much as is whole where it is damaged, empty where it is none."""
    if len(content) < _HEAD.size:
        return b""
    _, length, kind, _ = _HEAD.unpack_from(content)
    if kind == b"MELA":
        return content[_HEAD.size : _HEAD.size + min(length, MAX_BYTES)]
    if kind != b"LZFu":
        return b""
    return _lzfu(content, min(length, MAX_BYTES))


def _lzfu(content: bytes, length: int) -> bytes:
    """Runs of eight signs behind a byte of flags: a literal, or a reference into the last 4,096 bytes."""
    window = bytearray(4096)
    window[: len(_DICTIONARY)] = _DICTIONARY
    at, write = _HEAD.size, len(_DICTIONARY)
    out = bytearray()
    while at < len(content) and len(out) < length:
        flags = content[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(content):
                    return bytes(out)
                place, count = content[at] << 4 | content[at + 1] >> 4, (content[at + 1] & 15) + 2
                at += 2
                if place == write % 4096:
                    return bytes(out)
                # Byte by byte: a reference may reach into what it writes itself.
                for step in range(count):
                    byte = window[(place + step) % 4096]
                    window[write % 4096] = byte
                    out.append(byte)
                    write += 1
            else:
                if at >= len(content):
                    return bytes(out)
                window[write % 4096] = content[at]
                out.append(content[at])
                at, write = at + 1, write + 1
    return bytes(out[:length])

"""The body of a request as it comes over a connection: by its length or in chunks, and of a bounded size."""

from __future__ import annotations

import re
from email.message import Message
from io import BufferedIOBase

from tools.salesforce.org.message import LARGEST

LINE = 1024
"""Bytes that the line before a chunk may have."""

TRAILERS = 20
"""Lines that may follow the last chunk."""

DIGITS = 18
"""Digits of a length that is a number; more is none."""


def stated(headers: Message) -> int:
    """The length that a request states, 0 where it states none; -1 for what is no length."""
    told = headers.get("Content-Length") or "0"
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= DIGITS else -1


def read(headers: Message, stream: BufferedIOBase) -> bytes | None:
    """The body; None where it cannot be read, or where it is too large. Raises ConnectionError where it ends early."""
    coding = (headers.get("Transfer-Encoding") or "").strip().lower()
    if coding:
        return _chunks(stream) if coding == "chunked" else None
    length = stated(headers)
    return _whole(stream, length) if 0 <= length <= LARGEST else None


def _whole(stream: BufferedIOBase, length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise ConnectionAbortedError(f"{len(content)} of {length} bytes came")
    return content


def _chunks(stream: BufferedIOBase) -> bytes | None:
    """A body in chunks (RFC 9112, 7.1); None for what is none, or too large."""
    pieces, total = [], 0
    while True:
        size = re.match(rb"([0-9A-Fa-f]{1,8})[;\r\n]", stream.readline(LINE))
        if size is None:
            return None
        length = int(size[1], 16)
        total += length
        if total > LARGEST:
            return None
        if length == 0:
            break
        pieces.append(_whole(stream, length))
        if stream.readline(LINE).strip():
            return None
    for _ in range(TRAILERS):
        if not stream.readline(LINE).strip():
            return b"".join(pieces)
    return None

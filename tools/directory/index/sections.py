"""A file of named sections: plain bytes and arrays, one after the other, that are mapped into memory to be read.

Layout: an opening mark, the sections (each begins at a multiple of 64 bytes), a table of contents as JSON, and at the
end the table's place, its checksum and a closing mark. A file that was not written to its end has no closing mark.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import xxhash

from workflow.errors import SwitchyardError

FORMAT = 3
"""Changes with the layout and with the meaning of what stands in the sections: an older file is built anew."""

OPENING, CLOSING = b"swydir\r\n", b"\r\nswyend"
ALIGNED = 64
TAIL = struct.Struct("<QQQ8s")
"""Place, length and checksum of the table of contents, and the closing mark."""

CHECKED_WHOLE = 64 << 20
"""A file of at most so many bytes is checked byte by byte when it is opened, a larger one at the sections' ends."""

ENDS = 1 << 16
"""Bytes at the beginning and at the end of each section whose checksum is kept apart."""


class Damaged(SwitchyardError):
    """The file is no index, was cut off, was changed, or is of another format. The text says which."""


class Writer:
    """Writes sections to a file (or to memory), in the order in which they are added."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._contents: dict[str, dict[str, int]] = {}
        self._at = file.write(OPENING)

    def add(self, name: str, data: bytes | np.ndarray[Any, Any]) -> None:
        """A section of its own."""
        self.stream(name, [data])

    def stream(self, name: str, pieces: Iterable[bytes | np.ndarray[Any, Any]]) -> int:
        """A section that is written piece by piece; returns its length in bytes. Raises ValueError for a name twice."""
        if name in self._contents:
            raise ValueError(f"the section {name} is there already")
        self._at += self._file.write(bytes(-self._at % ALIGNED))
        start, whole, tail, head = self._at, xxhash.xxh3_64(), b"", b""
        for piece in pieces:
            data = np.ascontiguousarray(piece).data.cast("B") if isinstance(piece, np.ndarray) else memoryview(piece)
            self._at += self._file.write(data)
            whole.update(data)
            if len(head) < ENDS:
                head += bytes(data[: ENDS - len(head)])
            tail = (tail + bytes(data[-ENDS:]))[-ENDS:]
        self._contents[name] = {
            "start": start,
            "length": self._at - start,
            "whole": whole.intdigest(),
            "ends": _ends(head, tail),
        }
        return self._at - start

    def finish(self, facts: dict[str, Any]) -> None:
        """The table of contents. `facts`: what else is to be known of the file, as JSON."""
        table = json.dumps({"format": FORMAT, "facts": facts, "sections": self._contents}).encode()
        place = self._at
        self._file.write(table)
        self._file.write(TAIL.pack(place, len(table), xxhash.xxh3_64_intdigest(table), CLOSING))
        self._file.flush()


class Sections:
    """A file of sections, read where it stands. Arrays and bytes are views: nothing is copied."""

    def __init__(self, buffer: mmap.mmap | bytes) -> None:
        """Raises Damaged."""
        self._buffer, self._view = buffer, memoryview(buffer)
        self._contents, self.facts = _contents(self._view)
        self._check()

    @classmethod
    def open(cls, path: Path) -> Sections:
        """The file at a path. Raises Damaged, or OSError where it cannot be read."""
        with path.open("rb") as file:
            size = path.stat().st_size
            if size < len(OPENING) + TAIL.size:
                raise Damaged(f"{path.name} is cut off")
            return cls(mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ))

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return len(self._view)

    def view(self, name: str) -> memoryview:
        """A section."""
        entry = self._contents.get(name)
        if entry is None:
            raise Damaged(f"the section {name} is missing")
        return self._view[entry["start"] : entry["start"] + entry["length"]]

    def array(self, name: str, kind: type[np.generic]) -> np.ndarray[Any, Any]:
        """A section as an array of numbers."""
        return np.frombuffer(self.view(name), dtype=kind)

    def find(self, name: str, text: bytes, start: int) -> int:
        """Where a text stands in a section, from `start` on; -1 where it does not."""
        entry = self._contents[name]
        found = self._buffer.find(text, entry["start"] + start, entry["start"] + entry["length"])
        return found - entry["start"] if found >= 0 else -1

    def _check(self) -> None:
        whole = self.size <= CHECKED_WHOLE
        for name, entry in self._contents.items():
            if not 0 <= entry["start"] <= entry["start"] + entry["length"] <= self.size:
                raise Damaged(f"the section {name} is cut off")
            data = self.view(name)
            right = (
                xxhash.xxh3_64_intdigest(data) == entry["whole"]
                if whole
                else _ends(bytes(data[:ENDS]), bytes(data[-ENDS:])) == entry["ends"]
            )
            if not right:
                raise Damaged(f"the section {name} was changed after it was written")


def _ends(head: bytes, tail: bytes) -> int:
    return xxhash.xxh3_64_intdigest(head + tail)


def _contents(view: memoryview) -> tuple[dict[str, dict[str, int]], dict[str, Any]]:
    if view[: len(OPENING)] != OPENING:
        raise Damaged("it is no index of the directory")
    place, length, checksum, closing = TAIL.unpack(view[-TAIL.size :])
    if closing != CLOSING or place + length + TAIL.size != len(view):
        raise Damaged("it is cut off")
    table = view[place : place + length]
    if xxhash.xxh3_64_intdigest(table) != checksum:
        raise Damaged("its table of contents was changed after it was written")
    told = json.loads(bytes(table))
    if told["format"] != FORMAT:
        raise Damaged(f"it is of format {told['format']}, and this version reads {FORMAT}")
    return told["sections"], told["facts"]

"""Folders and properties of a compound file as Outlook writes it (MS-CFB, MS-OXMSG); olefile reads the container."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tools.documents import charset
from tools.documents.damage import DAMAGE

MAX_BYTES = 64_000_000  #: of all streams that are read of one file
MAX_PROPERTIES = 2_000  #: of one folder
MAX_FOLDERS = 300  #: of one kind in one folder

PROPERTIES = "__properties_version1.0"
_BINARY, _UNICODE, _STRING, _TIME, _NUMBER, _FOLDER = 0x0102, 0x001F, 0x001E, 0x0040, 0x0003, 0x000D
_ENTRY = struct.Struct("<HHI8s")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_CODEPAGES = {65001: "utf-8", 1200: "utf-16-le", 20127: "ascii", 50220: "iso-2022-jp", 51932: "euc-jp",
              51949: "euc-kr", 20866: "koi8-r", 21866: "koi8-u", 54936: "gb18030"}  # fmt: skip


@dataclass
class Budget:
    """Bytes that may still be read, and what was noticed."""

    left: int = MAX_BYTES
    notes: list[str] = field(default_factory=list)


class Folder:
    """One storage: a message, an attachment or a recipient. `head`: bytes before its properties begin."""

    def __init__(self, ole: Any, path: tuple[str, ...], entry: Any, head: int, budget: Budget) -> None:
        self._ole, self._path, self._entry, self._budget = ole, path, entry, budget
        self._streams = {kid.name: kid.size for kid in entry.kids}
        self._fixed = self._properties(head)

    def _properties(self, head: int) -> dict[int, bytes]:
        """Property number → its eight bytes, for values of a fixed length."""
        raw = self._stream(PROPERTIES)[head:][: MAX_PROPERTIES * _ENTRY.size]
        whole = len(raw) - len(raw) % _ENTRY.size
        return {number: value for _, number, _, value in _ENTRY.iter_unpack(raw[:whole])}

    def _stream(self, name: str) -> bytes:
        """A stream's bytes; empty where there is none, or where it is damaged or too long."""
        size = self._streams.get(name)
        if not size:
            return b""
        if size > self._budget.left:
            self._budget.notes.append(f"more than {MAX_BYTES:,} bytes in the Outlook file; the rest was skipped")
            return b""
        self._budget.left -= size
        try:
            with self._ole.openstream([*self._path, name]) as stream:
                return bytes(stream.read())
        except DAMAGE:
            self._budget.notes.append("a damaged stream in the Outlook file was skipped")
            return b""

    def binary(self, number: int) -> bytes:
        """A value of bytes."""
        return self._stream(f"__substg1.0_{number:04X}{_BINARY:04X}")

    def text(self, *numbers: int) -> str:
        """The first of these properties that has text."""
        for number in numbers:
            if wide := self._stream(f"__substg1.0_{number:04X}{_UNICODE:04X}"):
                return wide.decode("utf-16-le", "replace").rstrip("\x00")
            if narrow := self._stream(f"__substg1.0_{number:04X}{_STRING:04X}"):
                return charset.decode(narrow, self.codepage)[0].rstrip("\x00")
        return ""

    def number(self, number: int) -> int | None:
        """An integer of 32 bits."""
        value = self._fixed.get(number)
        return int.from_bytes(value[:4], "little") if value else None

    def moment(self, number: int) -> datetime | None:
        """A FILETIME: hundreds of nanoseconds since 1601."""
        ticks = int.from_bytes(self._fixed.get(number, b""), "little")
        try:
            return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
        except OverflowError:
            return None

    @property
    def codepage(self) -> str:
        """The charset of narrow strings and of HTML."""
        known = self.number(0x3FDE) or self.number(0x3FFD) or 1252
        if 28591 <= known <= 28605:
            return f"iso-8859-{known - 28590}"
        return _CODEPAGES.get(known, f"cp{known}")

    def folders(self, prefix: str, head: int) -> Iterator[Folder]:
        """The folders inside whose names begin so."""
        inside = [kid for kid in self._entry.kids if kid.name.startswith(prefix) and kid.kids]
        if len(inside) > MAX_FOLDERS:
            self._budget.notes.append(f"{len(inside):,} parts in the Outlook file; read up to {MAX_FOLDERS}")
        for kid in inside[:MAX_FOLDERS]:
            yield Folder(self._ole, (*self._path, kid.name), kid, head, self._budget)

    def message(self, number: int) -> Folder | None:
        """The message that an attachment is."""
        return next(self.folders(f"__substg1.0_{number:04X}{_FOLDER:04X}", 24), None)

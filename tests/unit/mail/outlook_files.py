"""Outlook files for the tests, written as MS-CFB and MS-OXMSG say: folders of streams in sectors of 512 bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_HEADS = {"message": 32, "nested": 24, "part": 8}


def folder(head: str, texts: Mapping[int, str | bytes], numbers: Mapping[int, int] | None = None) -> dict[str, bytes]:
    """A folder with properties: texts (wide, or narrow where given as bytes behind `b`) and numbers of up to 64 bit."""
    streams: dict[str, bytes] = {}
    entries = b""
    for number, value in texts.items():
        kind = 0x001F if isinstance(value, str) else 0x0102
        content = value.encode("utf-16-le") if isinstance(value, str) else value
        streams[f"__substg1.0_{number:04X}{kind:04X}"] = content
        entries += struct.pack("<HHIQ", kind, number, 6, len(content))
    for number, amount in (numbers or {}).items():
        entries += struct.pack("<HHIQ", 0x0040 if amount > 0xFFFFFFFF else 0x0003, number, 6, amount)
    return {"__properties_version1.0": bytes(_HEADS[head]) + entries, **streams}


@dataclass
class _Entry:
    """One line of the directory."""

    name: str
    kind: int  #: 5 the root, 1 a folder, 2 a stream
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    right: int = _FREE
    start: int = _END
    size: int = 0


def compound(tree: Tree) -> bytes:
    """A compound file; small streams stand in the mini stream, long ones in sectors of their own."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    for entry in entries:
        for one, other in zip(entry.children, entry.children[1:], strict=False):
            entries[one].right = other
    mini, minifat = b"", []
    for entry in entries[1:]:
        if entry.kind == 2 and len(entry.content) < 4096:
            entry.size = len(entry.content)
            count = -(-len(entry.content) // 64)
            if count:
                entry.start = len(minifat)
                minifat += [*range(len(minifat) + 1, len(minifat) + count), _END]
                mini += entry.content.ljust(count * 64, b"\0")
    sectors: list[bytes] = []
    fat: list[int] = []

    def write(content: bytes) -> int:
        """Content in a chain of sectors; gives the first."""
        count = -(-len(content) // 512)
        if not count:
            return _END
        start = len(sectors)
        sectors.extend(content[at : at + 512].ljust(512, b"\0") for at in range(0, len(content), 512))
        fat.extend([*range(start + 1, start + count), _END])
        return start

    for entry in entries[1:]:
        if entry.kind == 2 and len(entry.content) >= 4096:
            entry.start, entry.size = write(entry.content), len(entry.content)
    entries[0].start, entries[0].size = write(mini), len(mini)
    first_minifat = write(struct.pack(f"<{len(minifat)}I", *minifat).ljust(-(-len(minifat) // 128) * 512, b"\xff"))
    first_directory = write(b"".join(map(_line, entries)).ljust(-(-len(entries) // 4) * 512, b"\0"))
    tables = 1
    while tables * 128 < len(fat) + tables:
        tables += 1
    places = list(range(len(sectors), len(sectors) + tables))
    fat += [_FAT] * tables
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(tables * 512, b"\xff")
    sectors += [table[at : at + 512] for at in range(0, len(table), 512)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, first_directory, 0, 4096,
                        first_minifat if minifat else _END, -(-len(minifat) // 128), _END, 0, places[0])  # fmt: skip
    head += struct.pack(f"<{len(places) - 1}I", *places[1:])
    return head.ljust(512, b"\xff") + b"".join(sectors)


def _add(entries: list[_Entry], parent: int, tree: Tree) -> None:
    for name, value in tree.items():
        number = len(entries)
        entries[parent].children.append(number)
        if isinstance(value, bytes):
            entries.append(_Entry(name, 2, value))
        else:
            entries.append(_Entry(name, 1))
            _add(entries, number, value)


def _line(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    child = entry.children[0] if entry.children else _FREE
    return name.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIQ", len(name), entry.kind, 1, _FREE, entry.right, child, entry.start, entry.size
    )

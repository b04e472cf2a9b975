"""Text for a terminal: one line, no control characters, measured in the columns that it takes there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

WIDE = frozenset("WF")
"""East Asian widths (UAX 11) that take two columns."""

_HARMLESS = re.compile(r"[ -~]*")


def plain(value: Any) -> str:
    """A value in one line. What the sender wrote may hold escape sequences and characters that turn the direction
    of writing: control characters are shown as `�`, format characters are left out."""
    text = value if isinstance(value, str) else _data(value)
    if not _HARMLESS.fullmatch(text):
        text = "".join(_shown(char) for char in text)
    return " ".join(text.split())


def _data(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(round(value, 4))
    if isinstance(value, dict):
        return " ".join(f"{name}={_data(part)}" for name, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(_data(part) for part in value) or "none"
    return str(value)


def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    if char.isspace():
        return " "
    if kind == "Cf":
        return ""
    return "�" if kind in ("Cc", "Cs", "Co", "Cn") else char


def columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in WIDE else 1


def cut(value: Any, room: int) -> str:
    """A value in one line of at most `room` columns; what is cut ends in `…`."""
    text = plain(value)
    if columns(text) <= room:
        return text
    out, taken = [], 1
    for char in text:
        taken += _columns(char)
        if taken > room:
            break
        out.append(char)
    return "".join(out).rstrip() + "…"


def pad(text: str, room: int) -> str:
    """The text with spaces up to `room` columns."""
    return text + " " * (room - columns(text))


def wrap(value: Any, room: int, most: int = 0) -> list[str]:
    """A value in lines of at most `room` columns; with `most`, the last line is cut. Empty text is one empty line."""
    lines: list[str] = []
    line = ""
    for word in (piece for whole in plain(value).split(" ") for piece in _pieces(whole, room)):
        if line and columns(line) + 1 + columns(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], cut(" ".join(lines[most - 1 :]), room)]
    return lines


def _pieces(word: str, room: int) -> list[str]:
    """A word that is wider than a line, in pieces that fit."""
    pieces = [""]
    taken = 0
    for char in word if columns(word) > room else ():
        if taken + _columns(char) > room:
            pieces.append("")
            taken = 0
        pieces[-1] += char
        taken += _columns(char)
    return pieces if pieces[0] else [word]


def table(
    rows: Iterable[Sequence[Any]], room: int, flexible: Sequence[int] = (), least: int = 10, most: int = 2
) -> list[str]:
    """Rows as aligned lines of at most `room` columns.

    Where there is not room for all, the `flexible` columns are narrowed, the widest first; their cells are wrapped to
    at most `most` lines. An empty column takes no room.
    """
    cells = [[plain(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(columns(row[place]) for row in cells) for place in range(len(cells[0]))]
    gaps = 2 * (sum(width > 0 for width in widths) - 1)
    while sum(widths) + gaps > room and flexible:
        widest = max(flexible, key=lambda place: widths[place])
        if widths[widest] <= least:
            break
        widths[widest] -= 1
    lines = []
    for row in cells:
        fitted = [wrap(cell, width, most) for cell, width in zip(row, widths, strict=True) if width]
        kept = [width for width in widths if width]
        for place in range(max(map(len, fitted))):
            pieces = [cell[place] if place < len(cell) else "" for cell in fitted]
            line = "  ".join(pad(piece, width) for piece, width in zip(pieces, kept, strict=True))
            lines.append(cut_end(line.rstrip(), room))
    return lines


def cut_end(line: str, room: int) -> str:
    """A line of at most `room` columns; unlike `cut` it keeps the spaces that align it."""
    if columns(line) <= room:
        return line
    while columns(line) > room - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def duration(ms: float) -> str:
    """Milliseconds as people say them."""
    if ms < 10:
        return f"{ms:.1f} ms"
    if ms < 1000:
        return f"{ms:.0f} ms"
    return f"{ms / 1000:.1f} s" if ms < 60_000 else f"{ms / 60_000:.1f} min"

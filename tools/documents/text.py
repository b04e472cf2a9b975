"""What reading a file gives: its text, and what is known about stretches of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflow.document import Link, Table

Range = tuple[int, int]
"""Characters `[start, end)` of a text."""


@dataclass(frozen=True, kw_only=True)
class Member:
    """A file inside a file (an archive's member)."""

    filename: str
    content: bytes
    media_type: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentText:
    """Text of one file. Ranges, links and table cells are character offsets of `text`, in order.

    `hidden` is what a person who opens the file does not see; `quoted` and `signed` what its markup says to be an older
    message or the sender's signature.
    """

    text: str = ""
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Range, ...] = ()
    quoted: tuple[Range, ...] = ()
    signed: tuple[Range, ...] = ()
    notes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()


def trim(text: str, found: Range) -> Range:
    """The range without white space at its ends."""
    start, end = found
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def merged(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Ranges in order, overlapping ones joined, empty ones dropped."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        elif end > start:
            found.append((start, end))
    return tuple(found)


def shifted(found: DocumentText, by: int) -> DocumentText:
    """The same with all places moved by a number of characters (the text itself stays)."""

    def move(ranges: Iterable[Range]) -> tuple[Range, ...]:
        return tuple((start + by, end + by) for start, end in ranges)

    return replace(
        found,
        tables=tuple(
            table.model_copy(update={"rows": tuple(move(row) for row in table.rows)}) for table in found.tables
        ),
        links=tuple(Link(start=one.start + by, end=one.end + by, target=one.target) for one in found.links),
        hidden=move(found.hidden),
        quoted=move(found.quoted),
        signed=move(found.signed),
    )

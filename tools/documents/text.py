"""What reading a file gives: its text, and what is known about stretches of it."""

from __future__ import annotations

from dataclasses import dataclass

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

    `hidden` is what a person who opens the file does not see; `quoted` what its markup says to be an older message.
    """

    text: str = ""
    tables: tuple[Table, ...] = ()
    links: tuple[Link, ...] = ()
    hidden: tuple[Range, ...] = ()
    quoted: tuple[Range, ...] = ()
    forwarded: tuple[Range, ...] = ()
    notes: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()

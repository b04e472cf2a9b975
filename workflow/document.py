"""A message as text with zones: what the readers read and what evidence points into.

Offsets are counted in characters (Python `str` indices) of one named part, half-open `[start, end)`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A strict, immutable record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ZoneKind(StrEnum):
    """Whose words a stretch of text is."""

    NEW = "new"  #: written by the sender for this message
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    QUOTE = "quote"  #: an older message of the thread
    FORWARD = "forward"  #: a message passed on; with new text above it or none
    HIDDEN = "hidden"  #: invisible to a person who opens the message; never read as the sender's


class Span(Frozen):
    """Characters `[start, end)` of the part named `part`."""

    part: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Zone(Frozen):
    """Characters `[start, end)` of one part, of one kind. Zones of a part are in order, do not overlap and cover it."""

    kind: ZoneKind
    start: int
    end: int


class Link(Frozen):
    """A hyperlink: where its visible text stands, and where it really leads."""

    start: int
    end: int
    target: str


class Table(Frozen):
    """A table inside a part: rows of cells, each cell with its own span in the part's text."""

    rows: tuple[tuple[tuple[int, int], ...], ...]
    header: bool = False  #: the first row names the columns


PartKind = Literal["subject", "body", "attachment", "message"]


class Part(Frozen):
    """A named piece of text of the message: `subject`, `body`, `attachment:NAME` or `message:N` (nested, RFC 822)."""

    name: str
    kind: PartKind
    text: str
    zones: tuple[Zone, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    media_type: str = "text/plain"
    filename: str = ""
    content: str = ""  #: digest of the attachment's bytes in the store; empty for subject and body
    size: int = 0  #: bytes of the attachment as decoded
    depth: int = 0  #: how many messages or archives it is nested in


class Address(Frozen):
    """A mailbox of RFC 5322: display name and addr-spec in lower case (empty where it could not be read)."""

    name: str = ""
    email: str = ""

    @property
    def domain(self) -> str:
        """What stands after the last @."""
        return self.email.rpartition("@")[2]


class Document(Frozen):
    """One message, decoded. `notes` say what was cut, skipped or repaired while it was read."""

    message_id: str = ""
    in_reply_to: tuple[str, ...] = ()  #: In-Reply-To and References, nearest first
    sender: Address = Address()
    reply_to: Address | None = None
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    date: datetime | None = None
    subject: str = ""
    language: str = ""  #: ISO 639-1 of the new text, empty when unknown
    headers: dict[str, str] = Field(default_factory=dict)  #: lower-case names; the first value of each, unfolded
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()

    def part(self, name: str) -> Part:
        """The part of that name; raises KeyError."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def text(self, span: Span) -> str:
        """The characters of a span."""
        return self.part(span.part).text[span.start : span.end]

    def zone(self, span: Span) -> ZoneKind:
        """The zone in which a span begins; NEW where the part has no zones."""
        for zone in self.part(span.part).zones:
            if zone.start <= span.start < zone.end:
                return zone.kind
        return ZoneKind.NEW

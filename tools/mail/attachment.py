"""Attachments to parts: read as documents, archives opened, names made unique."""

from __future__ import annotations

import mimetypes
import time
from dataclasses import dataclass, field

from tools import documents
from tools.documents.text import DocumentText
from workflow.document import Part, Zone, ZoneKind
from workflow.identifiers import Digest, digest

MAX_TEXT = 1_000_000  #: characters of all parts of a message: about 500 pages
MAX_SECONDS = 20.0  #: after which further attachments are kept but not read
MAX_ARCHIVES = 2  #: archives inside each other
MAX_UNPACKED = 100_000_000  #: bytes of all members of all archives of a message
MAX_MEMBERS = 200  #: of all archives of a message


@dataclass
class Collection:
    """The attachments of one message while it is read."""

    parts: list[Part] = field(default_factory=list)
    contents: dict[Digest, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    characters: int = 0
    unpacked: int = 0  #: bytes that came out of archives
    members: int = 0
    began: float = field(default_factory=time.monotonic)

    def unique(self, name: str) -> str:
        """A part name that no other part has."""
        candidate, number = name, 1
        while candidate in self.names:
            number += 1
            candidate = f"{name} ({number})"
        self.names.add(candidate)
        return candidate


def add(found: Collection, content: bytes, filename: str, media_type: str, depth: int, charset: str = "") -> None:
    """Read one file into a part, and the members of an archive into parts after it."""
    name = found.unique(f"attachment:{filename or unnamed(media_type)}")
    label = name.partition(":")[2]
    key = digest(content)
    found.contents[key] = content
    if found.characters >= MAX_TEXT:
        text = DocumentText(notes=("not read: the attachments before it hold text enough",))
    elif time.monotonic() - found.began > MAX_SECONDS:
        text = DocumentText(notes=(f"not read: the attachments before it took {MAX_SECONDS:.0f} s",))
    else:
        text = documents.read(content, filename, media_type, charset)
    found.characters += len(text.text)
    found.notes += [f"{label}: {note}" for note in text.notes]
    found.parts.append(
        Part(
            name=name,
            kind="attachment",
            text=text.text,
            zones=zones(text),
            links=text.links,
            tables=text.tables,
            media_type=media_type,
            filename=filename,
            content=key,
            size=len(content),
            depth=depth,
        )
    )
    for number, member in enumerate(text.members):
        if depth >= MAX_ARCHIVES:
            found.notes.append(f"{label}: archives inside archives were not opened")
            break
        found.members += 1
        found.unpacked += len(member.content)
        if found.members > MAX_MEMBERS or found.unpacked > MAX_UNPACKED:
            left = len(text.members) - number
            found.notes.append(f"{label}: {left} files inside were not read: the archives hold too much")
            break
        path = f"{filename}/{member.filename}"
        add(found, member.content, path, member.media_type or guess(member.filename), depth + 1)


def zones(text: DocumentText) -> tuple[Zone, ...]:
    """What can be seen of a file counts as new text; the rest is hidden."""
    found: list[Zone] = []
    at = 0
    for start, end in text.hidden:
        if start > at:
            found.append(Zone(kind=ZoneKind.NEW, start=at, end=start))
        found.append(Zone(kind=ZoneKind.HIDDEN, start=start, end=end))
        at = end
    if at < len(text.text):
        found.append(Zone(kind=ZoneKind.NEW, start=at, end=len(text.text)))
    return tuple(found)


def guess(filename: str) -> str:
    """The media type that a file name's ending promises."""
    return mimetypes.guess_type(filename)[0] or "application/octet-stream"


def unnamed(media_type: str) -> str:
    """A name for a file that has none, with the ending of its type."""
    if media_type.startswith("message/"):
        return media_type.partition("/")[2]
    return "unnamed" + (mimetypes.guess_extension(media_type) or "")

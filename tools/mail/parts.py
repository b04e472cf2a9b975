"""The parts of a document, and the document with what its parts were made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tools.documents.text import DocumentText
from tools.mail import language
from workflow.document import Document, Part, Zone, ZoneKind
from workflow.identifiers import Digest

MAX_NOTES = 60


@dataclass(frozen=True)
class Reading:
    """A document, and the bytes of its attachments by their digest."""

    document: Document
    contents: dict[Digest, bytes] = field(default_factory=dict, repr=False)


def noted(reading: Reading, notes: Iterable[str]) -> Reading:
    """The reading with notes before its own."""
    every = bounded([*notes, *reading.document.notes])
    return replace(reading, document=reading.document.model_copy(update={"notes": every}))


def subject_part(subject: str) -> Part:
    """The subject as a part of its own."""
    zone = (Zone(kind=ZoneKind.NEW, start=0, end=len(subject)),) if subject else ()
    return Part(name="subject", kind="subject", text=subject, zones=zone)


def body_part(name: str, kind: str, text: DocumentText, covering: tuple[Zone, ...], depth: int = 0) -> Part:
    """A message's text with its zones; `kind` is body or message (nested)."""
    return Part(
        name=name,
        kind="message" if kind == "message" else "body",
        text=text.text,
        zones=covering,
        links=text.links,
        tables=text.tables,
        media_type="message/rfc822" if kind == "message" else "text/plain",
        depth=depth,
    )


def ordered(parts: Iterable[Part]) -> list[Part]:
    """Nested messages before the files: what somebody wrote is read first."""
    listed = list(parts)
    return [part for part in listed if part.kind == "message"] + [part for part in listed if part.kind != "message"]


def own_words(parts: list[Part]) -> str:
    """The sender's new text; without one, what was passed on."""
    for kinds in ({ZoneKind.NEW}, {ZoneKind.FORWARD, ZoneKind.NEW}, {ZoneKind.QUOTE, ZoneKind.SIGNATURE}):
        for part in parts:
            if part.kind == "subject":
                continue
            pieces = [part.text[zone.start : zone.end] for zone in part.zones if zone.kind in kinds]
            words = "\n".join(pieces)[: language.ENOUGH]
            # Letters outside ASCII tell more, and a sign of Chinese or Japanese is a word.
            if sum(1 if char.isascii() else 3 for char in words if char.isalpha()) >= 8:
                return words
    return ""


def bounded(notes: list[str]) -> tuple[str, ...]:
    """Notes, each once, and no more of them than a person would read."""
    unique = list(dict.fromkeys(re.sub(r"\s+", " ", note) for note in notes))
    if len(unique) > MAX_NOTES:
        unique = [*unique[: MAX_NOTES - 1], f"{len(unique) - MAX_NOTES + 1} more notes"]
    return tuple(unique)

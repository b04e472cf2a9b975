"""The MIME structure of a message: a tree of entities over the raw bytes, bounded and tolerant.

The standard library's parser keeps every line of a 30 MB attachment as an object and has no limit on depth; this one
works on offsets, copies nothing, and reads what a damaged message still says. Sources: RFC 2045, 2046, 5322.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from tools.mail import header, transfer

MAX_DEPTH = 12  #: multiparts and messages inside each other
MAX_ENTITIES = 300
MAX_BYTES = 64_000_000  #: of one message; what follows is cut

_FIRST_DELIMITER = re.compile(rb"(?<![^\n])--([^\r\n]{1,70}?)[ \t]*\r?\n[A-Za-z-]{1,60}[ \t]*:")


@dataclass(frozen=True)
class Entity:
    """One entity: its header fields, its still encoded body `raw[start:end]`, and the entities inside it."""

    raw: bytes = field(repr=False)
    fields: header.Fields
    start: int
    end: int
    children: tuple[Entity, ...] = ()
    depth: int = 0

    def first(self, name: str) -> str:
        """The first field of that lower-case name, as it stands; empty when there is none."""
        return next((value for key, value in self.fields if key == name), "")

    @cached_property
    def _type(self) -> tuple[str, dict[str, str]]:
        return header.parameters(self.first("content-type"))

    @cached_property
    def _disposition(self) -> tuple[str, dict[str, str]]:
        return header.parameters(self.first("content-disposition"))

    @property
    def media_type(self) -> str:
        """`type/subtype` in lower case; `text/plain` when absent or unreadable (RFC 2045 section 5.2)."""
        name = self._type[0].split()[0] if self._type[0] else ""
        if name == "text":
            return "text/plain"
        return name if re.fullmatch(r"[\w.+-]+/[\w.+-]+", name) else "text/plain"

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of Content-Type."""
        return self._type[1]

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or empty."""
        return self._disposition[0]

    @cached_property
    def filename(self) -> str:
        """The file's name without folders and control characters; empty when none is given."""
        name = self._disposition[1].get("filename") or self._type[1].get("name") or ""
        name = re.split(r"[/\\]", name)[-1]
        return "".join(char for char in name if char.isprintable() and char not in "\u202e\u202d").strip()[:255]

    @property
    def content_id(self) -> str:
        """Content-ID without brackets."""
        return self.first("content-id").strip().strip("<>")

    @cached_property
    def _content(self) -> tuple[bytes, str]:
        encoding = header.unfold(self.first("content-transfer-encoding")).split(";")[0]
        return transfer.decode(self.raw[self.start : self.end], encoding)

    @property
    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return self._content[0]

    @property
    def damage(self) -> str:
        """What was wrong with the transfer encoding; empty when nothing."""
        return self._content[1]


@dataclass
class _Budget:
    """Entities that may still be built, and what was noticed while building."""

    entities: int = MAX_ENTITIES
    notes: list[str] = field(default_factory=list)


def parse(raw: bytes) -> tuple[Entity, list[str]]:
    """The entity tree of a message, and notes on what was cut or damaged. Never raises."""
    budget = _Budget()
    if len(raw) > MAX_BYTES:
        budget.notes.append(f"the message has {len(raw):,} bytes; read up to {MAX_BYTES:,}")
    root = _entity(raw, 0, min(len(raw), MAX_BYTES), 0, budget)
    return root, budget.notes


def _entity(raw: bytes, start: int, end: int, depth: int, budget: _Budget, default: str = "") -> Entity:
    budget.entities -= 1
    fields, body, notes = header.split(raw, start, end)
    budget.notes += notes
    if default and not any(name == "content-type" for name, _ in fields):
        fields = (*fields, ("content-type", default))
    entity = Entity(raw, fields, body, end, depth=depth)
    media_type = entity.media_type
    if not media_type.startswith("multipart/") and media_type not in {"message/rfc822", "message/global"}:
        return entity
    if depth >= MAX_DEPTH:
        budget.notes.append(f"entities nested deeper than {MAX_DEPTH} were not opened")
        return entity
    if media_type.startswith("multipart/"):
        children = tuple(_parts(entity, depth, budget))
    else:
        children = tuple(_message(entity, depth, budget))
    return Entity(raw, fields, body, end, children, depth)


def _message(entity: Entity, depth: int, budget: _Budget) -> Iterator[Entity]:
    """The message inside message/rfc822; some mailers encode it although RFC 2046 forbids that."""
    if budget.entities <= 0:
        budget.notes.append(f"more than {MAX_ENTITIES} parts; the rest was skipped")
        return
    encoding = entity.first("content-transfer-encoding").strip().lower()
    if encoding in {"base64", "quoted-printable"}:
        content = entity.content
        yield _entity(content, 0, len(content), depth + 1, budget)
    else:
        start = entity.start
        while entity.raw[start : start + 1] in (b"\r", b"\n") and start < entity.end:
            start += 1
        yield _entity(entity.raw, start, entity.end, depth + 1, budget)


def _parts(entity: Entity, depth: int, budget: _Budget) -> Iterator[Entity]:
    raw = entity.raw
    boundary = entity.parameters.get("boundary", "").encode("utf-8", "replace").rstrip()[:200]
    places, closed = _delimiters(raw, entity.start, entity.end, boundary) if boundary else ([], False)
    if not places and (guess := _FIRST_DELIMITER.search(raw, entity.start, min(entity.end, entity.start + 100_000))):
        budget.notes.append("multipart with a missing or wrong boundary; it was guessed")
        places, closed = _delimiters(raw, entity.start, entity.end, guess[1])
    if not places:
        budget.notes.append("multipart without parts; its body was read as text")
        return
    if not closed:
        budget.notes.append("multipart without its end: the message was cut off")
    default = "message/rfc822" if entity.media_type == "multipart/digest" else ""
    for index, (_, begin) in enumerate(places):
        stop = places[index + 1][0] if index + 1 < len(places) else -1
        if stop < 0:
            if closed:
                return
            # The closing delimiter of a sender who forgot the line break before it.
            glued = raw.rfind(b"--" + boundary + b"--", begin, entity.end) if boundary else -1
            stop = glued if glued >= 0 and not raw[glued : entity.end].strip(b"\r\n -" + boundary) else entity.end
        if budget.entities <= 0:
            budget.notes.append(f"more than {MAX_ENTITIES} parts; the rest was skipped")
            return
        yield _entity(raw, begin, max(begin, stop), depth + 1, budget, default)


def _delimiters(raw: bytes, start: int, end: int, boundary: bytes) -> tuple[list[tuple[int, int]], bool]:
    """`(end of the part before, begin of the next)` at each delimiter line, and whether the closing one was found."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\r?\Z)", re.M)
    places: list[tuple[int, int]] = []
    for match in line.finditer(raw, start, end):
        before = max(start, match.start() - 1)
        if before > start and raw[before - 1 : before] == b"\r":
            before -= 1
        places.append((before, match.end()))
        if match[1]:
            return places, True
        if len(places) > MAX_ENTITIES:
            break
    return places, False

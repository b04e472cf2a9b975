"""A document as a model is shown it: parts and zones with labels, in a fence, bounded, without what is hidden.

The view remembers where each shown stretch stands, so that quotes are found again in the original text.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.reading.llm.fence import fenced
from agents.reading.llm.redaction import Redacted, Redactor
from workflow.document import Document, Part, Zone, ZoneKind

LABELS = {
    ZoneKind.NEW: "",
    ZoneKind.SIGNATURE: "signature",
    ZoneKind.DISCLAIMER: "disclaimer",
    ZoneKind.QUOTE: "older message of the thread",
    ZoneKind.FORWARD: "forwarded message",
}
"""Zone → what a model is told of it. Hidden text is not shown at all."""

FIRST_SHOWN = (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.DISCLAIMER)
"""Where not everything can be shown: whose words go first. Attachments come after the message's own new text."""

LONGEST_NAME = 120
"""Characters of a part's name: senders name their files."""

LEAST = 80
"""Characters of a stretch that are worth being shown at all."""


@dataclass(frozen=True)
class Stretch:
    """Shown text of one part: `shown` is what stands at `start` of the part's text, perhaps with placeholders."""

    part: str
    start: int
    zone: ZoneKind
    shown: Redacted


@dataclass(frozen=True)
class View:
    """`text` is the whole message in its fence; `left_out` counts characters that were too many."""

    document: Document
    text: str
    stretches: tuple[Stretch, ...]
    left_out: int
    redactor: Redactor


def view(document: Document, redactor: Redactor, longest: int, pictures: tuple[str, ...] = ()) -> View:
    """The view of a document. `pictures` are the names of parts that go along as pictures."""
    pieces = _pieces(document)
    room = _shares([(part, zone, end - start) for part, zone, start, end in pieces], longest)
    lines = _head(document, redactor)
    stretches: list[Stretch] = []
    left_out = 0
    last = ""
    for (part, zone, start, end), share in zip(pieces, room, strict=True):
        if part.name != last:
            lines.append(redactor.redact(_label(part, pictures)).text)
            last = part.name
        shown = redactor.redact(part.text[start : start + share])
        left_out += (end - start) - share
        if share:
            stretches.append(Stretch(part.name, start, zone, shown))
            if LABELS[zone]:
                lines.append(f"[{LABELS[zone]}]")
            lines.append(shown.text.strip("\n"))
        if share < end - start:
            lines.append(f"[{end - start - share} more characters are left out]")
    for part in document.parts:
        if part.name in pictures and not part.text.strip():
            lines.append(redactor.redact(_label(part, pictures)).text)
    return View(document, fenced("\n".join(lines)), tuple(stretches), left_out, redactor)


def _head(document: Document, redactor: Redactor) -> list[str]:
    sender = f"{document.sender.name} <{document.sender.email}>".strip()
    to = ", ".join(address.email for address in document.to[:5])
    date = document.date.isoformat() if document.date else "unknown"
    boxes = f"From: {sender}\nTo: {to}" if to else f"From: {sender}"
    return [redactor.redact(boxes).text, f"Date: {date}"]


def _label(part: Part, pictures: tuple[str, ...]) -> str:
    name = " ".join(part.name.split())[:LONGEST_NAME]
    return f"[part {name}: shown as a picture]" if part.name in pictures else f"[part {name}]"


def _pieces(document: Document) -> list[tuple[Part, ZoneKind, int, int]]:
    """What may be shown, in the order of the message."""
    found: list[tuple[Part, ZoneKind, int, int]] = []
    for part in document.parts:
        zones = part.zones or (Zone(kind=ZoneKind.NEW, start=0, end=len(part.text)),)
        for zone in zones:
            if zone.kind is not ZoneKind.HIDDEN and part.text[zone.start : zone.end].strip():
                found.append((part, zone.kind, zone.start, zone.end))
    return found


def _shares(pieces: list[tuple[Part, ZoneKind, int]], longest: int) -> list[int]:
    """How many characters of each piece are shown: all of them where they fit, else the most telling first."""
    shares = [0] * len(pieces)
    left = longest
    ranks = [(FIRST_SHOWN.index(zone), part.kind not in ("subject", "body")) for part, zone, _ in pieces]
    for at in sorted(range(len(pieces)), key=lambda at: (ranks[at], at)):
        share = min(pieces[at][2], left)
        if share < pieces[at][2] and share < LEAST:
            share = 0
        shares[at] = share
        left -= share
    return shares

"""The message as a page shows it: who wrote, and each part's text with zones and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.console.views.highlights import Highlight
from app.console.views.moments import Moment, moment
from app.console.views.segments import Block, blocks
from app.console.views.values import size
from workflow.document import Address, Document, Part, ZoneKind

LONGEST_PART = 12_000
"""Characters of a part that are shown at first."""

LONGEST_WHOLE = 1_000_000
"""Characters that are shown when the whole part is asked for; the browser has to draw them."""


_OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    "application/pdf": "PDF",
    f"{_OFFICE}wordprocessingml.document": "Word document",
    f"{_OFFICE}spreadsheetml.sheet": "Excel workbook",
    "application/vnd.ms-excel": "Excel workbook",
    "application/zip": "ZIP archive",
    "message/rfc822": "message",
    "text/csv": "CSV",
    "text/html": "web page",
    "text/plain": "text",
}


@dataclass(frozen=True)
class PartView:
    """One part. `cut_to` is None where all of it is shown; `beyond` counts highlights that stand in what is cut."""

    number: int
    title: str
    kind: str
    about: str
    blocks: tuple[Block, ...]
    length: int
    hidden: int  #: characters that a person who opens the message does not see
    cut_to: int | None = None
    beyond: int = 0
    can_grow: bool = False


@dataclass(frozen=True)
class LegendEntry:
    """One colour and what it stands for."""

    name: str
    label: str
    hue: int
    count: int


@dataclass(frozen=True)
class MessageView:
    """A message. `headers` are pairs of a name and a text."""

    subject: str
    sender: str
    date: Moment
    headers: tuple[tuple[str, str], ...]
    parts: tuple[PartView, ...]
    legend: tuple[LegendEntry, ...]
    notes: tuple[str, ...]
    hidden: int


def message_view(document: Document, highlights: Sequence[Highlight], whole: int | None = None) -> MessageView:
    """The view of a document; `whole` is the number of the part of which everything is shown."""
    told = [part for part in document.parts if part.kind != "subject" or _marked(part, highlights)]
    parts = tuple(_part(number, part, highlights, number == whole) for number, part in enumerate(told))
    return MessageView(
        subject=document.subject or "(no subject)",
        sender=_address(document.sender) or "(unknown sender)",
        date=moment(document.date),
        headers=tuple((name, text) for name, text in _headers(document) if text),
        parts=parts,
        legend=_legend(highlights),
        notes=document.notes,
        hidden=sum(part.hidden for part in parts),
    )


def _marked(part: Part, highlights: Sequence[Highlight]) -> bool:
    return any(s.part == part.name for h in highlights if h.kind != "request" for s in h.spans)


def _part(number: int, part: Part, highlights: Sequence[Highlight], whole: bool) -> PartView:
    longest = LONGEST_WHOLE if whole else LONGEST_PART
    end = len(part.text) if len(part.text) <= longest else longest
    cut = end < len(part.text)
    spans = [s for h in highlights if h.kind != "request" for s in h.spans if s.part == part.name]
    return PartView(
        number=number,
        title=part.filename or {"subject": "Subject", "body": "Message"}.get(part.kind, part.name),
        kind=part.kind,
        about=_about(part),
        blocks=blocks(part, highlights, end),
        length=len(part.text),
        hidden=sum(max(0, zone.end - zone.start) for zone in part.zones if zone.kind is ZoneKind.HIDDEN),
        cut_to=end if cut else None,
        beyond=sum(span.start >= end for span in spans) if cut else 0,
        can_grow=cut and not whole,
    )


def _about(part: Part) -> str:
    if part.kind not in ("attachment", "message"):
        return ""
    told = [
        media_words(part.media_type),
        size(part.size) if part.size else "",
        "no text in it" if not part.text else "",
    ]
    return " · ".join(word for word in told if word)


def media_words(media_type: str) -> str:
    """A media type as people say it; one that few know as it is."""
    return MEDIA_TYPES.get(media_type.lower(), media_type)


def _headers(document: Document) -> list[tuple[str, str]]:
    reply_to = document.reply_to
    other = reply_to is not None and reply_to.email != document.sender.email
    return [
        ("From", _address(document.sender)),
        ("Reply to", _address(reply_to) if reply_to is not None and other else ""),
        ("To", _addresses(document.to)),
        ("Cc", _addresses(document.cc)),
        ("Language", document.language),
        ("Message-ID", document.message_id),
    ]


def _address(address: Address) -> str:
    name, email = address.name, address.email
    return f"{name} <{email}>" if name and email else name or email


def _addresses(addresses: Sequence[Address], most: int = 8) -> str:
    told = ", ".join(_address(address) for address in addresses[:most])
    return told + (f" and {len(addresses) - most} more" if len(addresses) > most else "")


def _legend(highlights: Sequence[Highlight]) -> tuple[LegendEntry, ...]:
    entries: dict[str, LegendEntry] = {}
    for one in sorted(highlights, key=lambda h: h.hue):
        if one.kind == "request":
            continue
        before = entries.get(one.name)
        count = (before.count if before else 0) + len(one.spans)
        entries[one.name] = LegendEntry(one.name, one.label, one.hue, count)
    return tuple(entries.values())

"""Messages for the tests, as bytes, and what was read of them in a form that is easy to compare."""

from __future__ import annotations

from email.message import EmailMessage

from tools.mail import read
from workflow.document import Document, Part, ZoneKind

HEAD = b"From: Ada Quill <ada.quill@example.org>\r\nTo: desk@example.com\r\nSubject: Hello\r\n"


def letter(text: str, *, html: str | None = None, subject: str = "Hello", **headers: str) -> EmailMessage:
    """A message of Ada Quill's; with `html`, both forms."""
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Ada Quill <ada.quill@example.org>")
    message["To"] = "Desk <desk@example.com>"
    message["Subject"] = subject
    message["Date"] = "Tue, 03 Jun 2025 10:00:00 +0200"
    message["Message-ID"] = "<one@example.org>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def plain(text: str, **headers: str) -> Document:
    """The document of a plain text message."""
    return read(letter(text, **headers).as_bytes()).document


def page(html: str, **headers: str) -> Document:
    """The document of a message in HTML only."""
    message = letter("", **headers)
    message.set_content(html, subtype="html")
    return read(message.as_bytes()).document


def told(document: Document, kind: ZoneKind, part: str = "body") -> str:
    """All text of one kind in a part, without white space at the ends."""
    found = document.part(part)
    return "".join(found.text[zone.start : zone.end] for zone in found.zones if zone.kind is kind).strip()


def new(document: Document) -> str:
    """The sender's new text."""
    return told(document, ZoneKind.NEW)


def covered(part: Part) -> bool:
    """Whether the zones of a part stand in order and cover its text."""
    at = 0
    for zone in part.zones:
        if zone.start != at or zone.end <= zone.start:
            return False
        at = zone.end
    return at == len(part.text)

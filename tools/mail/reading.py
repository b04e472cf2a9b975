"""A message to a Document: parts, zones, header, language."""

from __future__ import annotations

from dataclasses import dataclass, field

from tools.documents import charset, plain
from tools.mail import entity as mime
from tools.mail import envelope, header
from tools.mail.leaf import leaves
from workflow.document import Address, Document, Part, Zone, ZoneKind
from workflow.errors import InputError
from workflow.identifiers import Digest, digest


@dataclass(frozen=True)
class Reading:
    """A document, and the bytes of its attachments by their digest."""

    document: Document
    contents: dict[Digest, bytes] = field(default_factory=dict, repr=False)


def read(raw: bytes) -> Reading:
    """Read one RFC 5322 message. Raises InputError for what is no message; damage inside becomes notes."""
    if not raw.strip():
        raise InputError("The message is empty (0 bytes of content)")
    root, notes = mime.parse(raw)
    if not root.fields:
        raise InputError("Not a mail message: it begins with no header field")
    parts: list[Part] = []
    contents: dict[Digest, bytes] = {}
    texts = []
    for leaf in leaves(root):
        content = leaf.entity.content
        if leaf.role == "body":
            text, note = charset.decode(content, leaf.entity.parameters.get("charset", ""))
            if leaf.entity.media_type == "text/html":
                from selectolax.lexbor import LexborHTMLParser

                body = LexborHTMLParser(text).body
                text = body.text(separator="\n") if body else ""
            texts.append(plain.clean(text)[0])
        else:
            key = digest(content)
            contents[key] = content
            parts.append(
                Part(name=f"attachment:{leaf.entity.filename}", kind="attachment", text="", content=key,
                     media_type=leaf.entity.media_type, filename=leaf.entity.filename, size=len(content))
            )
    text = "\n\n".join(texts)
    subject = header.words(root.first("subject"))
    body = Part(name="body", kind="body", text=text, zones=(Zone(kind=ZoneKind.NEW, start=0, end=len(text)),))
    headers: dict[str, str] = {}
    for name, value in root.fields:
        headers.setdefault(name, header.words(value))
    document = Document(
        message_id=envelope.identifier(root.first("message-id")),
        in_reply_to=envelope.thread(root.first("in-reply-to"), root.first("references")),
        sender=envelope.address(root.first("from")) or Address(),
        reply_to=envelope.address(root.first("reply-to")),
        to=envelope.addresses(v for n, v in root.fields if n == "to"),
        cc=envelope.addresses(v for n, v in root.fields if n == "cc"),
        date=envelope.date(root.first("date")),
        subject=subject,
        headers=headers,
        parts=(Part(name="subject", kind="subject", text=subject), body, *parts),
        notes=tuple(notes),
    )
    return Reading(document, contents)

"""A message to a Document: parts, zones, header, language."""

from __future__ import annotations

from dataclasses import replace

from tools.documents import plain
from tools.documents.text import DocumentText, shifted
from tools.documents.wordlist import words
from tools.mail import attachment, body, envelope, header, language, outlook, zones
from tools.mail import entity as mime
from tools.mail.attachment import MAX_TEXT, Collection
from tools.mail.entity import Entity
from tools.mail.leaf import Leaf, leaves
from tools.mail.line import MAX_LINES
from tools.mail.parts import Reading, body_part, bounded, ordered, own_words, subject_part
from workflow.document import Address, Document, Zone, ZoneKind
from workflow.errors import InputError

MAX_MESSAGES = 20  #: nested in one message
MAX_HEADER = 16_000  #: characters of one header field in the document

_KNOWN = words(
    """
    from to cc bcc date subject message-id received return-path delivered-to mime-version content-type sender reply-to
    x-mailer references in-reply-to envelope-to resent-from x-original-to list-id content-transfer-encoding
    """
)
_OUTLOOK = frozenset({"application/vnd.ms-outlook", "application/msoutlook", "application/x-msg"})
_SIGNS = (
    (b"\xd0\xcf\x11\xe0", "an Outlook or Office file (save the message as .eml)"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


def read(raw: bytes) -> Reading:
    """Read one RFC 5322 message. Raises InputError for what is no message; damage inside becomes notes."""
    root, notes = _parsed(raw)
    found = Collection(notes=list(notes))
    if root.first("date") and envelope.date(root.first("date")) is None:
        found.notes.append(f"Date is not readable: {header.unfold(root.first('date'))[:60]!r}")
    text, context = _body(root, found)
    parts = [subject_part(context.subject), body_part("body", "body", text, zones.zone(text, context))]
    _add_leaves(root, found, 0)
    parts += ordered(found.parts)
    document = Document(
        message_id=envelope.identifier(root.first("message-id")),
        in_reply_to=envelope.thread(root.first("in-reply-to"), root.first("references")),
        sender=context.sender,
        reply_to=envelope.address(root.first("reply-to")),
        to=envelope.addresses(_values(root, "to")),
        cc=envelope.addresses(_values(root, "cc")),
        date=envelope.date(root.first("date")),
        subject=context.subject,
        language=language.detect(own_words(parts), context.subject),
        headers=_headers(root.fields),
        parts=tuple(parts),
        notes=bounded(found.notes),
    )
    return Reading(document, found.contents)


def _parsed(raw: bytes) -> tuple[Entity, list[str]]:
    """The entity tree; raises InputError where there is no message."""
    head = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head and not raw.strip():
        raise InputError("The message is empty: it holds no bytes but white space" if raw else "The message is empty")
    for sign, what in _SIGNS:
        if head.startswith(sign):
            raise InputError(f"Not a mail message but {what}")
    if raw[:1].isspace() or raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[len(raw[:4096]) - len(head) :]
    root, notes = mime.parse(raw)
    names = {name for name, _ in root.fields}
    if not names & _KNOWN and len(root.fields) < header.MAX_FIELDS:
        what = "binary data" if b"\x00" in head else "it does not begin with header fields such as From or Subject"
        raise InputError(f"Not a mail message: {what}")
    return root, notes


def _body(root: Entity, found: Collection) -> tuple[DocumentText, zones.Context]:
    """The text of a message's body, and what its header tells about whose words are in it."""
    texts = []
    for leaf in leaves(root):
        if leaf.role == "body":
            text = body.read(leaf)
            texts.append(text)
    joined = body.joined(texts)
    found.notes += joined.notes
    found.characters += len(joined.text)
    if joined.text.count("\n") > MAX_LINES:
        found.notes.append(
            f"body: more than {MAX_LINES:,} lines; quotes and signatures were not looked for in the rest"
        )
    to = envelope.addresses([*_values(root, "to"), *_values(root, "cc")])
    context = zones.Context(
        sender=envelope.address(root.first("from")) or envelope.address(root.first("sender")) or Address(),
        recipients=frozenset(address.email for address in to if address.email),
        subject=plain.scrub(header.words(root.first("subject")))[:2000],
        replying=bool(root.first("in-reply-to") or root.first("references")),
    )
    return joined, context


def _add_leaves(root: Entity, found: Collection, depth: int) -> None:
    """Attachments and nested messages, in order."""
    for leaf in leaves(root):
        if leaf.role == "message":
            _add_message(leaf.entity.children[0], found, depth + 1)
        elif leaf.role == "attachment":
            _add_attachment(leaf, found, depth)


def _add_attachment(leaf: Leaf, found: Collection, depth: int) -> None:
    entity = leaf.entity
    content = entity.content
    filename, media_type = entity.filename, entity.media_type
    if media_type in {"application/octet-stream", "application/binary", "application/unknown"} and filename:
        media_type = attachment.guess(filename)
    if filename.lower().endswith(".eml") and media_type in {"application/octet-stream", "text/plain", "message/rfc822"}:
        inner, notes = mime.parse(content)
        if {name for name, _ in inner.fields} & _KNOWN:
            found.notes += notes
            _add_message(inner, found, depth + 1)
            return
    if content.startswith(outlook.SIGN) and (filename.lower().endswith(".msg") or media_type in _OUTLOOK):
        try:
            message, notes = outlook.to_message(content)
        except InputError as error:
            found.notes.append(f"{filename}: {error}")
        else:
            found.notes += notes
            _add_message(mime.parse(message)[0], found, depth + 1)
            return
    if entity.damage:
        found.notes.append(f"{filename or attachment.unnamed(media_type)}: {entity.damage}")
    attachment.add(found, content, filename, media_type, depth, entity.parameters.get("charset", ""))


def _add_message(root: Entity, found: Collection, depth: int) -> None:
    """A nested message as a part of its own, with its header printed above its text; its attachments follow."""
    number = sum(1 for part in found.parts if part.kind == "message") + 1
    if number > MAX_MESSAGES or depth > mime.MAX_DEPTH:
        found.notes.append(f"more than {MAX_MESSAGES} nested messages; the rest was skipped")
        return
    if found.characters >= MAX_TEXT:
        found.notes.append(f"message:{number}: not read: the parts before it hold text enough")
        return
    text, context = _body(root, found)
    told = [(name, header.words(root.first(name.lower()))) for name in ("From", "To", "Cc", "Date", "Subject")]
    head = "".join(f"{name}: {plain.scrub(value)[:500]}\n" for name, value in told if value)
    head += "\n" if head else ""
    inner = zones.zone(text, context)
    covering = [Zone(kind=ZoneKind.FORWARD, start=0, end=len(head))] if head else []
    covering += [Zone(kind=zone.kind, start=zone.start + len(head), end=zone.end + len(head)) for zone in inner]
    moved = shifted(replace(text, text=head + text.text), len(head))
    found.parts.append(body_part(f"message:{number}", "message", moved, tuple(covering), depth))
    _add_leaves(root, found, depth)


def _values(root: Entity, name: str) -> list[str]:
    return [value for key, value in root.fields if key == name][:20]


def _headers(fields: header.Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in fields:
        if name not in found:
            found[name] = plain.scrub(header.words(value))[:MAX_HEADER]
    return found

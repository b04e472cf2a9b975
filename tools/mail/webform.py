"""A web form's labels and values to a document: whose it is, when, about what, what was written, and all the rest."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable
from typing import Any

from tools.documents import charset, html
from tools.documents.text import DocumentText, shifted
from tools.mail import attachment, envelope, labels, language, zones
from tools.mail.attachment import Collection
from tools.mail.labels import Flat, Labelled
from tools.mail.parts import Reading, body_part, bounded, ordered, own_words, subject_part
from workflow.definition import FormKeys
from workflow.document import Address, Document, Zone, ZoneKind
from workflow.errors import InputError

MAX_BYTES = 40_000_000
MAX_FILES = 100
MAX_SIGNS = 500_000  #: commas and brackets, by which the memory is bounded that a form needs

_USUAL = {
    "sender": "email emailaddress mail youremail contactemail customeremail fromemail senderemail replyto from sender"
    " correo correoelectronico emailadresse mailadresse adresseemail courriel posta indirizzoemail mailadres"
    " correioeletronico eposta",
    "name": "name fullname yourname contactname customername fromname sendername contact vorundnachname nom nombre"
    " nombrecompleto nome nomecognome naam volledigenaam navn namn",
    "first": "firstname givenname vorname prenom voornaam fornavn primernombre",
    "last": "lastname surname familyname nachname nomdefamille apellido apellidos cognome sobrenome achternaam",
    "subject": "subject topic subjectline betreff objet sujet asunto oggetto assunto onderwerp emne amne title",
    "body": "message yourmessage body text description comments comment details enquiry inquiry question request notes"
    " content nachricht ihrenachricht mitteilung anliegen kommentar votremessage commentaire mensaje comentarios"
    " messaggio mensagem bericht opmerkingen besked meddelande html",
    "date": "date sent sentat sentdate receivedat submittedat submitted createdat created timestamp submissiondate"
    " requestdate datum fecha data",
    "id": "messageid submissionid responseid entryid eventid leadid uuid",
    "to": "to recipient recipients",
    "cc": "cc",
}
_FILES = ("attachments", "files", "uploads")
_PAGE = re.compile(r"<(?:p|br|div|table|span|html|ul|b|a)\b[^<>]{0,500}>", re.I)
_FOLDED = re.compile(r"[\W_]+")


def read(raw: bytes, keys: FormKeys) -> Reading:
    """A form in JSON. Raises InputError, with the place, for what is none."""
    if len(raw) > MAX_BYTES:
        raise InputError(f"The form has {len(raw):,} bytes, more than {MAX_BYTES:,}")
    if (values := raw.count(b",") + raw.count(b"{") + raw.count(b"[")) > MAX_SIGNS:
        raise InputError(f"The form holds about {values:,} values, more than {MAX_SIGNS:,}")
    text, note = charset.decode(raw.removeprefix(b"\xef\xbb\xbf"), "utf-8")
    try:
        tree = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"Line {error.lineno}, column {error.colno}: not JSON ({error.msg}); a form is one object of labels and"
            " values"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"Not JSON that can be read: {str(error)[:80] or 'nested too deep'}") from error
    if not isinstance(tree, dict):
        raise InputError("The JSON is no form: one object of labels and values is expected")
    return document(tree, keys, [note] if note else [])


def document(tree: dict[str, Any], keys: FormKeys, notes: Iterable[str] = ()) -> Reading:
    """The document of a form. Raises InputError where it holds no value."""
    found = Collection(notes=list(notes))
    files, rest = _parted(tree)
    flat = labels.flatten(rest)
    found.notes += flat.notes
    if not flat.entries and not files:
        raise InputError("The form holds no value")
    told = {role: _pick(flat, role, getattr(keys, role, ())) for role in _USUAL}
    subject, written = told["subject"], told["body"]
    sender = _sender(told)
    context = zones.Context(sender=sender, subject=subject.value[:2000] if subject else "")
    message = _message(written.value) if written else DocumentText()
    others = [entry for entry in flat.entries if entry is not subject and entry is not written]
    text, covering = _joined(message, context, labels.document(others))
    found.notes += text.notes
    for number, file in enumerate(files[:MAX_FILES], 1):
        _add_file(found, file, number)
    parts = [subject_part(context.subject), body_part("body", "body", text, covering), *ordered(found.parts)]
    document = Document(
        message_id=envelope.identifier(told["id"].value) if told["id"] else "",
        sender=sender,
        to=envelope.addresses([told["to"].value]) if told["to"] and "@" in told["to"].value else (),
        cc=envelope.addresses([told["cc"].value]) if told["cc"] and "@" in told["cc"].value else (),
        date=envelope.date(told["date"].value) if told["date"] else None,
        subject=context.subject,
        language=language.detect(own_words(parts), context.subject),
        parts=tuple(parts),
        notes=bounded(found.notes),
    )
    return Reading(document, found.contents)


def _parted(tree: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The files that a form carries in base64, and the rest of it."""
    for key in _FILES:
        listed = tree.get(key)
        if isinstance(listed, list) and listed and all(isinstance(one, dict) and _content(one) for one in listed):
            return listed, {name: value for name, value in tree.items() if name != key}
    return [], tree


def _content(file: dict[str, Any]) -> str:
    """The base64 of a file."""
    return next((file[key] for key in ("content", "data", "base64", "body") if isinstance(file.get(key), str)), "")


def _add_file(found: Collection, file: dict[str, Any], number: int) -> None:
    name = next((str(file[key]) for key in ("filename", "name", "title") if file.get(key)), f"file {number}")
    name = re.split(r"[/\\]", name)[-1][:255]
    kind = next((str(file[key]) for key in ("content_type", "contentType", "type", "mime") if file.get(key)), "")
    try:
        content = base64.b64decode(_content(file).rpartition(";base64,")[2], validate=False)
    except (binascii.Error, ValueError):
        found.notes.append(f"{name}: not base64; not read")
        return
    attachment.add(found, content, name, kind or attachment.guess(name), 0)


def _pick(flat: Flat, role: str, own: Iterable[str]) -> Labelled | None:
    """The value that one of the keys names: the bundle's own keys first, then the usual ones; outer groups first."""
    wanted = [*(_fold(key) for key in own), *_USUAL[role].split()]
    known: dict[str, Labelled] = {}
    for entry in flat.values():
        if role == "sender" and "@" not in entry.value:
            continue
        for name in (_fold("".join(entry.path)), _fold(entry.path[-1] if entry.path else "")):
            known.setdefault(name, entry)
    return next((known[key] for key in wanted if key in known), None)


def _fold(key: str) -> str:
    """A label without accents, spaces and signs, so that `E-Mail` is `email`."""
    from tools.mail.vocabulary import fold

    return _FOLDED.sub("", fold(key))


def _sender(told: dict[str, Labelled | None]) -> Address:
    """Who sent the form."""
    mailbox = envelope.address(told["sender"].value) if told["sender"] else None
    first, last = (told[role].value if told[role] else "" for role in ("first", "last"))  # type: ignore[union-attr]
    name = told["name"].value if told["name"] else f"{first} {last}".strip()
    email = mailbox.email if mailbox else ""
    return Address(name=" ".join(name.split())[:300] or (mailbox.name if mailbox else ""), email=email)


def _message(value: str) -> DocumentText:
    """What somebody wrote into the form, which may be a page."""
    return html.render(value) if _PAGE.search(value[:5000]) else DocumentText(text=value)


def _joined(message: DocumentText, context: zones.Context, rest: DocumentText) -> tuple[DocumentText, tuple[Zone, ...]]:
    """The message, and below it the other labels and values, which are the sender's too."""
    covering = list(zones.zone(message, context))
    gap = "\n\n" if message.text and rest.text else ""
    moved = shifted(rest, len(message.text) + len(gap))
    text = DocumentText(
        text=message.text + gap + rest.text,
        links=message.links,
        tables=(*message.tables, *moved.tables),
        notes=(*message.notes, *rest.notes),
    )
    if covering and gap:
        covering[-1] = covering[-1].model_copy(update={"end": len(message.text) + len(gap)})
    start = covering[-1].end if covering else 0
    if start < len(text.text):
        covering.append(Zone(kind=ZoneKind.NEW, start=start, end=len(text.text)))
    return text, _merged(covering)


def _merged(covering: list[Zone]) -> tuple[Zone, ...]:
    """Zones with neighbours of one kind as one."""
    found: list[Zone] = []
    for zone in covering:
        if found and found[-1].kind is zone.kind:
            found[-1] = found[-1].model_copy(update={"end": zone.end})
        else:
            found.append(zone)
    return tuple(found)

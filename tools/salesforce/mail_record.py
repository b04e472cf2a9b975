"""A mail as the org keeps it (EmailMessage, and the files on it), put together as a message again. Read only."""

from __future__ import annotations

import logging
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from typing import Any

from tools.salesforce.client import Client
from tools.salesforce.errors import Refusal
from tools.salesforce.soql import among

LOG = logging.getLogger(__name__)

FIELDS = (
    "Id", "ParentId", "Subject", "TextBody", "HtmlBody", "FromAddress", "FromName", "ToAddress", "CcAddress",
    "MessageDate", "MessageIdentifier", "Headers",
)  # fmt: skip
TAKEN = ("In-Reply-To", "References", "Auto-Submitted", "Precedence", "List-Id", "List-Unsubscribe", "Return-Path",
         "X-Auto-Response-Suppress", "X-Failed-Recipients")  # fmt: skip
"""Headers as they came in that tell what kind of mail it is, and what it answers."""

LARGEST_FILE = 25_000_000
LARGEST_MAIL = 35_000_000
"""Bytes; files beyond are left out, and the log says so."""

AT_ONCE = 100


@dataclass(frozen=True)
class MailFile:
    """A file on a mail."""

    name: str
    content: bytes


def message_of(mail: Mapping[str, Any], case: Mapping[str, Any], files: Sequence[MailFile] = ()) -> bytes | None:
    """A mail, or what the case itself says where it lacks something, as RFC 5322; None where neither says anything.

    The same records give the same bytes.
    """
    plain = mail.get("TextBody") or ("" if mail.get("HtmlBody") else case.get("Description") or "")
    if not plain.strip() and not mail.get("HtmlBody") and not files:
        return None
    message = EmailMessage()
    _set(message, "Subject", mail.get("Subject") or case.get("Subject"))
    address = mail.get("FromAddress") or case.get("SuppliedEmail")
    if address:
        _set(message, "From", formataddr((_line(mail.get("FromName") or case.get("SuppliedName")), _line(address))))
    _set(message, "To", mail.get("ToAddress"))
    _set(message, "Cc", mail.get("CcAddress"))
    _set(message, "Message-ID", mail.get("MessageIdentifier"))
    date = _date(mail.get("MessageDate") or case.get("CreatedDate"))
    if date is not None:
        message["Date"] = format_datetime(date)
    for name, value in _headers(mail.get("Headers")).items():
        _set(message, name, value)
    if plain.strip() or not mail.get("HtmlBody"):
        message.set_content(plain)
    if mail.get("HtmlBody"):
        html = mail["HtmlBody"]
        if plain.strip():
            message.add_alternative(html, subtype="html")
        else:
            message.set_content(html, subtype="html")
    for file in files:
        kind, _, sub = (mimetypes.guess_type(file.name)[0] or "application/octet-stream").partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=sub, filename=_line(file.name))
    if message.is_multipart():
        _fix_boundaries(message, str(mail.get("Id") or case.get("Id") or "mail"))
    return message.as_bytes()


def files_of(client: Client, mails: Sequence[str]) -> dict[str, list[MailFile]]:
    """Mail id → its files, by name. Raises Refusal."""
    found: dict[str, list[MailFile]] = {}
    for start in range(0, len(mails), AT_ONCE):
        some = among(mails[start : start + AT_ONCE])
        for mail, name, size, place in sorted((*_links(client, some), *_attachments(client, some))):
            taken = found.setdefault(mail, [])
            if size > LARGEST_FILE or size + sum(len(file.content) for file in taken) > LARGEST_MAIL:
                LOG.warning("mail %s: %s has %s bytes, and is left out", mail, name, f"{size:,}")
                continue
            taken.append(MailFile(name, client.download(place)))
    return found


def _links(client: Client, mails: str) -> list[tuple[str, str, int, str]]:
    """Files: (mail, name, bytes, address)."""
    rows = client.query(
        "SELECT LinkedEntityId, ContentDocument.Title, ContentDocument.FileExtension, ContentDocument.ContentSize,"
        f" ContentDocument.LatestPublishedVersionId FROM ContentDocumentLink WHERE LinkedEntityId IN {mails}"
    )
    found = []
    for row in rows:
        document = row["ContentDocument"]
        title, ending = str(document["Title"]), document.get("FileExtension")
        name = title if not ending or title.lower().endswith(f".{ending}".lower()) else f"{title}.{ending}"
        place = f"sobjects/ContentVersion/{document['LatestPublishedVersionId']}/VersionData"
        found.append((str(row["LinkedEntityId"]), name, int(document.get("ContentSize") or 0), place))
    return found


def _attachments(client: Client, mails: str) -> list[tuple[str, str, int, str]]:
    """The same of the older object Attachment, where the org has it."""
    try:
        rows = client.query(f"SELECT Id, ParentId, Name, BodyLength FROM Attachment WHERE ParentId IN {mails}")
    except Refusal as told:
        if told.failure.code != "INVALID_TYPE":
            raise
        return []
    return [
        (str(r["ParentId"]), str(r["Name"]), int(r.get("BodyLength") or 0), f"sobjects/Attachment/{r['Id']}/Body")
        for r in rows
    ]


def _headers(text: Any) -> dict[str, str]:
    """Those headers of a mail that are taken over."""
    if not text:
        return {}
    try:
        told = message_from_string(str(text)[:32_000] + "\n\n", policy=policy.compat32)
        return {name: _line(told[name]) for name in TAKEN if told[name]}
    except (MessageError, ValueError):
        return {}


def _fix_boundaries(message: EmailMessage, seed: str) -> None:
    """Boundaries by the record instead of by chance: the same mail is the same bytes."""
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{seed}_{number}_=")


def _set(message: EmailMessage, field: str, value: Any) -> None:
    if value and _line(value):
        message[field] = _line(value)


def _line(value: Any) -> str:
    """One line of text: a header ends with its line."""
    return " ".join(str(value or "").split())[:900]


def _date(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)) if value else None
    except ValueError:
        return None

"""What the header says: addresses, date, identifiers, subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime

from tools.mail import header
from workflow.document import Address

MAX_ADDRESSES = 200

_IDENTIFIER = re.compile(r"<([^<>\s]{1,300})>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"]{1,128}@[^\s<>()\[\],;:\"]{1,255}")
_PLACE = re.compile(r"\s*\([^)]*\)\s*$")


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """Mailboxes of From, To, Cc, ... fields, each once, in order."""
    found: dict[tuple[str, str], Address] = {}
    for value in values:
        # Encoded words are decoded after parsing: a decoded comma must not become a separator.
        for name, mailbox in getaddresses([_flat(header.unfold(value[:16_384]))])[:MAX_ADDRESSES]:
            address = _address(name, mailbox)
            if address:
                found.setdefault((address.name, address.email), address)
    return tuple(found.values())[:MAX_ADDRESSES]


def _flat(value: str) -> str:
    """The field without comments that hold comments: the library's parser calls itself for each."""
    return value if value.count("(") <= 20 else value.replace("(", " ").replace(")", " ")


def _address(name: str, mailbox: str) -> Address | None:
    name = " ".join(header.words(name).split()).strip("\"' ")
    email = header.words(mailbox).strip().lower()
    match = _ADDRESS.fullmatch(email) or _ADDRESS.search(email) or _ADDRESS.search(name.lower())
    email = match[0] if match else ""
    name = name or ("" if email else " ".join(header.words(mailbox).split()))
    if not name and not email:
        return None
    return Address(name=name[:300], email=email)


def address(value: str) -> Address | None:
    """The first mailbox of a field; the raw text as the name when none can be read."""
    found = addresses([value])
    for index, candidate in enumerate(found):
        if candidate.email:
            # Outlook writes "Quill, Ada <...>" without the quotation marks that the comma needs.
            before = [one.name for one in found[:index] if one.name]
            return Address(name=", ".join([*before, candidate.name]), email=candidate.email) if before else candidate
    match = _ADDRESS.search(value[:1000])
    if match:
        return Address(email=match[0].lower())
    if found and "<" in value:
        return found[0]
    name = " ".join(header.words(value[:300]).split()).strip("\"' ")
    return Address(name=name) if any(char.isalnum() for char in name) else None


def date(value: str) -> datetime | None:
    """The moment of a Date field with its offset kept; UTC where it names none; None when unreadable."""
    text = _PLACE.sub("", header.unfold(value[:200])).replace(".", ":") if value else ""
    for candidate in (header.unfold(value[:200]), text):
        if not candidate:
            continue
        try:
            moment: datetime | None = parsedate_to_datetime(candidate)
        except (ValueError, TypeError, IndexError, OverflowError):
            moment = _iso(candidate)
        if moment is not None:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def identifier(value: str) -> str:
    """The msg-id without brackets."""
    match = _IDENTIFIER.search(value[:4096])
    return match[1] if match else header.unfold(value[:300]).strip("<> ")


def thread(in_reply_to: str, references: str) -> tuple[str, ...]:
    """Identifiers of the messages that this one answers, nearest first, each once."""
    near = _IDENTIFIER.findall(in_reply_to[:65_536])
    far = _IDENTIFIER.findall(references[:65_536])
    return tuple(dict.fromkeys([*near, *reversed(far)]))[:200]

"""Outlook's `.msg` files to RFC 5322, so that one reader reads both (MS-OXMSG, MS-OXPROPS)."""

from __future__ import annotations

import io
from email.utils import format_datetime

from tools.documents import rtf
from tools.documents.damage import DAMAGE
from tools.mail import header, richtext
from tools.mail.compound import PROPERTIES, Budget, Folder
from workflow.errors import InputError
from workflow.identifiers import digest

SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_DEPTH = 5  #: messages inside each other

_TO = {1: "To", 2: "Cc"}
#: What the body's structure says is said anew.
_STRUCTURE = ("content-type", "content-transfer-encoding", "content-disposition", "mime-version", "content-length")


def to_message(raw: bytes) -> tuple[bytes, list[str]]:
    """The message that a file holds, and notes. Raises InputError for a file that is none of Outlook's."""
    import olefile

    budget = Budget()
    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as ole:
            if not any(kid.name == PROPERTIES for kid in ole.root.kids):
                raise InputError(
                    "Not a mail message but an old Office file; save it in a current format, attached to a mail"
                )
            root = Folder(ole, (), ole.root, 32, budget)
            return _message(root, digest(raw)[:32], 0, budget), list(dict.fromkeys(budget.notes))
    except DAMAGE as error:
        raise InputError(f"The Outlook file is damaged: {error or type(error).__name__}") from error


def _message(folder: Folder, mark: str, depth: int, budget: Budget) -> bytes:
    """One message; `mark` is in every boundary, and nobody who wrote the file can have known it."""
    boundary = f"outlook-{mark}-{depth}"
    pieces = _bodies(folder, f"{boundary}-forms")
    for attachment in folder.folders("__attach_version1.0_#", 8):
        pieces.append(_attachment(attachment, mark, depth, budget))
    head = _header(folder) + f'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'
    delimiter = f"\r\n--{boundary}\r\n".encode()
    return head.encode() + b"".join(delimiter + piece for piece in pieces) + f"\r\n--{boundary}--\r\n".encode()


def _header(folder: Folder) -> str:
    """The fields that came over the wire, where the file keeps them, and what the properties say beside."""
    kept, _, _ = header.split(sent := folder.text(0x007D).encode(), 0, len(sent))
    fields = [(name, header.unfold(value)) for name, value in kept if name not in _STRUCTURE]
    known = {name for name, _ in fields}
    told = {
        "From": _mailbox(folder.text(0x0C1A, 0x0042), folder.text(0x5D01, 0x5D02, 0x0C1F, 0x0065)),
        "Subject": folder.text(0x0037),
        "Message-ID": folder.text(0x1035),
        "In-Reply-To": folder.text(0x1042),
        "References": folder.text(0x1039),
    }
    if moment := folder.moment(0x0039) or folder.moment(0x0E06):
        told["Date"] = format_datetime(moment)
    readers: dict[str, list[str]] = {}
    for recipient in folder.folders("__recip_version1.0_#", 8):
        mailbox = _mailbox(recipient.text(0x3001), recipient.text(0x39FE, 0x3003))
        readers.setdefault(_TO.get(recipient.number(0x0C15) or 1, "Bcc"), []).append(mailbox)
    told |= {name: ", ".join(mailboxes) for name, mailboxes in readers.items() if name != "Bcc"}
    fields += [(name, value) for name, value in told.items() if value and name.lower() not in known]
    return "".join(f"{name}: {' '.join(value.split())[:16_000]}\r\n" for name, value in fields)


def _mailbox(name: str, address: str) -> str:
    """A mailbox; an address inside Exchange that is none of the internet's is left out."""
    name = name.replace('"', "").replace("\\", "").strip()
    address = address if "@" in address and not any(char.isspace() or char in "<>," for char in address) else ""
    if not address:
        return f'"{name}"' if name else ""
    return f'"{name}" <{address}>' if name and name != address else address


def _bodies(folder: Folder, boundary: str) -> list[bytes]:
    """The text in its forms; RTF is read where there is no other."""
    plain, page = folder.text(0x1000), folder.binary(0x1013)
    forms = []
    if plain.strip():
        forms.append(_part("text/plain; charset=utf-8", plain.encode("utf-8", "replace")))
    if page.strip():
        forms.append(_part(f"text/html; charset={folder.codepage}", page))
    elif wide := folder.text(0x1013):
        forms.append(_part("text/html; charset=utf-8", wide.encode("utf-8", "replace")))
    if not forms and (rich := richtext.decompress(folder.binary(0x1009))):
        forms.append(_part("text/plain; charset=utf-8", rtf.read(rich).text.encode("utf-8", "replace")))
    if len(forms) < 2:
        return forms
    inside = b"".join(f"\r\n--{boundary}\r\n".encode() + form for form in forms)
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode()
    return [head + inside + f"\r\n--{boundary}--\r\n".encode()]


def _part(kind: str, content: bytes, more: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\n{more}\r\n"
    return head.encode("utf-8", "replace") + content


def _attachment(folder: Folder, mark: str, depth: int, budget: Budget) -> bytes:
    """A file, or a message that was attached as such."""
    inner = folder.message(0x3701)
    if inner is not None and depth < MAX_DEPTH:
        return _part("message/rfc822", _message(inner, mark, depth + 1, budget))
    if inner is not None:
        budget.notes.append(f"messages nested deeper than {MAX_DEPTH} were not opened")
    name = " ".join(folder.text(0x3707, 0x3704, 0x3001).split()).replace('"', "").replace("\\", "/") or "attachment"
    kind = folder.text(0x370E).strip()
    kind = kind if kind.count("/") == 1 and kind.replace("/", "").isascii() and " " not in kind else ""
    more = f'Content-Disposition: attachment; filename="{name}"\r\n'
    if identifier := folder.text(0x3712):
        more += f"Content-ID: <{' '.join(identifier.split())}>\r\n"
    return _part(kind or "application/octet-stream", folder.binary(0x3701), more)

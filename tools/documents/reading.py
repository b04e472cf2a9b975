"""Read one file by what it is: its first bytes first, then its name, then what its carrier said."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256

from tools.documents import archive, card, charset, delimited, html, ocr, picture, plain, rtf, structured
from tools.documents.ocr import Engine
from tools.documents.sandbox import SANDBOX
from tools.documents.text import DocumentText
from tools.documents.wordlist import words

MAX_BYTES = 40_000_000

MOST_KNOWN = 200
"""Pictures whose text is kept."""

_KNOWN: OrderedDict[tuple[bytes, Engine], DocumentText] = OrderedDict()
_LOCK = threading.Lock()

_PACKED = (
    (b"7z\xbc\xaf\x27\x1c", "7-Zip archive"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"\x1f\x8b", "gzip archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ\x00", "xz archive"),
)
_OLD_OFFICE = {"doc": "Word", "xls": "Excel", "ppt": "PowerPoint", "msg": "Outlook message"}
_TEXT_ENDINGS = words(
    """
    txt log md text ini cfg yaml yml sql eml rst conf properties js css py adf
    """
)
_BY_ENDING = {
    "csv": "csv",
    "tsv": "csv",
    "tab": "csv",
    "htm": "html",
    "html": "html",
    "xhtml": "html",
    "ics": "card",
    "vcs": "card",
    "ifb": "card",
    "vcf": "card",
    "vcard": "card",
    "json": "json",
    "xml": "xml",
}
_BY_TYPE = {
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/calendar": "card",
    "application/ics": "card",
    "text/vcard": "card",
    "text/x-vcard": "card",
    "text/directory": "card",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}


def read(
    content: bytes,
    filename: str = "",
    media_type: str = "",
    label: str = "",
    engine: Callable[[], Engine | None] = ocr.engine,
) -> DocumentText:
    """Text of a file; `label` is the charset that its carrier declared, `engine` finds what reads pictures.

    Never raises for what is in a file: one that cannot be read has a note and no text.
    """
    if not content:
        return DocumentText(notes=("empty file",))
    if len(content) > MAX_BYTES:
        return DocumentText(notes=(f"not read: {len(content):,} bytes are more than {MAX_BYTES:,}",))
    ending = filename.rpartition(".")[2].lower() if "." in filename else ""
    if found := _by_first_bytes(content, ending, media_type, engine):
        return found
    kind = _BY_ENDING.get(ending) or _BY_TYPE.get(media_type) or ""
    if media_type.endswith("+json"):
        kind = "json"
    elif media_type.endswith("+xml") and not kind:
        kind = "xml"
    if kind == "csv":
        return delimited.read(content, label)
    if kind == "html":
        return html.read(content, label)
    if kind == "card":
        return card.read(content, label)
    if kind == "json":
        return structured.read_json(content, label)
    if kind == "xml":
        return structured.read_xml(content)
    return _text(content, ending, media_type, label)


def _by_first_bytes(
    content: bytes, ending: str, media_type: str, engine: Callable[[], Engine | None]
) -> DocumentText | None:
    """Formats that betray themselves, whatever the file is called."""
    head = content[:1024]
    if b"%PDF-" in head:
        return SANDBOX.read("pdf", content, engine())
    if head.lstrip().startswith(b"{\\rtf"):
        return rtf.read(content)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _packed(content)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = _OLD_OFFICE.get(ending, "Office")
        return DocumentText(notes=(f"not read: old {what} format, or protected by a password",))
    if head.startswith(b"\x78\x9f\x3e\x22") or media_type == "application/ms-tnef":
        return DocumentText(notes=("not read: winmail.dat (Outlook's own format, TNEF)",))
    for sign, what in _PACKED:
        if head.startswith(sign):
            return DocumentText(notes=(f"not read: {what}",))
    if picture.is_picture(head):
        reads = engine()
        # Without OCR there is nothing to be done in a process of its own.
        return _seen(content, reads) if reads else picture.read(content, None)
    if media_type.startswith(("image/", "audio/", "video/")) and b"\x00" in content[:4096]:
        kind = media_type.partition("/")[0]
        return DocumentText(notes=(f"{kind} not read: a format that is not known",))
    if media_type in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
        return DocumentText(notes=("not read: signed or encrypted with S/MIME",))
    return None


def _packed(content: bytes) -> DocumentText:
    """Office files are ZIP archives with known members."""
    names = archive.names(content)
    if "word/document.xml" in names or any(name.startswith("word/document") for name in names):
        return SANDBOX.read("docx", content)
    if any(name.startswith("xl/workbook") for name in names):
        if "xl/workbook.bin" in names:
            return DocumentText(notes=("not read: binary Excel format (.xlsb)",))
        return SANDBOX.read("xlsx", content)
    if "mimetype" in names or any(name.startswith("ppt/") for name in names):
        return DocumentText(notes=("not read: a format of presentations or OpenDocument",))
    return archive.read(content)


def _text(content: bytes, ending: str, media_type: str, label: str) -> DocumentText:
    """Anything that is text; what is not is left unread."""
    known = media_type.startswith(("text/", "message/")) or ending in _TEXT_ENDINGS
    sample = content[:4096]
    control = sum(1 for byte in sample if byte < 9 or (13 < byte < 32 and byte != 27))
    sixteen = sample.startswith((b"\xff\xfe", b"\xfe\xff"))
    if control > len(sample) // 50 and not sixteen and charset.codec(label)[:6] not in {"utf-16", "utf-32"}:
        return DocumentText(notes=(f"not read: {media_type or 'unknown type'}",))
    if not known and not sixteen:
        try:
            sample.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return DocumentText(notes=(f"not read: {media_type or 'unknown type'}",))
    text, note = charset.decode(content, label)
    if text[:200].lstrip().lower().startswith(("<!doctype html", "<html")):
        return html.read(content, label)
    text, notes = plain.clean(text)
    return DocumentText(text=text, notes=tuple([note] * bool(note) + notes))


def _seen(content: bytes, engine: Engine) -> DocumentText:
    """The text of a picture; that of the last ones is known, since a sender's logo comes with each of their mails."""
    key = (sha256(content).digest(), engine)
    with _LOCK:
        if key in _KNOWN:
            _KNOWN.move_to_end(key)
            return _KNOWN[key]
    found = SANDBOX.read("picture", content, engine)
    with _LOCK:
        _KNOWN[key] = found
        while len(_KNOWN) > MOST_KNOWN:
            _KNOWN.popitem(last=False)
    return found

"""Read one file by what it is."""

from __future__ import annotations

from tools.documents import charset, plain
from tools.documents.text import DocumentText


def read(content: bytes, filename: str = "", media_type: str = "", label: str = "") -> DocumentText:
    """Text of a file. Never raises for what is in it: a file that cannot be read has a note and no text."""
    if media_type.startswith("text/"):
        text, note = charset.decode(content)
        text, notes = plain.clean(text)
        return DocumentText(text=text, notes=tuple([note] * bool(note) + notes))
    return DocumentText(notes=(f"not read: {media_type or 'unknown type'}",))

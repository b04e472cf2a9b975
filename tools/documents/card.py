"""Calendar entries (RFC 5545) and contact cards (RFC 6350) to `Label: value` lines."""

from __future__ import annotations

import re

from tools.documents import charset, plain
from tools.documents.text import DocumentText

MAX_LINES = 3000

_LABELS = {
    "METHOD": "Method",
    "SUMMARY": "Summary",
    "DESCRIPTION": "Description",
    "LOCATION": "Location",
    "DTSTART": "Start",
    "DTEND": "End",
    "DUE": "Due",
    "DURATION": "Duration",
    "RRULE": "Repeats",
    "STATUS": "Status",
    "ORGANIZER": "Organizer",
    "ATTENDEE": "Attendee",
    "COMMENT": "Comment",
    "UID": "UID",
    "FN": "Name",
    "ORG": "Organization",
    "TITLE": "Title",
    "ROLE": "Role",
    "TEL": "Phone",
    "EMAIL": "E-mail",
    "ADR": "Address",
    "URL": "URL",
    "NOTE": "Note",
    "BDAY": "Birthday",
}
_LINE = re.compile(
    r'(?:[\w-]{1,40}\.)?([A-Za-z-]{1,40})((?:;[\w-]{1,40}(?:=(?:"[^"]{0,200}"|[^;:"]{0,200})){0,20}){0,20}):(.*)', re.S
)
_NAME = re.compile(r';CN=("[^"]{0,200}"|[^;:"]{0,200})', re.I)
_STATUS = re.compile(r";PARTSTAT=([\w-]{1,40})", re.I)
_ESCAPE = re.compile(r"\\([nN,;\\])")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?$")


def read(content: bytes, label: str = "") -> DocumentText:
    """The properties that mean something to a person, in the order of the file."""
    text, note = charset.decode(content, label)
    text, notes = plain.clean(text)
    lines = []
    for row in re.sub(r"\n[ \t]", "", text).split("\n")[:MAX_LINES]:
        match = _LINE.match(row[:8000])
        if match and match[1].upper() in _LABELS:
            lines.append(f"{_LABELS[match[1].upper()]}: {_value(match[1].upper(), match[2], match[3])}")
        elif row.upper().startswith(("BEGIN:VEVENT", "BEGIN:VTODO", "BEGIN:VCARD")) and lines:
            lines.append("")
    return DocumentText(text="\n".join(lines).strip() or text, notes=tuple([note] * bool(note) + notes))


def _value(name: str, parameters: str, raw: str) -> str:
    value = _ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], raw).strip()
    if stamp := _STAMP.match(value):
        year, month, day, hour, minute, utc = stamp.groups()
        return f"{year}-{month}-{day}" + (f" {hour}:{minute}{' UTC' if utc else ''}" if hour else "")
    if name in {"ORGANIZER", "ATTENDEE"}:
        person = _NAME.search(parameters)
        status = _STATUS.search(parameters)
        address = re.sub(r"^mailto:", "", value, flags=re.I)
        told = f"{person[1].strip(chr(34))} <{address}>" if person else address
        return f"{told} ({status[1].lower()})" if status else told
    if name in {"ADR", "ORG"}:
        return ", ".join(piece.strip() for piece in value.split(";") if piece.strip())
    return value

"""The header of an older message as mail programs print it above its text: a block of fields, or all on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.mail.line import Line
from tools.mail.opener import ADDRESS, TIME, Opener
from tools.mail.vocabulary import HEADER_ROLES

_THAI = "\u0e00-\u0e7f"  #: its vowel signs are no letters to `\\w`
#: A line with a name before a colon, and what follows it.
LABEL = re.compile(
    rf"[*_|\s]{{0,4}}([^\W\d_][^\W_{_THAI}]?(?:[^\W_]|[{_THAI} .'’/-]){{0,22}}?)[*_\s]{{0,3}}[:：][*_\s]{{0,3}}(.*)"
)
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.{0,6}\d{1,2}:\d{2}|^\d{1,2} \w{3,9} \d{4}")
_TELLING = frozenset({"from", "date", "to", "cc", "subject"})


def _names(role: str) -> str:
    """The names of a role, longest first, as a pattern."""
    names = sorted((re.escape(name) for name, known in HEADER_ROLES.items() if known == role), key=len, reverse=True)
    return "|".join(names)


#: A later field of a header on one line: its name between a space and a colon.
_INSIDE = {
    role: re.compile(rf"\s[*_]{{0,2}}(?:{_names(role)})[*_]{{0,2}}\s?[:：]", re.I) for role in ("date", "to", "subject")
}


def headers(lines: Sequence[Line], index: int, least: int = 3) -> Opener | None:
    """A block of printed header fields: From and a date or subject, `least` different ones in all."""
    first = role(lines[index].bare)
    if first is None:
        return _labels(lines, index)
    if first[0] in {"cc", "other"}:
        return None
    found, end = _block(lines, index)
    telling = _TELLING & found.keys()
    if "from" in found and telling & {"date", "subject"} and len(telling) >= least and _of_mail(found):
        author = found["from"].lower()
        readers = f"{found.get('to', '')} {found.get('cc', '')}".strip().lower()
        return Opener("headers", index, end, tuple(ADDRESS.findall(author)), author, readers)
    if first[0] == "from" and (line := _one_line(lines, index)):
        return line
    return _lotus(lines, index, end) if {"to", "subject"} <= telling else None


def _of_mail(found: dict[str, str]) -> bool:
    """Whether the fields are a mail's and not a way from one place to another on some date."""
    if "subject" in found:
        return True
    return bool(TIME.search(found.get("date", "")) or any(ADDRESS.search(value) for value in found.values()))


def _block(lines: Sequence[Line], index: int) -> tuple[dict[str, str], int]:
    """The fields from a line on, by role, and the line after them."""
    found: dict[str, str] = {}
    at = end = index
    loose = 0
    while at < len(lines) and at < index + 24 and len(found) < 9:
        field = role(lines[at].bare)
        if field and (field[0] not in found or field[0] in {"cc", "other"}):
            found.setdefault(field[0], field[1])
            end, loose = at + 1, 0
        elif field or not found:
            break
        elif lines[at].blank:
            # Some programs print the fields with empty lines between them.
            following = role(lines[at + 1].bare) if at + 1 < len(lines) else None
            if not following or following[0] in found:
                break
        else:
            loose += 1
            # Long lists of recipients and subjects go on in the next lines, and so does a sender's address.
            if loose > 4 or not ({"to", "cc", "subject"} & found.keys() or lines[at].text.startswith(("<", "["))):
                break
        at += 1
    return found, end


def role(text: str) -> tuple[str, str] | None:
    """The role and the value of a printed field; None for another line."""
    match = LABEL.match(text)
    if not match:
        return None
    known = HEADER_ROLES.get(match[1].strip().casefold())
    return (known, match[2]) if known else None


def _one_line(lines: Sequence[Line], index: int) -> Opener | None:
    """All fields on one line, as text loses its line breaks: From first, then two others at least."""
    text = lines[index].bare
    places = [match.start() for pattern in _INSIDE.values() if (match := pattern.search(text))]
    if len(places) < 2:
        return None
    author = text[: min(places)].lower()
    return Opener("headers", index, index + 1, tuple(ADDRESS.findall(author)), author)


def _lotus(lines: Sequence[Line], index: int, end: int) -> Opener | None:
    """Lotus Notes prints the sender and the date on lines of their own above To, cc and Subject."""
    for back in range(index - 1, max(index - 6, -1), -1):
        text = lines[back].bare
        if _NUMERIC_DATE.search(text) and len(text) < 80:
            start = back
            if back and not lines[back - 1].blank and len(lines[back - 1].text) < 80:
                start = back - 1
            return Opener("headers", start, end)
    return None


def _labels(lines: Sequence[Line], index: int) -> Opener | None:
    """Lotus Notes again: names and values on lines by turns, without colons, below the sender and the date."""
    if HEADER_ROLES.get(lines[index].bare.casefold()) != "to":
        return None
    seen = {"to"}
    for at in range(index + 1, min(index + 12, len(lines))):
        known = HEADER_ROLES.get(lines[at].bare.casefold(), "")
        seen.add(known)
        if known == "subject" and at + 1 < len(lines):
            return _lotus(lines, index, at + 2)
    return None

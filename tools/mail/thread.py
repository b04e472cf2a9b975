"""Where an older message begins: introductions, printed headers, dividers.

An opener is recognised by its form first (a row of header names, a date with an address and a colon) and by words of
many languages second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from tools.mail.line import Line
from tools.mail.vocabulary import FORWARDED, HEADER_ROLES, ORIGINAL, REPLY_LINE, WROTE

Form = Literal["introduction", "headers", "divider", "line", "forward"]


@dataclass(frozen=True, slots=True)
class Opener:
    """Lines `[start, end)` that introduce an older message.

    `senders`: the addresses in its From. `author` and `readers`: its From and its To with Cc as printed, in lower case.
    """

    form: Form
    start: int
    end: int
    senders: tuple[str, ...] = ()
    author: str = ""
    readers: str = ""

    def answered(self, other: Opener) -> bool:
        """Whether this message may be what the author of another one had before him: he wrote or received it. True
        where the headers do not tell."""
        if not self.readers or not other.author:
            return True
        people = f"{self.author} {self.readers}"
        if any(address in people for address in other.senders):
            return True
        names = _PERSON.findall(_ADDRESS.sub(" ", people))
        return any(name in names for name in _PERSON.findall(_ADDRESS.sub(" ", other.author)) if name != "mailto")


_PERSON = re.compile(r"[^\W\d_]{2,}")
_FIELD = re.compile(r"[*_|\s]{0,4}([^\W\d_][^\W_]?(?:[^\W_]|[ .'’/-]){0,22}?)[*_\s]{0,3}[:：][*_\s]{0,3}(.*)")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_TIME = re.compile(r"\b\d{1,2}\s?[:.hH]\s?\d{2}\b|\b\d{1,2}\s?[ap]\.?m\b|[上下]午|\d時")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\d{4}年|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_NUMERIC_DATE = re.compile(r"\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b.{0,6}\d{1,2}:\d{2}|^\d{1,2} \w{3,9} \d{4}")
_GMAIL = re.compile(r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} GMT[+-]\d")
_STARTER = re.compile(
    r"^(?:on|am|le|op|il|el|em|den|w dniu|dnia|på|a|at|dne|в|у|la|στις|ב|於|在|vào|kl|ons|tis|tors|fre|lör|sön"
    r"|mån|el día)\b",
    re.I,
)
#: The end of an introduction that wrapping put on a line of its own, where its `>` looks like a mark.
_TORN = re.compile(r"^>\s?[^\s>]{0,12}\s?[:：]$")
_RULE = re.compile(r"^[-_=*—–#~\s]{5,}$")
_DECORATED = re.compile(r"^[-_=*>\s]{2,}([^-_=*]{3,60}?)[-_=*<\s:：]{2,}$")


def find(lines: Sequence[Line], index: int) -> Opener | None:
    """The opener that begins at a line, if one does. Quoted lines are looked at without their marks."""
    text = lines[index].bare
    if not text:
        return None
    if opener := _divider(lines, index, text):
        return opener
    if (":" in text or "：" in text) and (opener := _headers(lines, index)):
        return opener
    return _introduction(lines, index, text)


def _divider(lines: Sequence[Line], index: int, text: str) -> Opener | None:
    """`-----Original Message-----`, `Begin forwarded message:`, a rule above printed headers."""
    if len(text) > 120:
        return None
    dressed = text[0] in "-_=*—–" or text.endswith((":", "：", "-", "_", "="))
    phrase = text.strip("-_=*—–<>:： \t")
    forwarded = FORWARDED.match(phrase)
    if forwarded or ORIGINAL.match(phrase):
        rest = (forwarded or ORIGINAL.match(phrase)).end()  # type: ignore[union-attr]
        if len(phrase) - rest <= 40 and (dressed or len(phrase) == rest):
            block = _following_headers(lines, index + 1)
            if not dressed and not block:
                return None
            form: Form = "forward" if forwarded else "divider"
            return replace(block, form=form, start=index) if block else Opener(form, index, index + 1)
    if REPLY_LINE.search(phrase):
        return Opener("line", index, index + 1)
    if _RULE.match(text) or _DECORATED.match(text):
        block = _following_headers(lines, index + 1, known=not _DECORATED.match(text))
        if block:
            return replace(block, start=index)
    return None


def _following_headers(lines: Sequence[Line], index: int, known: bool = True) -> Opener | None:
    """Printed headers within the next lines. Below a divider two fields are enough, or three with unknown names."""
    for at in range(index, min(index + 3, len(lines))):
        if lines[at].blank:
            continue
        found = _headers(lines, at, least=2)
        if found or known:
            return found
        fields = [_FIELD.match(line.bare) for line in lines[at : at + 4]]
        if sum(1 for field in fields if field) >= 3 and any(_ADDRESS.search(line.bare) for line in lines[at : at + 4]):
            return Opener("headers", at, at + 4, tuple(_ADDRESS.findall(lines[at].bare.lower())))
        return None
    return None


def _headers(lines: Sequence[Line], index: int, least: int = 3) -> Opener | None:
    """A block of printed header fields: From and a date or subject, `least` different ones in all."""
    first = _role(lines[index].bare)
    if first is None or first[0] in {"cc", "other"}:
        return None
    roles: dict[str, str] = {}
    at = end = index
    loose = 0
    while at < len(lines) and at < index + 24 and len(roles) < 9:
        field = _role(lines[at].bare)
        if field and (field[0] not in roles or field[0] in {"cc", "other"}):
            roles.setdefault(field[0], field[1])
            end, loose = at + 1, 0
        elif field or not roles:
            break
        elif lines[at].blank:
            # Some programs print the fields with empty lines between them.
            following = _role(lines[at + 1].bare) if at + 1 < len(lines) else None
            if not following or following[0] in roles:
                break
        else:
            loose += 1
            # Long lists of recipients and subjects go on in the next lines.
            if loose > 4 or not ({"to", "cc", "subject"} & roles.keys()):
                break
        at += 1
    telling = {"from", "date", "to", "subject", "cc"} & roles.keys()
    if "from" in roles and telling & {"date", "subject"} and len(telling) >= least:
        author = roles["from"].lower()
        readers = f"{roles.get('to', '')} {roles.get('cc', '')}".strip().lower()
        return Opener("headers", index, end, tuple(_ADDRESS.findall(author)), author, readers)
    return _lotus(lines, index, end, telling)


def _lotus(lines: Sequence[Line], index: int, end: int, telling: set[str]) -> Opener | None:
    """Lotus Notes prints the sender and the date on lines of their own above To, cc and Subject."""
    if not {"to", "subject"} <= telling:
        return None
    for back in range(index - 1, max(index - 6, -1), -1):
        text = lines[back].bare
        if _NUMERIC_DATE.search(text) and len(text) < 80:
            start = back
            if back and not lines[back - 1].blank and len(lines[back - 1].text) < 80:
                start = back - 1
            return Opener("headers", start, end)
    return None


def _role(text: str) -> tuple[str, str] | None:
    match = _FIELD.match(text)
    if not match:
        return None
    role = HEADER_ROLES.get(match[1].strip().casefold())
    return (role, match[2]) if role else None


def _introduction(lines: Sequence[Line], index: int, text: str) -> Opener | None:
    """`On ... wrote:` in its many forms, wrapped over up to four lines."""
    if lines[index].long:
        return None
    if _GMAIL.match(text) and len(text) < 200:
        return Opener("introduction", index, index + 1, tuple(_ADDRESS.findall(text.lower())))
    plausible = any(char.isdigit() or char == "@" for char in text) or bool(_STARTER.match(text))
    for count in range(1, 5):
        at = index + count - 1
        if at >= len(lines) or lines[at].blank:
            return None
        if lines[at].quoted != lines[index].quoted and not _TORN.match(lines[at].text):
            return None
        if sum(len(line.text) for line in lines[index : at + 1]) > 420:
            return None
        joined = _joined(lines, index, at)
        ends = joined.endswith((":", "："))
        if (ends or WROTE.search(joined[-40:])) and _introduces(lines, at + 1, joined, ends):
            # The sender's own last line may stand right above: begin as late as the words allow.
            for later in range(index + 1, at + 1):
                above = _joined(lines, index, later - 1)
                if _ADDRESS.search(above) or _TIME.search(above) or _YEAR.search(above):
                    break
                if _introduces(lines, at + 1, _joined(lines, later, at), ends):
                    return None
            return Opener("introduction", index, at + 1, tuple(_ADDRESS.findall(joined.lower())))
        if ends or not plausible:
            return None
    return None


def _joined(lines: Sequence[Line], start: int, last: int) -> str:
    """Wrapped lines as one, without the drawn lines around it and what closes an address behind it."""
    return " ".join(line.bare for line in lines[start : last + 1]).strip("-–— *_").rstrip("> ")


def _introduces(lines: Sequence[Line], after: int, text: str, ends: bool) -> bool:
    """Whether a line that ends in a colon introduces an older message and not the sender's own words."""
    tail = text.rstrip("*_ >:：-")
    wrote = WROTE.search(text)
    address = _ADDRESS.search(text)
    time = _TIME.search(text)
    year = _YEAR.search(text)
    if address and (time or year) and ends and (wrote or text.endswith((">:", "> :", ">：", "):"))):
        return True
    quoted_next = _quoted_next(lines, after)
    if wrote and (time or year or address):
        # The verb stands at the end, or before a name and a date; in a sentence of the sender's it stands anywhere.
        near_end = len(tail) - wrote.end() <= 60
        told = quoted_next or bool(time and (year or address)) or bool(address)
        return near_end and told and (ends or quoted_next or bool(time and year and address))
    return bool(quoted_next and ends and len(text) < 160 and (wrote or (address and (time or year))))


def _quoted_next(lines: Sequence[Line], index: int) -> bool:
    """Whether the next line with something on it is marked as quoted."""
    for line in lines[index : index + 6]:
        if not line.blank:
            return line.quoted
    return False

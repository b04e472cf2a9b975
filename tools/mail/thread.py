"""Where an older message begins: introductions, printed headers, dividers.

An opener is recognised by its form first (a row of header names, a date with an address and a colon) and by words of
many languages second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from tools.mail.line import Line
from tools.mail.opener import ADDRESS, TIME, YEAR, Form, Opener
from tools.mail.printed import LABEL, headers
from tools.mail.vocabulary import FORWARDED, ORIGINAL, PROCESSED, REPLY_LINE, WROTE, YOU

#: Gmail of old: a date as numbers, a name and an address; no verb, and before 2013 no colon either.
_GMAIL = re.compile(
    r"^\d{4}-\d{2}-\d{2} \d{1,2}:\d{2} GMT[+-]\d"
    r"|^\d{4}[/-]\d{1,2}[/-]\d{1,2},? [^<>]{1,80}<[^<>@\s]{1,64}@[^<>\s]{3,120}>:?$"
)
_STARTER = re.compile(
    r"^(?:on|am|le|op|il|el|em|en|no dia|den|w dniu|wiadomość|missatge|dnia|på|a|at|dne|в|у|la|στις|ב|於|在|vào|kl|ons"
    r"|tis|tors|fre|lör|sön|mån|el día)\b",
    re.I,
)
_DATED = re.compile(r"^(?:on|am|le|op|il|el|em|den)\s[^\W\d]{2,9}[.,]? (?:\d{1,2}|[^\W\d]{3,9})\b[^.!?]*\d", re.I)
#: Words with which nobody but a mail program begins.
_SURE = re.compile(r"^(?:w dniu|wiadomość napisana|missatge de|no dia|kuupäev)\b", re.I)
#: The end of an introduction that wrapping put on a line of its own, where its `>` looks like a mark.
_TORN = re.compile(r"^>\s?[^\s>]{0,12}\s?[:：]$")
#: Programs that write no verb: a date, and by whom.
_BY = re.compile(r"\b(?:von|from|by|de|da|van|od|от|por) [^\s:]{1,64}@[^\s:]{3,120}:$", re.I)
_WRAPPED = 6  #: lines over which an introduction may go
_RULE = re.compile(r"^[-_=*—–#~\s]{5,}$")
_DECORATED = re.compile(r"^[-_=*>\s]{2,}([^-_=*]{3,60}?)[-_=*<\s:：]{2,}$")


def find(lines: Sequence[Line], index: int) -> Opener | None:
    """The opener that begins at a line, if one does. Quoted lines are looked at without their marks."""
    text = lines[index].bare
    if not text:
        return None
    if opener := _divider(lines, index, text):
        return opener
    if (":" in text or "：" in text or len(text) < 16) and (opener := headers(lines, index)):
        return opener
    return _introduction(lines, index, text)


def _divider(lines: Sequence[Line], index: int, text: str) -> Opener | None:
    """`-----Original Message-----`, `Begin forwarded message:`, a rule above printed headers."""
    if len(text) > 120:
        return None
    dressed = text[0] in "-_=*—–" or text.endswith((":", "：", "-", "_", "="))
    phrase = text.strip("-_=*—–<>:： \t")
    if PROCESSED.match(phrase):
        return Opener("divider", index, index + 1)
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
        found = headers(lines, at, least=2)
        if found or known:
            return found
        fields = [line.bare for line in lines[at : at + 4]]
        if sum(1 for text in fields if LABEL.match(text)) >= 3 and any(ADDRESS.search(text) for text in fields):
            return Opener("headers", at, at + 4, tuple(ADDRESS.findall(lines[at].bare.lower())))
        return None
    return None


def _introduction(lines: Sequence[Line], index: int, text: str) -> Opener | None:
    """`On ... wrote:` in its many forms, wrapped over a few lines."""
    if lines[index].long:
        return None
    if _GMAIL.match(text) and len(text) < 200:
        return Opener("introduction", index, index + 1, tuple(ADDRESS.findall(text.lower())))
    plausible = any(char.isdigit() or char == "@" for char in text) or bool(_STARTER.match(text))
    for at in range(index, min(index + _WRAPPED, len(lines))):
        if lines[at].blank:
            if _goes_on(lines, at):
                continue
            return None
        if lines[at].quoted != lines[index].quoted and not _TORN.match(lines[at].text):
            return None
        if sum(len(line.text) for line in lines[index : at + 1]) > 420:
            return None
        joined = _joined(lines, index, at)
        ends = joined.endswith((":", "："))
        if (ends or _says_wrote(joined[-40:])) and _introduces(lines, at + 1, joined, ends):
            # The sender's own last line may stand right above: begin as late as the words allow.
            for later in () if _SURE.match(text) else range(index + 1, at + 1):
                above = _joined(lines, index, later - 1)
                if ADDRESS.search(above) or TIME.search(above) or YEAR.search(above) or _DATED.match(above):
                    break
                if _introduces(lines, at + 1, _joined(lines, later, at), ends):
                    return None
            return Opener("introduction", index, at + 1, tuple(ADDRESS.findall(joined.lower())))
        if ends or not plausible:
            return None
    return None


@lru_cache(maxsize=4096)
def _says_wrote(tail: str) -> bool:
    """Whether the end of a line says that somebody wrote; asked for each line that may stand above."""
    return bool(WROTE.search(tail))


def _goes_on(lines: Sequence[Line], blank: int) -> bool:
    """Whether an introduction that was torn apart goes on behind a blank line, with the address."""
    return blank + 1 < len(lines) and lines[blank + 1].text.startswith(("<", "mailto:"))


def _joined(lines: Sequence[Line], start: int, last: int) -> str:
    """Wrapped lines as one, without the drawn lines around it and what closes an address behind it."""
    return " ".join(line.bare for line in lines[start : last + 1]).strip("-–— *_").rstrip("> ")


def _introduces(lines: Sequence[Line], after: int, text: str, ends: bool) -> bool:
    """Whether a line that ends in a colon introduces an older message and not the sender's own words."""
    tail = text.rstrip("*_ >:：-")
    wrote = WROTE.search(text)
    address = ADDRESS.search(text)
    time = TIME.search(text)
    year = YEAR.search(text)
    if address and (time or year) and ends and (wrote or text.endswith((">:", "> :", ">：", "):")) or _BY.search(text)):
        return True
    quoted_next = _quoted_next(lines, after)
    if wrote and (time or year or address):
        # The verb stands at the end, or before a name and a date; in a sentence of the sender's it stands anywhere.
        near_end = len(tail) - wrote.end() <= 60
        told = quoted_next or bool(time and (year or address)) or bool(address) or bool(year and YOU.search(text))
        return near_end and told and (ends or quoted_next or bool(time and year and address))
    return bool(quoted_next and ends and len(text) < 160 and (wrote or (address and (time or year))))


def _quoted_next(lines: Sequence[Line], index: int) -> bool:
    """Whether the next line with something on it is marked as quoted."""
    for line in lines[index : index + 6]:
        if not line.blank:
            return line.quoted
    return False

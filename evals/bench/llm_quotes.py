"""Where a careful reader would point for a value that is known: the words of the message that state it.

It looks for spellings that people use, and where it finds none it points at the sentence that is most likely meant. It
shares nothing with the finders that verify quotes, so that what these cannot read shows as a loss.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.document import Document, Part, Span, ZoneKind
from workflow.fields import FieldDefinition, FieldType

T = FieldType

MONTHS = (
    "jan(?:uary|uar|vier|uari|eiro)?|enero|gennaio", "feb(?:ruary|ruar|ruari|brero|braio)?|févr?(?:ier)?|fevereiro",
    "mar(?:ch|s|zo|ço)?|märz|maart|mrt", "apr(?:il|ile)?|avr(?:il)?|abril", "may|mai|mayo|mei|maggio|maio",
    "june?|juni|juin|junio|giugno|junho", "july?|juli|juil(?:let)?|julio|luglio|julho",
    "aug(?:ust|ustus)?|août|agosto", "sept?(?:ember|embre|iembre|embro)?|setembro",
    "o[ck]t(?:ober|obre|ubre|obro)?|outubro", "nov(?:ember|embre|iembre|embro)?",
    "de[czc](?:ember|embre|iembre|embro)?|déc(?:embre)?|dezember",
)  # fmt: skip
"""How months are written, in the languages of the suites."""

SHORTEST = 12
"""Characters of a sentence that says anything."""


@dataclass(frozen=True)
class Passage:
    """A stretch of one part's text that is looked through."""

    part: str
    start: int
    text: str


def passages(document: Document, own: Sequence[Span] = ()) -> list[Passage]:
    """The stretches in which a request's values are looked for: its own text first, then the sender's other words."""
    first = [Passage(s.part, s.start, document.text(s)) for s in own]
    rest = [
        Passage(part.name, start, part.text[start:end])
        for wanted in (ZoneKind.NEW, ZoneKind.FORWARD, ZoneKind.SIGNATURE, ZoneKind.QUOTE, ZoneKind.DISCLAIMER)
        for part in document.parts
        for kind, start, end in _zones(part)
        if kind is wanted
    ]
    return [*first, *rest]


def quotes_for(
    field: FieldDefinition, value: Any, where: Sequence[Passage], proves: Callable[[str], bool] = lambda quote: False
) -> list[str]:
    """The quotes for one value, an element of a list by itself: one, or those of its pieces; none where nothing is
    written.

    Where no usual spelling is found (as for 'next Friday', or 'in two weeks'), it is a sentence that `proves` the
    value, if there is one, else the likeliest.
    """
    for pattern in _spellings(field, value):
        for passage in where:
            found = pattern.search(passage.text)
            if found:
                return [found.group()]
    pieces = _pieces(str(value), where) if field.element in (T.STRING, T.PERSON) else []
    told = (sentence for passage in where for sentence in sentences(passage.text))
    sentence = next((each for each in told if proves(each)), None) or likely(field, value, where)
    return pieces or ([sentence] if sentence else [])


def _pieces(value: str, where: Sequence[Passage]) -> list[str]:
    """The two pieces of a text that a table has broken, close together."""
    words = value.split()
    for cut in range(len(words) - 1, 0, -1):
        first, second = (r"\s+".join(map(re.escape, piece)) for piece in (words[:cut], words[cut:]))
        pattern = re.compile(rf"(?<!\w)({first})(?!\w).{{1,150}}?(?<!\w)({second})(?!\w)", re.IGNORECASE | re.DOTALL)
        for passage in where:
            found = pattern.search(passage.text)
            if found:
                return [found[1], found[2]]
    return []


def likely(field: FieldDefinition, value: Any, where: Sequence[Passage]) -> str | None:
    """The sentence that shares most words with what the field means."""
    words = set(
        re.findall(r"\w{4,}", f"{field.id} {field.label} {field.description} {value}".lower().replace("_", " "))
    )
    best: tuple[int, str] | None = None
    for passage in where:
        for sentence in sentences(passage.text):
            score = sum(any(word[:5] == each[:5] for each in words) for word in re.findall(r"\w{4,}", sentence.lower()))
            score += 2 * any(c.isdigit() for c in sentence) * (field.element in (T.DATE, T.DATETIME, T.MONEY))
            if best is None or score > best[0]:
                best = score, sentence
    return best[1] if best else None


def sentences(text: str) -> list[str]:
    """Sentences, roughly."""
    found = [piece.strip() for piece in re.split(r"(?<=[.!?。！？])\s+|\n\s*\n|\n(?=[-*•])", text)]
    return [piece for piece in found if len(piece) >= SHORTEST] or [text.strip()[:300]]


def _zones(part: Part) -> Iterable[tuple[ZoneKind, int, int]]:
    if not part.zones:
        yield ZoneKind.NEW, 0, len(part.text)
    for zone in part.zones:
        yield zone.kind, zone.start, zone.end


def _spellings(field: FieldDefinition, value: Any) -> Iterable[re.Pattern[str]]:
    """Patterns of how a value is written, likeliest first."""
    match field.element:
        case T.DATE | T.DATETIME:
            yield from map(_whole, _dates(str(value)[:10]))
            yield re.compile(rf"0?{int(str(value)[5:7])}月0?{int(str(value)[8:10])}日")
        case T.MONEY:
            yield from map(_whole, _amounts(value["amount"]))
        case T.NUMBER | T.INTEGER | T.PERCENT:
            yield from map(_whole, _amounts(value))
        case T.PHONE:
            digits = re.sub(r"\D", "", str(value))
            for length in (len(digits), 10, 9, 8, 7):
                yield re.compile(r"[\s().\-/]*".join(digits[-length:]))
        case T.ENUM:
            for word in (str(value), *field.synonyms.get(str(value), ())):
                yield _whole(r"[\s_\-]*".join(map(re.escape, re.split(r"[\s_\-]+", word))))
        case T.BOOLEAN | T.DURATION:
            return
        case T.HOST | T.URL | T.EMAIL:
            yield re.compile(r"\s*".join(map(re.escape, str(value))), re.IGNORECASE)
        case _:
            yield _whole(r"\s+".join(map(re.escape, str(value).split())))
            yield _whole(r"[\s.\-]*".join(map(re.escape, re.sub(r"[\s.\-]", "", str(value)))))


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)


def _dates(value: str) -> Iterable[str]:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return
    month, d, m, y = MONTHS[day.month - 1], day.day, day.month, day.year
    yield rf"{y}-0?{m}-0?{d}"
    yield rf"(?:{month})\.?\s+(?:the\s+)?0?{d}(?:st|nd|rd|th)?(?:,?\s+{y})?"
    yield rf"0?{d}(?:st|nd|rd|th|er|º|\.)?\s*(?:of\s+|de\s+)?(?:{month})\.?(?:,?\s+(?:de\s+)?{y})?"
    yield rf"0?{m}[/.\-]0?{d}(?:[/.\-](?:{y}|{y % 100:02}))?"
    yield rf"0?{d}[/.\-]\s?0?{m}(?:[/.\-]\s?(?:{y}|{y % 100:02}))?\.?"


def _amounts(amount: float) -> Iterable[str]:
    whole, part = divmod(round(float(amount) * 100), 100)
    grouped = f"{whole:,}".replace(",", r"[.,'\s]?")
    yield rf"(?:[$€£]\s?)?{grouped}[.,]{part:02}(?:\s?(?:[$€£]|USD|EUR|GBP|CAD|dollars?|euros?))?"
    if part == 0:
        yield rf"(?:[$€£]\s?)?{grouped}(?:\s?(?:[$€£]|USD|EUR|GBP|CAD|dollars?|euros?))?"
        if whole % 100 == 0 and whole >= 1000:
            yield rf"(?:[$€£]\s?)?{re.escape(f'{whole / 1000:g}')}\s?k"

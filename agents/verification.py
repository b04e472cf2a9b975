"""Whether a quote proves a value: it stands in the text, and the value can be read again from it."""

from __future__ import annotations

import re
from itertools import pairwise, product
from typing import Any

from agents.reading.local.finders import addresses, booleans, dates, enums, money, numbers, places, times
from agents.reading.local.negation import denied_at
from agents.reading.local.region import dollar, regions
from agents.reading.local.sentences import sentences
from workflow.document import Document, Span, ZoneKind
from workflow.evidence import Folded, holds
from workflow.fields import FieldDefinition, FieldType
from workflow.interpretation import FieldValue

T = FieldType

MOST_PIECES, FAR = 4, 200
"""A text that is broken over cells: how many pieces it may have, and characters between two of them."""


def refusal(document: Document, field: FieldDefinition, value: FieldValue) -> str:
    """Why a value is not proven, in words; empty where it is.

    Evidence that is no quote (a header field, the directory, 'not stated') says where it comes from and needs no text.
    """
    evidence = value.evidence
    if evidence.kind != "quote":
        return ""
    if not holds(document, evidence):
        return "the quote is not in the message"
    if any(document.zone(span) is ZoneKind.HIDDEN for span in evidence.spans):
        return "the quote stands in text that is invisible to a person"
    quote = value.normalised_from or evidence.quote
    items = list(value.value) if field.many and isinstance(value.value, (list, tuple)) else [value.value]
    for item in items:
        if not _reads(field.element, item, quote, document) and not _pieced(
            field.element, item, document, evidence.spans
        ):
            return f"{item!r} cannot be read from «{_short(quote)}»"
    if field.element in (T.ENUM, T.BOOLEAN) and _denied(document, field, items, evidence.spans):
        return f"«{_short(quote)}» denies it"
    return ""


def _short(quote: str) -> str:
    return quote if len(quote) <= 80 else quote[:79] + "…"


def _reads(kind: FieldType, value: Any, quote: str, document: Document) -> bool:
    """Whether a typed value is among those that its finder reads from the quote; the form of the others is free."""
    today = document.date.date() if document.date else None
    match kind:
        case T.DATE:
            readings = product((True, False), (True, False))
            return any(value in _values(dates.find_dates(quote, today, first, past)) for first, past in readings)
        case T.DATETIME:
            told = [v for first in (True, False) for v in _values(times.find_datetimes(quote, today, first))]
            days = [v for first in (True, False) for v in _values(dates.find_dates(quote, today, first))]
            return any(str(value).startswith(v) for v in told) or str(value)[:10] in days
        case T.DURATION:
            return value in _values(times.find_durations(quote))
        case T.MONEY:
            return _is_money(value, quote, document)
        case T.PERCENT | T.NUMBER | T.INTEGER:
            found = _values(numbers.find_percents(quote)) + _values(numbers.find_numbers(quote))
            return isinstance(value, (int, float)) and any(abs(v - value) < 1e-9 for v in found)
        case T.PHONE:
            return _digits(str(value))[-7:] in _digits(quote)
        case T.EMAIL:
            return str(value).lower() in _joined(quote) or value in _values(addresses.find_emails(quote))
        case T.HOST:
            return str(value).lower() in _joined(quote) or value in _values(addresses.find_hosts(quote))
        case T.URL:
            return re.sub(r"^https?://|/$", "", str(value).lower()) in _joined(quote)
        case T.VIN | T.IBAN | T.POSTAL_CODE:
            return _letters(str(value)) in _letters(quote)
        case T.COUNTRY:
            return value in _values(places.find_countries(quote)) or str(value).lower() in quote.lower()
        case T.LANGUAGE:
            return value in _values(places.find_languages(quote)) or str(value).lower() in quote.lower()
        case T.STRING | T.PERSON:
            return Folded(str(value)).text.strip() in Folded(quote).text
    return True


def _pieced(kind: FieldType, value: Any, document: Document, spans: tuple[Span, ...]) -> bool:
    """Whether a text is, word for word, what stands in a few places close together: a cell that a column has broken."""
    if kind not in (T.STRING, T.PERSON) or not 1 < len(spans) <= MOST_PIECES:
        return False
    near = all(one.part == other.part and 0 <= other.start - one.end <= FAR for one, other in pairwise(spans))
    told = " ".join(document.text(span) for span in spans)
    return near and Folded(str(value)).text.strip() == Folded(told).text.strip()


def _values(found: tuple[Any, ...]) -> list[Any]:
    return [one.value for one in found]


def _is_money(value: Any, quote: str, document: Document) -> bool:
    """The amount must be read from the quote; the currency only where the quote tells one."""
    if not isinstance(value, dict) or "amount" not in value:
        return False
    told = _values(money.find_money(quote, dollar(regions(document, None))))
    if told:
        return any(abs(t["amount"] - float(value["amount"])) < 0.005 for t in told)
    return any(abs(v - float(value["amount"])) < 0.005 for v in _values(numbers.find_numbers(quote)))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _joined(quote: str) -> str:
    """Without white space, as hosts and addresses are found again that a narrow column broke."""
    return re.sub(r"\s+", "", quote).lower()


def _denied(document: Document, field: FieldDefinition, values: list[Any], spans: tuple[Span, ...]) -> bool:
    """Whether the sentence around a quote denies the very words of the value; what it says otherwise is free."""
    for span in spans:
        text = document.part(span.part).text
        for start, end, sentence in sentences(text):
            if not (start <= span.start < end):
                continue
            if field.element is T.BOOLEAN:
                told = booleans.told(sentence, field)
                return told is not None and bool(values) and told[0] != values[0] and told[1] > 0.9
            for match in enums.find_enums(sentence, field, meaning=False):
                inside = span.start <= start + match.start < span.end
                if inside and match.value in values and denied_at(sentence, match.start, match.end):
                    return _whole(match.sure)
    return False


def _whole(sure: float) -> bool:
    """Only the value's own words can be denied outright; an abbreviation near a 'not' may stand for itself."""
    return sure >= 0.8

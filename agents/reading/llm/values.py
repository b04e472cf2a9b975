"""What a model writes for a value → the value in the form of its field's type."""

from __future__ import annotations

import re
from typing import Any

from agents.reading.local.finders.addresses import find_phones
from workflow.errors import InputError
from workflow.fields import FieldDefinition, FieldType
from workflow.values import checked

T = FieldType

FORMS: dict[FieldType, str] = {
    T.STRING: "as written",
    T.TEXT: "as written",
    T.INTEGER: "12",
    T.NUMBER: "12.5",
    T.PERCENT: "15 for 15 %",
    T.BOOLEAN: "true or false",
    T.DATE: "2026-03-31; a year left out is that of the message's date",
    T.DATETIME: "2026-03-31T14:30",
    T.DURATION: "ISO 8601, such as P30D",
    T.MONEY: "1250.00 EUR, the currency only where it is told",
    T.ENUM: "one of its values, exactly",
    T.EMAIL: "name@example.com",
    T.PHONE: "+12025550101",
    T.HOST: "example.com, without scheme, www and path",
    T.URL: "https://example.com/page",
    T.VIN: "17 characters",
    T.IBAN: "without spaces",
    T.POSTAL_CODE: "as written",
    T.COUNTRY: "two letters, DE",
    T.LANGUAGE: "two letters, fr",
    T.PERSON: "the name as written",
    T.OBJECT: "JSON",
}
"""Type → how a model is to write a value of it."""

TRUE, FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})

_MONEY = re.compile(r"\s*([A-Za-z]{3})?\s*(-?[\d.,' ]*\d)\s*([A-Za-z]{3})?\s*")


def typed(field: FieldDefinition, written: Any, regions: tuple[str, ...] = ()) -> Any:
    """One value (of a list: one element) in the form of its type. Raises InputError where it is of another form.

    `regions` are those in which a phone number without a country code is read.
    """
    single = field.model_copy(update={"type": field.element, "of": None})
    plain = _plain(single, written)
    if single.type is T.PHONE and isinstance(plain, str) and not plain.startswith("+"):
        found = find_phones(plain, regions)
        plain = found[0].value if len(found) == 1 else plain
    value = checked(single, plain)
    if value is None:
        raise InputError(f"the field {field.id} has an empty value")
    return value


def _plain(field: FieldDefinition, written: Any) -> Any:
    """From the text of an answer to what the form of the type takes; what is typed already goes through."""
    if not isinstance(written, str):
        return str(written) if field.type in (T.STRING, T.TEXT, T.POSTAL_CODE) and _is_number(written) else written
    text = written.strip()
    match field.type:
        case T.ENUM:
            return next((value for value in field.values if value.casefold() == text.casefold()), text)
        case T.BOOLEAN:
            low = text.casefold()
            return True if low in TRUE else False if low in FALSE else text
        case T.INTEGER | T.NUMBER | T.PERCENT:
            return _number(text.rstrip("% "))
        case T.MONEY:
            found = _MONEY.fullmatch(text)
            if not found:
                return text
            currency = (found[3] or found[1] or "").upper() or None
            return {"amount": _number(found[2]), "currency": currency}
        case T.DATE:
            return text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.+Z-]*", text) else text
        case T.VIN:
            return re.sub(r"[\s-]", "", text)
        case T.HOST:
            return re.sub(r"^[a-z]+://|/.*$", "", text, flags=re.IGNORECASE)
    return text


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _number(text: str) -> Any:
    """A number as JSON writes it; with commas or apostrophes between thousands; else the text itself."""
    plain = re.sub(r"(?<=\d)[,' ](?=\d{3}(?:\D|$))", "", text.strip())
    try:
        number = float(plain)
    except ValueError:
        return text
    return int(number) if number.is_integer() and "." not in plain and abs(number) < 1e15 else number

"""The form of a value, by the type of its field: what a person may enter, and what stands on the record.

`docs/reference/fields.md` has the same forms in a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime
from math import isfinite
from typing import Any

from workflow.errors import InputError
from workflow.fields import FieldDefinition, FieldType

LONGEST = 32_000
"""Characters of a text."""

DEEPEST = 16
"""Levels of an object inside objects and lists."""

MOST = 500
"""Elements of a list, or names of an object."""

GREATEST = 10**15
"""Numbers are smaller than this."""

T = FieldType

_DURATION = re.compile(r"P(?=\d|T\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+")
_HOST = re.compile(r"(?=.{4,253}$)([\w-]{1,63}\.)+[^\W\d_][\w-]{1,62}")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")


def checked(field: FieldDefinition, value: Any) -> Any:
    """The value in the form of its field's type (hosts and addresses in small letters, identifiers without spaces).

    None for one that is empty: None, a blank text, an empty list. Raises InputError telling what the value must be.
    """
    if value is None or value == [] or (isinstance(value, str) and not value.strip()):
        return None
    if not field.many:
        return _one(field, field.type, value)
    if not isinstance(value, (list, tuple)) or len(value) > MOST:
        raise _wrong(field, f"a list of at most {MOST} values", value)
    return [_one(field, field.element, each) for each in value]


def _one(field: FieldDefinition, kind: FieldType, value: Any) -> Any:
    if kind is T.ENUM:
        if value not in field.values:
            raise _wrong(field, f"one of: {', '.join(field.values)}", value)
        return value
    said, form = FORMS[kind]
    try:
        return form(value)
    except (ValueError, TypeError, OverflowError):
        raise _wrong(field, said, value) from None


def _wrong(field: FieldDefinition, said: str, value: Any) -> InputError:
    shown = repr(value)
    return InputError(f"the field {field.id} is {said}, not {shown if len(shown) <= 80 else shown[:79] + '…'}")


# -- forms: each gives the value, or raises ValueError ---------------------------------------------------------------


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        raise ValueError
    return value.strip()


def _number(value: Any) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value) or abs(value) >= GREATEST:
        raise ValueError
    return value


def _integer(value: Any) -> int:
    if int(_number(value)) != value:
        raise ValueError
    return int(value)


def _boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _date(value: Any) -> str:
    return date.fromisoformat(_text(value)).isoformat()


def _datetime(value: Any) -> str:
    datetime.fromisoformat(_text(value))
    return _matching(_MINUTE)(value)


def _money(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not {"amount"} <= set(value) <= {"amount", "currency"}:
        raise ValueError
    currency = value.get("currency")
    if currency is not None and not re.fullmatch(r"[A-Z]{3}", currency):
        raise ValueError
    return {"amount": _number(value["amount"]), "currency": currency}


def _host(value: Any) -> str:
    return _matching(_HOST)(_text(value).lower().removeprefix("www."))


def _iban(value: Any) -> str:
    """Check digits after ISO 13616: rearranged and with letters as numbers, it leaves 1 when divided by 97."""
    text = _matching(re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}"))(re.sub(r"\s", "", _text(value)).upper())
    if int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 != 1:
        raise ValueError
    return text


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or not value or len(value) > MOST or not _is_plain(value):
        raise ValueError
    if len(json.dumps(value)) > LONGEST:
        raise ValueError
    return value


def _is_plain(value: Any, depth: int = DEEPEST) -> bool:
    """Whether a value is JSON that any reader takes: not nested deeper than `depth`, every number finite."""
    if isinstance(value, dict):
        return depth > 0 and all(isinstance(k, str) and _is_plain(v, depth - 1) for k, v in value.items())
    if isinstance(value, list):
        return depth > 0 and all(_is_plain(item, depth - 1) for item in value)
    return value is None or isinstance(value, (str, int)) or (isinstance(value, float) and isfinite(value))


def _person(value: Any) -> Any:
    return _object(value) if isinstance(value, dict) else _text(value)


def _matching(pattern: re.Pattern[str], change: Callable[[str], str] = str) -> Callable[[Any], str]:
    def form(value: Any) -> str:
        text = change(_text(value))
        if not pattern.fullmatch(text):
            raise ValueError
        return text

    return form


def _spaceless(text: str) -> str:
    return re.sub(r"[\s().-]", "", text)


FORMS: dict[FieldType, tuple[str, Callable[[Any], Any]]] = {
    T.STRING: ("a text", _text),
    T.TEXT: ("a text", _text),
    T.INTEGER: ("a whole number such as 12", _integer),
    T.NUMBER: ("a number such as 12.5", _number),
    T.PERCENT: ("a number, 15 for 15 %", _number),
    T.BOOLEAN: ("true or false", _boolean),
    T.DATE: ("a date such as 2026-03-31", _date),
    T.DATETIME: ("a date and time such as 2026-03-31T14:30", _datetime),
    T.DURATION: ("a duration in the form of ISO 8601 such as P30D", _matching(_DURATION, str.upper)),
    T.MONEY: ('an amount with its currency such as {"amount": 1250.0, "currency": "EUR"}', _money),
    T.EMAIL: ("an e-mail address such as name@example.com", _matching(_EMAIL, str.lower)),
    T.PHONE: ("a phone number with its country code such as +12025550101",
              _matching(re.compile(r"\+[1-9]\d{6,14}"), _spaceless)),
    T.HOST: ("a host such as example.com, without https:// and path", _host),
    T.URL: ("an address such as https://example.com/page",
            _matching(re.compile(r"[a-z][a-z0-9+.-]*://[^\s/]+\S*", re.IGNORECASE))),
    T.VIN: ("a vehicle identification number: 17 letters and digits, without I, O and Q",
            _matching(re.compile(r"[A-HJ-NPR-Z0-9]{17}"), str.upper)),
    T.IBAN: ("an IBAN with right check digits such as DE89370400440532013000", _iban),
    T.POSTAL_CODE: ("a postal code", _matching(re.compile(r"(?=.*\w)[\w -]{2,12}"))),
    T.COUNTRY: ("a country by its two letters such as DE", _matching(re.compile(r"[A-Z]{2}"), str.upper)),
    T.LANGUAGE: ("a language by its two letters such as fr", _matching(re.compile(r"[a-z]{2}"), str.lower)),
    T.PERSON: ("a name", _person),
    T.OBJECT: ('an object such as {"name": "value"}', _object),
}  # fmt: skip
"""Type → what a value of it is, in words, and the function that gives its form."""

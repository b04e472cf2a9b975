"""Values as form inputs: the text that stands in an input, and the value that a text is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from app.console.views.characters import visible
from workflow.fields import FieldDefinition, FieldType

Control = Literal["text", "textarea", "number", "date", "datetime-local", "select", "checks"]

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT})
_MONEY = re.compile(r"(?P<before>[A-Za-z]{3})?\s*(?P<amount>-?\d[\d,' ]*(?:\.\d+)?)\s*(?P<after>[A-Za-z]{3})?")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


class Unreadable(ValueError):
    """A text that is no value of its field; the message says what one looks like."""


@dataclass(frozen=True)
class FieldInput:
    """One input of the form. `texts` is what stands in it: several for checks, else one."""

    name: str
    field: str
    label: str
    hint: str
    control: Control
    texts: tuple[str, ...]
    was: tuple[str, ...] = ()  #: what was proposed
    options: tuple[str, ...] = ()
    missing: bool = False
    changed: bool = False
    error: str = ""

    @property
    def text(self) -> str:
        """What stands in an input of one text."""
        return self.texts[0] if self.texts else ""


def control_of(field: FieldDefinition, texts: Sequence[str]) -> Control:
    """The control that suits a field and can show what stands in it: none may swallow a value."""
    text = texts[0] if texts else ""
    if field.many:
        return "checks" if field.element is FieldType.ENUM and set(texts) <= set(field.values) else "textarea"
    values = ("true", "false") if field.type is FieldType.BOOLEAN else field.values
    if values and text in ("", *values):
        return "select"
    if field.type is FieldType.DATE and (not text or _is(date, text)):
        return "date"
    if field.type is FieldType.DATETIME and (not text or _MINUTE.fullmatch(text)):
        return "datetime-local"
    if field.type in (FieldType.TEXT, FieldType.OBJECT) or "\n" in text:
        return "textarea"
    return "number" if field.type in NUMBERS and (not text or _number(text) is not None) else "text"


def texts_of(field: FieldDefinition, value: Any) -> tuple[str, ...]:
    """A value as the texts of its input; `read` gives the value back."""
    if value is None or value == "" or value == []:
        return ()
    if field.many:
        elements = [_text(field.element, element) for element in (value if isinstance(value, list) else [value])]
        return tuple(elements) if field.element is FieldType.ENUM else ("\n".join(elements),)
    return (_text(field.type, value),)


def read(field: FieldDefinition, texts: Sequence[str]) -> Any:
    """The value of the texts; None where there is none. Raises Unreadable."""
    told = [line.strip() for text in texts for line in (text.splitlines() if field.many else [text])]
    told = [text for text in told if text]
    if not told:
        return None
    values = [_read(field, text.replace("\r\n", "\n")) for text in told]
    return values if field.many else values[0]


def _text(kind: FieldType, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if kind is FieldType.MONEY and isinstance(value, dict) and set(value) <= {"amount", "currency"}:
        return f"{_plain(value.get('amount'))} {value.get('currency') or ''}".strip()
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return visible(_plain(value))


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _read(field: FieldDefinition, text: str) -> Any:
    kind = field.element
    if kind is FieldType.BOOLEAN:
        if text not in ("true", "false"):
            raise Unreadable("choose yes or no")
        return text == "true"
    if kind is FieldType.ENUM and text not in field.values:
        raise Unreadable(f"one of: {', '.join(field.values)}")
    if kind in NUMBERS:
        return _whole(text) if kind is FieldType.INTEGER else _decimal(text)
    if kind is FieldType.MONEY:
        return _money(text)
    if kind is FieldType.DATE and not _is(date, text):
        raise Unreadable("a date such as 2026-03-31")
    if kind is FieldType.DATETIME and not _is(datetime, text):
        raise Unreadable("a date and time such as 2026-03-31T14:30")
    if kind is FieldType.EMAIL and not re.fullmatch(r"[^\s@]+@[^\s@]+", text):
        raise Unreadable("an e-mail address such as name@example.com")
    if kind is FieldType.VIN and not re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", text, re.IGNORECASE):
        raise Unreadable("a vehicle identification number has 17 letters and digits, without I, O and Q")
    if kind is FieldType.OBJECT or (kind is FieldType.PERSON and text.startswith("{")):
        return _object(text)
    return text


def _whole(text: str) -> int:
    number = _number(text)
    if number is None or not number.is_integer():
        raise Unreadable("a whole number such as 12")
    return int(number)


def _decimal(text: str) -> int | float:
    number = _number(text)
    if number is None:
        raise Unreadable("a number such as 12.5")
    return int(number) if number.is_integer() and "." not in text else number


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text.strip()) else None


def _money(text: str) -> dict[str, Any]:
    found = _MONEY.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        raise Unreadable("an amount and a currency such as 1250.00 EUR")
    amount = float(re.sub(r"[,' ]", "", found["amount"]))
    currency = (found["before"] or found["after"] or "").upper()
    return {"amount": amount, "currency": currency or None}


def _object(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unreadable('an object of JSON such as {"name": "value"}')
    return value


def _is(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True

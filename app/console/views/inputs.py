"""Values as form inputs: the text that stands in an input, and the value that a text is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.console.views.characters import visible
from workflow.errors import InputError
from workflow.fields import FieldDefinition, FieldType
from workflow.values import FORMS, LONGEST, MOST, checked

Control = Literal["text", "textarea", "number", "date", "datetime-local", "select", "checks"]

NUMBERS = frozenset({FieldType.INTEGER, FieldType.NUMBER, FieldType.PERCENT})
_MONEY = re.compile(r"(?P<before>[A-Za-z]{3})?\s*(?P<amount>-?\d[\d,' ]*(?:\.\d+)?)\s*(?P<after>[A-Za-z]{3})?")
_MINUTE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")


TYPED = {
    FieldType.BOOLEAN: "yes or no",
    FieldType.MONEY: "an amount and a currency such as 1250.00 EUR",
    FieldType.OBJECT: 'an object of JSON such as {"name": "value"}',
}
"""What a value looks like in an input, where that is not its form on the record."""


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
    if field.type is FieldType.DATE and (not text or _is_date(text)):
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
    values = [_value(field.element, text.replace("\r\n", "\n")) for text in told]
    try:
        return checked(field, values if field.many else values[0])
    except InputError:
        raise Unreadable(_wanted(field, told)) from None


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


def _value(kind: FieldType, text: str) -> Any:
    """The text as the kind of value that it looks like; one that looks like none stays a text."""
    if kind is FieldType.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind in NUMBERS:
        number = _number(text)
        return text if number is None else int(number) if number.is_integer() else number
    if kind is FieldType.MONEY:
        return _money(text) or text
    if kind is FieldType.OBJECT or (kind is FieldType.PERSON and text.startswith("{")):
        return _object(text)
    return text


def _wanted(field: FieldDefinition, told: Sequence[str]) -> str:
    """What a field's value looks like, in the way in which it is typed into its input."""
    if len(told) > MOST:
        return f"at most {MOST} values"
    if any(len(text) > LONGEST for text in told):
        return f"at most {LONGEST:,} characters"
    if field.element is FieldType.ENUM:
        return f"one of: {', '.join(field.values)}"
    return TYPED.get(field.element) or FORMS[field.element][0]


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", text.strip()) else None


def _money(text: str) -> dict[str, Any] | None:
    found = _MONEY.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    amount = float(re.sub(r"[,' ]", "", found["amount"]))
    currency = (found["before"] or found["after"] or "").upper()
    return {"amount": amount, "currency": currency or None}


def _object(text: str) -> Any:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unreadable(TYPED[FieldType.OBJECT])
    return value


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

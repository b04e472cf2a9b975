"""Values as an object of the org takes them: checked against its description, turned into its types, cut to length."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from tools.salesforce.description import Description, FieldDescription
from tools.salesforce.errors import refusal
from workflow.identifiers import canonical

NUMBERS = frozenset({"double", "currency", "percent", "int", "long"})
LONG = 1000
"""From this length on a field has room for a line that says how long the text was."""

FIRST_YEAR, LAST_YEAR = 1700, 4000
"""Salesforce stores dates from 1700-01-01 to 4000-12-31."""

_SURROGATES = re.compile("[\ud800-\udfff\x00]")
_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")


@dataclass(frozen=True)
class Fitted:
    """Values that can be sent, and what was done to make them so."""

    values: dict[str, Any]
    notes: tuple[str, ...] = ()


def fit(values: Mapping[str, Any], description: Description, verb: Literal["create", "update"]) -> Fitted:
    """The values in the org's types. Raises Refusal that names all fields at fault, and the object."""
    check(values, description, verb)
    fitted: dict[str, Any] = {}
    notes: list[str] = []
    wrong: dict[str, str] = {}
    for name, value in values.items():
        field = description.fields[name.lower()]
        if value is None and verb == "create":
            continue
        try:
            fitted[field.name], note = one(value, field)
        except ValueError as error:
            wrong[field.name] = str(error)
            continue
        if note:
            notes.append(f"{field.name}: {note}")
    if wrong:
        told = "; ".join(f"{name} {problem}" for name, problem in wrong.items())
        raise refusal("INVALID_VALUE", f"{description.name}: {told}", wrong)
    return Fitted(fitted, tuple(notes))


def check(values: Mapping[str, Any], description: Description, verb: Literal["create", "update"]) -> None:
    """Raises Refusal INVALID_FIELD for fields that the object does not have, or that may not be written."""
    unknown = [name for name in values if description.field(name) is None]
    if unknown:
        listed = ", ".join(unknown)
        raise refusal("INVALID_FIELD", f"{description.name} has no field {listed}: correct the definition", unknown)
    closed = [
        name
        for name in values
        if (field := description.field(name)) and not (field.createable if verb == "create" else field.updateable)
    ]
    if closed:
        listed = ", ".join(closed)
        raise refusal("INVALID_FIELD_FOR_INSERT_UPDATE", f"{description.name}: {listed} may not be written", closed)


def checked(value: Any, kind: str) -> Any:
    """A value in one of the types of fields, uncut. Raises ValueError saying what does not fit."""
    return one(value, FieldDescription("", kind))[0]


def one(value: Any, field: FieldDescription) -> tuple[Any, str]:
    """One value in the field's type, and a note where it was changed. Raises ValueError saying what does not fit."""
    if value is None or value == "":
        return None, ""
    if field.type == "boolean":
        return _boolean(value), ""
    if field.type in NUMBERS:
        return _number(value, field), ""
    if field.type == "date":
        return _day(value), ""
    if field.type == "datetime":
        return _moment(value), ""
    if field.type == "reference":
        if not isinstance(value, str) or not _ID.fullmatch(value):
            raise ValueError("wants a record id")
        return value, ""
    text = clean(_text(value, ";" if field.type == "multipicklist" else "; "))
    if field.restricted and not set(text.split(";") if field.type == "multipicklist" else [text]) <= field.choices:
        raise ValueError(f"wants one of {', '.join(sorted(field.choices))}")
    if field.free_text and field.length:
        return shorten(text, field.length)
    return text, ""


def shorten(text: str, length: int) -> tuple[str, str]:
    """Text of at most `length` UTF-16 code units, which is what the org counts, and a note where it was cut.

    The end of a text that was cut says so.
    """
    if width(text) <= length:
        return text, ""
    mark = f"\n[cut: {len(text)} characters]"
    mark = mark if length >= LONG else "…"
    kept = text[: max(length - len(mark), 0)]
    while kept and width(kept) > length - len(mark):
        kept = kept[: len(kept) - max(1, (width(kept) - (length - len(mark))) // 2)]
    return kept + mark, f"cut from {len(text)} to {len(kept)} characters"


def width(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(1 for char in text if char > "\uffff") if not text.isascii() else len(text)


def clean(text: str) -> str:
    """Text that means itself in a request: no `@{...}`, which a composite request would take for a reference (it gets
    a zero-width space), and none of what no JSON parser of the org takes (lone surrogates, NUL)."""
    text = text.replace("@{", "@\u200b{")
    return _SURROGATES.sub("\ufffd", text) if _SURROGATES.search(text) else text


def _text(value: Any, joint: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (list, tuple)) and not any(isinstance(each, (dict, list, tuple)) for each in value):
        return joint.join(_text(each, joint) for each in value if each is not None)
    if isinstance(value, (dict, list, tuple)):
        return canonical(value)
    return str(value)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise ValueError("wants true or false")


def _number(value: Any, field: FieldDescription) -> int | float:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise ValueError("wants a number") from None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise ValueError("wants a number")
    if field.type in ("int", "long"):
        if value != int(value):
            raise ValueError("wants a whole number")
        return int(value)
    return value


def is_storable(moment: str) -> bool:
    """Whether the org can store a date or a point in time, ISO 8601."""
    return FIRST_YEAR <= datetime.fromisoformat(moment).year <= LAST_YEAR


def _day(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("wants a date, YYYY-MM-DD") from None
    if not isinstance(value, date):
        raise ValueError("wants a date, YYYY-MM-DD")
    _check_year(value)
    return (value.date() if isinstance(value, datetime) else value).isoformat()


def _moment(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise ValueError("wants a point in time, ISO 8601") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day)
    if not isinstance(value, datetime):
        raise ValueError("wants a point in time, ISO 8601")
    _check_year(value)
    return value.isoformat() if value.tzinfo else value.isoformat() + "Z"


def _check_year(value: date) -> None:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"wants a date between the years {FIRST_YEAR} and {LAST_YEAR}")

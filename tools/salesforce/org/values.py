"""Values: from JSON to what a column keeps, and back.

Kept forms: text as `str`, booleans as 0 or 1, numbers as `int` or `float`, dates as `YYYY-MM-DD`, points in time as
`YYYY-MM-DDTHH:MM:SS.000+0000` (UTC; sorts as text), references as ids of 18 characters.
"""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime, time
from typing import Any

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.record_id import normalise
from tools.salesforce.org.schema import NUMBERS, Field

EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\".]+")
FIRST_YEAR, LAST_YEAR = 1700, 4000
SHOWN = 255
"""How much of a value that is too long an error message repeats."""


def keep(field: Field, value: Any) -> Any:
    """The kept form of a JSON value; raises ApiError as Salesforce would for a value that does not fit."""
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise _wrong_type(field, value)
    if field.type == "reference" or field.type == "id":
        return _reference(field, value)
    if field.text:
        return _text(field, value)
    if field.type == "boolean":
        return _boolean(field, value)
    if field.type in NUMBERS:
        return _number(field, value)
    if not isinstance(value, str):
        raise _wrong_type(field, value)
    if field.type == "date":
        return keep_date(field, value)
    if field.type == "time":
        return _time(field, value)
    return keep_datetime(field, value)


def show(field: Field, value: Any) -> Any:
    """The JSON form of a kept value."""
    if field.type == "boolean":
        return bool(value)
    if value is not None and field.type in NUMBERS and field.type != "int":
        return float(value)
    return json.loads(value) if field.type == "address" and value is not None else value


def in_range(day: date) -> bool:
    """Whether Salesforce keeps such a date."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def stamp(moment: datetime) -> str:
    """A point in time as it is kept and shown: UTC, whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def width(text: str) -> int:
    """The length of a text in UTF-16 code units, which is what field lengths count."""
    return len(text) if text.isascii() else len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def keep_date(field: Field, value: str) -> str:
    """A day, `YYYY-MM-DD`."""
    try:
        day = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value).date()
    except ValueError:
        raise _wrong_type(field, value) from None
    if not in_range(day):
        raise _wrong_type(field, value)
    return day.isoformat()


def keep_datetime(field: Field, value: str) -> str:
    """A point in time from ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise _wrong_type(field, value) from None
    if not in_range(moment):
        raise _wrong_type(field, value)
    return stamp(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _time(field: Field, value: str) -> str:
    """A time of day, `HH:MM:SS.000Z`."""
    try:
        return time.fromisoformat(value.rstrip("Zz")).strftime("%H:%M:%S.000Z")
    except ValueError:
        raise _wrong_type(field, value) from None


def _text(field: Field, value: Any) -> str | None:
    if not isinstance(value, str):
        raise _wrong_type(field, value)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ApiError("JSON_PARSER_ERROR", f"{field.label}: invalid UTF-16 surrogate", [field.name]) from None
    text = value.replace("\x00", "").strip()
    if not text:
        return None
    if field.length and width(text) > field.length:
        problem = f"data value too large: {text[:SHOWN]} (max length={field.length})"
        raise ApiError("STRING_TOO_LONG", f"{field.label}: {problem}", [field.name])
    if field.type == "email" and not EMAIL.fullmatch(text):
        raise ApiError("INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {text[:SHOWN]}", [field.name])
    if field.restricted and field.picklist:
        _check_picklist(field, text)
    return text


def _check_picklist(field: Field, text: str) -> None:
    chosen = text.split(";") if field.type == "multipicklist" else [text]
    for one in chosen:
        if one not in field.picklist:
            problem = f"bad value for restricted picklist field: {one[:SHOWN]}"
            raise ApiError("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", f"{field.label}: {problem}", [field.name])


def _boolean(field: Field, value: Any) -> int:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return int(value.lower() == "true")
    if not isinstance(value, bool):
        raise _wrong_type(field, value)
    return int(value)


def _number(field: Field, value: Any) -> int | float | None:
    if isinstance(value, bool):
        raise _wrong_type(field, value)
    if isinstance(value, str):
        if not value.strip():
            return None
        try:
            value = int(value) if field.type == "int" else float(value)
        except ValueError:
            raise _wrong_type(field, value) from None
    if isinstance(value, float) and not math.isfinite(value):
        raise _wrong_type(field, value)
    if field.type == "int":
        if value != int(value):
            raise _wrong_type(field, value)
        limit: float = 2**31
    else:
        limit = 10 ** (field.precision - field.scale)
    if not -limit <= value < limit:
        problem = f"value outside of valid range on numeric field: {value}"
        raise ApiError("NUMBER_OUTSIDE_VALID_RANGE", f"{field.label}: {problem}"[:500], [field.name])
    return int(value) if field.type == "int" else float(value)


def _reference(field: Field, value: Any) -> str | None:
    if value == "":
        return None
    record = normalise(value)
    if record is None:
        problem = f"id value of incorrect type: {str(value)[:SHOWN]}"
        raise ApiError("MALFORMED_ID", f"{field.label}: {problem}", [field.name])
    return record


def _wrong_type(field: Field, value: Any) -> ApiError:
    """Salesforce's parser names the Java type that it wanted and the JSON token that it found."""
    if isinstance(value, bool):
        token, shown = f"VALUE_{str(value).upper()}", str(value).lower()
    elif isinstance(value, int):
        token, shown = "VALUE_NUMBER_INT", str(value)[:40]
    elif isinstance(value, float):
        token, shown = "VALUE_NUMBER_FLOAT", str(value)
    elif isinstance(value, dict):
        token, shown = "START_OBJECT", "{"
    elif isinstance(value, list):
        token, shown = "START_ARRAY", "["
    else:
        token, shown = "VALUE_STRING", str(value)[:SHOWN]
    wanted = "string" if field.text else field.type
    return ApiError(
        "JSON_PARSER_ERROR",
        f"Cannot deserialize instance of {wanted} from {token} value {shown} or request may be missing a required "
        f"field at {field.name}",
    )

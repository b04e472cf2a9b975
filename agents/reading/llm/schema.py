"""The form of answers as JSON Schema: strict, without anything that changes from message to message.

All keys are required and no others are allowed, as the strict mode of providers wants it; values are texts, whose form
by type is told in the prompt, so that one schema serves all fields.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

TRIAGE_KINDS = ("request", "auto_reply", "bounce", "receipt", "newsletter", "spam", "thanks", "empty")

Form = dict[str, Any]

_TEXT: Form = {"type": "string"}
_SHARE: Form = {"type": "number"}
_QUOTES: Form = {"type": "array", "items": {"type": "string"}}


def triage_form() -> Form:
    """Whether it is work."""
    return _object(
        actionable={"type": "boolean"},
        kind={"type": "string", "enum": list(TRIAGE_KINDS)},
        reason=_TEXT,
        confidence=_SHARE,
        quotes=_QUOTES,
    )


def splitting_form() -> Form:
    """The requests, as far as accounts go."""
    return _object(requests=_array(_object(**_request())), confidence=_SHARE, reason=_TEXT)


def classification_form(categories: Iterable[str]) -> Form:
    """The category of one request."""
    return _object(**_category(categories))


def extraction_form(fields: Iterable[str]) -> Form:
    """The values of one request."""
    return _object(fields=_array(_value(fields)))


def documents_form(kinds: Iterable[str]) -> Form:
    """The kind of each file."""
    kind: Form = {"anyOf": [{"type": "string", "enum": list(kinds)}, {"type": "null"}]}
    return _object(files=_array(_object(file=_TEXT, kind=kind, confidence=_SHARE, reason=_TEXT, quotes=_QUOTES)))


def completeness_form() -> Form:
    """A question to the sender."""
    return _object(question=_TEXT)


def reading_form(categories: Iterable[str], fields: Iterable[str]) -> Form:
    """Everything at once."""
    category = _object(**_category(categories))
    request = _object(**_request(), category=category, fields=_array(_value(fields)))
    return _object(triage=triage_form(), requests=_array(request), split_confidence=_SHARE, split_reason=_TEXT)


def _request() -> dict[str, Form]:
    return {"accounts": _QUOTES, "named": _TEXT, "names": _QUOTES, "text": _QUOTES}


def _category(categories: Iterable[str]) -> dict[str, Form]:
    chosen: Form = {"type": "string", "enum": list(categories)}
    return {"category": chosen, "confidence": _SHARE, "reason": _TEXT, "quotes": _QUOTES}


def _value(fields: Iterable[str]) -> Form:
    return _object(field={"type": "string", "enum": list(fields)}, value=_TEXT, quotes=_QUOTES)


def _array(items: Form) -> Form:
    return {"type": "array", "items": items}


def _object(**properties: Form) -> Form:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }

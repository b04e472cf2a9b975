"""Text that goes into a query or an address: always through here, since values come from messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from tools.salesforce.errors import refusal

_NAME = re.compile(r"[A-Za-z]\w{0,79}(\.[A-Za-z]\w{0,79}){0,5}")
_ID = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def literal(text: str) -> str:
    """A quoted text literal of SOQL."""
    return "'" + "".join(_ESCAPES.get(char, char) for char in text if char >= " " or char in _ESCAPES) + "'"


def among(values: Iterable[str]) -> str:
    """The right side of IN."""
    return "(" + ", ".join(literal(value) for value in values) + ")"


def moment(at: datetime) -> str:
    """A literal for a point in time; one without a zone is taken for UTC."""
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return known.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{known.microsecond // 1000:03d}Z"


def name(text: str) -> str:
    """An API name of an object or a field (with relationships), unchanged; raises Refusal for anything else."""
    if not _NAME.fullmatch(text):
        raise refusal("INVALID_NAME", f"{text[:80]!r} is no API name")
    return text


def record(text: str) -> str:
    """A record id of 15 or 18 characters, unchanged; raises Refusal for anything else."""
    if not _ID.fullmatch(text):
        raise refusal("MALFORMED_ID", f"{text[:80]!r} is no record id")
    return text


def segment(text: str) -> str:
    """One segment of an address."""
    return quote(text, safe="")

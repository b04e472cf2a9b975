"""Forms that are sent to the console: bounded, and with the token that only its own pages carry."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs

from starlette.requests import Request

from app.console.views.answer import Entries
from workflow.errors import InputError

LARGEST = 4_000_000
"""Bytes of a form: a review of some hundred cases has a tenth of it."""

MOST_INPUTS = 50_000

TOKEN = secrets.token_urlsafe(32)
"""New with each start. A page of an earlier start sends another one, and is shown again with what was entered."""


async def entries_of(request: Request) -> Entries:
    """What was sent, as texts by name. Raises InputError for what is no form or too large."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise InputError("a form was expected")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise InputError(f"the form is larger than {LARGEST // 1_000_000} MB")
    try:
        text = body.decode("utf-8")
        return Entries(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_INPUTS, errors="replace"))
    except ValueError as error:
        raise InputError(f"the form cannot be read: {error}") from error


def is_own(entries: Entries) -> bool:
    """Whether a form carries the token of this start."""
    return hmac.compare_digest(entries.one("token").encode(), TOKEN.encode())

"""Which answers are asked for again at once: only what can do no harm, by the error code that the org gives.

What a code means: REST API Developer Guide, "Status Codes and Error Responses". A write is sent again only where the
answer says that the org did not begin it; where it may have been done, the caller looks by its key first.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import requests

TRIES = 3
WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0

GATEWAY = frozenset({502, 503, 504})
"""Answers of gateways, and of a service that is down for a moment."""

READS = frozenset({
    "UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION", "GATEWAY_TIMEOUT",
})  # fmt: skip
NOT_BEGUN = frozenset({"SERVER_UNAVAILABLE"})
CONCURRENT = "ConcurrentRequests"
"""In the message of REQUEST_LIMIT_EXCEEDED: too many calls at this moment. That of 24 hours does not pass so soon."""

LONGEST_ERROR = 20_000

Random = Callable[[float, float], float]


def passes(response: requests.Response, reads: bool) -> bool:
    """Whether the same request may be sent again in a moment, and has a chance then."""
    if response.status_code < 400:
        return False
    code, message = error_of(response)
    if code == "REQUEST_LIMIT_EXCEEDED":
        return CONCURRENT in message
    if not reads:
        return code in NOT_BEGUN
    return code in READS or (not code and response.status_code in GATEWAY)


def error_of(response: requests.Response) -> tuple[str, str]:
    """The first error code of an answer and its message; empty where the body has none."""
    content = response.content
    if not content or len(content) > LONGEST_ERROR:
        return "", ""
    try:
        told = json.loads(content)
    except ValueError:
        return "", ""
    entry = told[0] if isinstance(told, list) and told else told
    if not isinstance(entry, dict):
        return "", ""
    return str(entry.get("errorCode") or ""), str(entry.get("message") or "")


def wait(response: requests.Response | None, attempt: int, between: Random = random.uniform) -> float:
    """Seconds before the next try: longer each time, and not at the same moment as everybody else's."""
    told = response.headers.get("Retry-After", "") if response is not None else ""
    if told.isdigit():
        return min(float(told), LONGEST_WAIT_SECONDS)
    return WAIT_SECONDS * float(2 ** (attempt - 1)) * between(0.5, 1.5)

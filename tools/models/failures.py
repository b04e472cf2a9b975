"""What litellm raises → what went wrong, by what the wire said; messages without secrets."""

from __future__ import annotations

import re
from collections.abc import Iterable

import httpx

from tools.models.transport import Seen
from workflow.models_failures import (
    BadRequest,
    CutOff,
    Down,
    ModelFailure,
    NoAnswer,
    NoSuchModel,
    OutOfCredit,
    RateLimited,
    Refused,
    TimedOut,
    TooLong,
    WrongKey,
)

LONGEST = 240
LONGEST_WAIT = 86_400.0

_SECRET = re.compile(r"(?i)\b(?:sk|pk|key|api)[-_][\w\-*]{6,}|bearer\s+\S+|\bAIza[\w-]{10,}|\beyJ[\w.-]{20,}")
_CREDIT = re.compile(r"(?i)insufficient_quota|exceeded your current quota|credit balance|billing")
_FILTER = re.compile(r"(?i)content[_ ]policy|content[_ ]filter|content management policy|safety system")
_PAGE = re.compile(r"(?i)<\s*(?:html|!doctype|head|body)")


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """A message that may stand in a trace: no key, no page, one line, not long."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    text = _SECRET.sub("***", text)
    page = _PAGE.search(text)
    if page:
        text = text[: page.start()] + "(a page of HTML)"
    text = " ".join(text.split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def failure_of(error: Exception, seen: Seen, secrets: Iterable[str] = ()) -> ModelFailure:
    """The failure that an exception of a call stands for."""
    from litellm import exceptions

    told = clean(_last(str(error)), secrets)
    chain = list(_chain(error))
    status = seen.status or int(getattr(error, "status_code", 0) or 0)
    wait = _wait(error)
    if any(isinstance(each, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol) for each in chain):
        return Down(f"cannot be reached: {told}")
    if isinstance(error, exceptions.Timeout) or any(isinstance(each, httpx.TimeoutException) for each in chain):
        return TimedOut("no whole answer in time")
    if status in (401, 403, 407) or isinstance(error, exceptions.AuthenticationError):
        return WrongKey(f"the key is not accepted: {told}")
    if status == 429 or isinstance(error, exceptions.RateLimitError):
        if _CREDIT.search(str(error)):
            return OutOfCredit(f"nothing is left at the provider: {told}")
        return RateLimited(f"too many calls: {told}", wait=wait)
    if isinstance(error, exceptions.ContextWindowExceededError) or status == 413:
        return TooLong(f"the question is too long: {told}")
    if isinstance(error, exceptions.ContentPolicyViolationError) or (status == 400 and _FILTER.search(str(error))):
        return Refused(f"the provider's filter refuses: {told}")
    if status == 404 or isinstance(error, exceptions.NotFoundError):
        return NoSuchModel(f"there is no such model: {told}")
    if 300 <= status < 400:
        return NoAnswer("the endpoint sends elsewhere, which is not followed: correct api_base")
    if seen.sent and 200 <= seen.status < 300:
        return _no_answer(seen, told)
    if seen.sent and 400 <= seen.status < 500 and seen.status != 408:
        return BadRequest(f"the endpoint does not take the question: {told}")
    if any(isinstance(each, httpx.TransportError) for each in chain):
        return CutOff("the connection ended before the answer")
    if isinstance(error, exceptions.BadRequestError):
        return BadRequest(f"the endpoint does not take the question: {told}")
    return Down(f"the endpoint fails: {told}", wait=wait)


def _no_answer(seen: Seen, told: str) -> ModelFailure:
    """A good status, and yet no answer: it was cut off, or what answered is no model."""
    if not seen.whole:
        return CutOff("the connection ended in the middle of the answer")
    if "json" in seen.media_type:
        return CutOff(f"the answer is not whole, or of no form that is known: {told}")
    return NoAnswer(f"what answers is no model ({seen.media_type or 'no type'}): correct api_base")


def _chain(error: BaseException) -> Iterable[BaseException]:
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _wait(error: Exception) -> float | None:
    """Seconds of a Retry-After header; a date in it is not read."""
    headers = getattr(error, "litellm_response_headers", None)
    if headers is None:
        response = getattr(error, "response", None)
        headers = getattr(response, "headers", None)
    try:
        value = (headers or {}).get("retry-after")
        seconds = float(value) if value is not None else None
    except (ValueError, TypeError, AttributeError):
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds is not None and seconds == seconds else None


def _last(text: str) -> str:
    """The provider's own words, without the names of classes that litellm puts before them."""
    return re.sub(r"^(?:[\w.]+(?:Error|Exception)\s*[:-]\s*)+", "", text)

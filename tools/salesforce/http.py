"""How requests travel: time limits, connections that are kept, repeats of what is safe, and the count of API calls."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
TRIES = 3
WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 30.0
SESSIONS_REFUSED = 2
"""How often one call may be answered 401 before it is not sent again: the client would refresh for ever."""

PASSING = frozenset({502, 503, 504})
"""Answers of gateways and of a service that is down for a moment."""

AUTO_ASSIGNED = ("/sobjects/Case", "/sobjects/Lead")
"""Writes on which assignment rules of the org would override the owner that the definition decided."""


@dataclass
class Count:
    """API calls made inside `counting`."""

    calls: int = 0


@dataclass
class Usage:
    """What was used of the org's API: `used` and `allowed` in the last 24 hours, as the org last said."""

    calls: int = 0
    used: int = 0
    allowed: int = 0

    def read(self, header: str) -> None:
        """Takes over `api-usage=18/5000` from a Sforce-Limit-Info header; anything else is ignored."""
        for entry in header.split(","):
            name, _, figures = entry.strip().partition("=")
            used, _, allowed = figures.partition("/")
            if name == "api-usage" and used.isdigit() and allowed.isdigit():
                self.used, self.allowed = int(used), int(allowed)


_counts: ContextVar[tuple[Count, ...]] = ContextVar("counts", default=())
_refused: ContextVar[list[int] | None] = ContextVar("refused", default=None)


@contextmanager
def counting() -> Iterator[Count]:
    """Counts the API calls that this thread makes inside the block."""
    count = Count()
    token = _counts.set((*_counts.get(), count))
    try:
        yield count
    finally:
        _counts.reset(token)


@contextmanager
def uncounted() -> Iterator[None]:
    """Calls inside are not counted: what is read once and remembered (descriptions, queues)."""
    token = _counts.set(())
    try:
        yield
    finally:
        _counts.reset(token)


@contextmanager
def one_call() -> Iterator[None]:
    """One call of the client, within which a refused session is refreshed only so often."""
    token = _refused.set([])
    try:
        yield
    finally:
        _refused.reset(token)


@dataclass
class Transport(BaseAdapter):
    """Carries requests to the org by `inner`: the network, or an org inside this process.

    `plain` sends over HTTP what the client addresses to HTTPS (its only scheme): for a service on loopback.
    A request that may have been received is repeated only where it reads; one that never left, always.
    """

    inner: BaseAdapter
    usage: Usage = field(default_factory=Usage)
    plain: bool = False
    sleep: Callable[[float], None] = time.sleep

    def __post_init__(self) -> None:
        super().__init__()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Sends with the default limits; raises what `requests` raises when there is no answer."""
        self._prepare(request)
        options = {
            "stream": stream,
            "timeout": timeout or (CONNECT_SECONDS, READ_SECONDS),
            "verify": verify,
            "cert": cert,
            "proxies": proxies,
        }
        reads = request.method in ("GET", "HEAD")
        for attempt in range(1, TRIES + 1):
            try:
                response = self._once(request, options)
            except requests.RequestException as error:
                if attempt == TRIES or not (reads or never_sent(error)):
                    raise
                self.sleep(WAIT_SECONDS * 2 ** (attempt - 1))
                continue
            if not reads or response.status_code not in PASSING or attempt == TRIES:
                break
            self.sleep(_wait(response, attempt))
        return response

    def close(self) -> None:
        """Closes the connections that are kept."""
        self.inner.close()

    def _prepare(self, request: requests.PreparedRequest) -> None:
        parts = urlsplit(request.url or "")
        if request.method != "GET" and any(place in parts.path for place in AUTO_ASSIGNED):
            request.headers.setdefault("Sforce-Auto-Assign", "FALSE")
        if self.plain and parts.scheme == "https":
            request.url = urlunsplit(parts._replace(scheme="http"))

    def _once(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        refused = _refused.get()
        if refused is not None and len(refused) >= SESSIONS_REFUSED:
            raise SessionRefused("the org refuses the session again and again")
        self.usage.calls += 1
        for count in _counts.get():
            count.calls += 1
        response = self.inner.send(request, **options)
        self.usage.read(response.headers.get("Sforce-Limit-Info", ""))
        if response.status_code == 401 and refused is not None:
            refused.append(401)
        return response


class SessionRefused(requests.RequestException):
    """The org refused the session, also after it was refreshed: new credentials are needed."""


def never_sent(error: requests.RequestException) -> bool:
    """Whether a request that ended in this error can not have reached the org."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError")


def session(transport: Transport) -> requests.Session:
    """A session in which every request goes through the transport, with its credentials in the header alone."""
    made = requests.Session()
    made.auth = _keep_header
    if transport.plain or not isinstance(transport.inner, HTTPAdapter):
        made.trust_env = False
    made.mount("https://", transport)
    made.mount("http://", transport)
    return made


def _keep_header(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps a .netrc entry for the host from replacing the Authorization header."""
    return request


def _wait(response: requests.Response, attempt: int) -> float:
    told = response.headers.get("Retry-After", "")
    return min(float(told), LONGEST_WAIT_SECONDS) if told.isdigit() else WAIT_SECONDS * 2 ** (attempt - 1)

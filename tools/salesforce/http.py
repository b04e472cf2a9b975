"""How requests travel: time limits, connections that are kept, repeats of what is safe, and the count of API calls."""

from __future__ import annotations

import gzip
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from tools.salesforce import read_only
from tools.salesforce.repeats import TRIES, Random, error_of, passes, wait
from tools.salesforce.usage import ShareSpent, Usage

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
SESSIONS_REFUSED = 2
"""How often one call may be answered 401 before it is not sent again: the client would refresh for ever."""

DATA = "/services/data/"
"""Paths whose calls the org counts; log-ins are free."""

AUTO_ASSIGNED = ("/sobjects/Case", "/sobjects/Lead")
"""Writes on which assignment rules of the org would override the owner that the definition decided."""


WORTH_PACKING = 2048
"""Bytes of a body from which on it is sent compressed."""


@dataclass
class Count:
    """API calls made inside `counting`, and in words what went wrong on the way and was got over."""

    calls: int = 0
    events: list[str] = field(default_factory=list)


_counts: ContextVar[tuple[Count, ...]] = ContextVar("counts", default=())
_refused: ContextVar[list[str] | None] = ContextVar("refused", default=None)


@contextmanager
def counting() -> Iterator[Count]:
    """Counts the API calls that this thread makes inside the block."""
    count = Count()
    token = _counts.set((*_counts.get(), count))
    try:
        yield count
    finally:
        _counts.reset(token)


def tell(event: str) -> None:
    """Notes what went wrong and was got over, for the trace."""
    for count in _counts.get():
        if event not in count.events:
            count.events.append(event)


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


def refused_token() -> str:
    """The token that the org refused last within this call; empty for none."""
    refused = _refused.get()
    return refused[-1] if refused else ""


@dataclass
class Transport(BaseAdapter):
    """Carries requests to the org by `inner`: the network, or an org inside this process.

    `plain` sends over HTTP what the client addresses to HTTPS (its only scheme): for a service on loopback.
    A request that may have been received is repeated only where it reads, or where the org says that it did not begin;
    one that never left, always. `only_reads` lets nothing through that does more than read.
    """

    inner: BaseAdapter
    usage: Usage = field(default_factory=Usage)
    plain: bool = False
    only_reads: bool = False
    sleep: Callable[[float], None] = time.sleep
    between: Random = random.uniform

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
        if self.only_reads:
            read_only.check(request)
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
                if attempt == TRIES or isinstance(error, FINAL) or not (reads or never_sent(error)):
                    raise
                tell(f"{type(error).__name__} on the way: sent again")
                self.sleep(wait(None, attempt, self.between))
                continue
            if attempt == TRIES or not passes(response, reads):
                break
            tell(f"{error_of(response)[0] or response.status_code}: sent again")
            self.sleep(wait(response, attempt, self.between))
        return response

    def close(self) -> None:
        """Closes the connections that are kept."""
        self.inner.close()

    def _prepare(self, request: requests.PreparedRequest) -> None:
        parts = urlsplit(request.url or "")
        if request.method != "GET" and any(place in parts.path for place in AUTO_ASSIGNED):
            request.headers.setdefault("Sforce-Auto-Assign", "FALSE")
        if isinstance(self.inner, HTTPAdapter) and parts.path.startswith(DATA):
            _pack(request)
        if self.plain and parts.scheme == "https":
            request.url = urlunsplit(parts._replace(scheme="http"))

    def _once(self, request: requests.PreparedRequest, options: dict[str, Any]) -> requests.Response:
        refused = _refused.get()
        if refused is not None and len(refused) >= SESSIONS_REFUSED:
            raise SessionRefused("the org refuses the session again and again")
        if DATA in (request.url or ""):
            self.usage.make_room()
            self.usage.calls += 1
            for count in _counts.get():
                count.calls += 1
        response = self.inner.send(request, **options)
        self.usage.read(response.headers.get("Sforce-Limit-Info", ""))
        if response.status_code == 401 and refused is not None:
            tell("INVALID_SESSION_ID: the session had ended")
            refused.append(str(request.headers.get("Authorization", "")).removeprefix("Bearer "))
        return response


class SessionRefused(requests.RequestException):
    """The org refused the session, also after it was refreshed: new credentials are needed."""


FINAL = (SessionRefused, ShareSpent, read_only.NotReading)
"""Errors of our own, of requests that were not sent and are not to be."""


def never_sent(error: requests.RequestException) -> bool:
    """Whether a request that ended in this error can not have reached the org."""
    if isinstance(error, requests.ConnectTimeout | ShareSpent | read_only.NotReading):
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


def _pack(request: requests.PreparedRequest) -> None:
    """Compresses a large JSON body; files travel as they are."""
    body = request.body.encode() if isinstance(request.body, str) else request.body
    kind = str(request.headers.get("Content-Type", ""))
    if not isinstance(body, bytes) or len(body) < WORTH_PACKING or "json" not in kind:
        return
    if "Content-Encoding" in request.headers:
        return
    request.body = gzip.compress(body, compresslevel=6, mtime=0)
    request.headers["Content-Encoding"] = "gzip"
    request.headers["Content-Length"] = str(len(request.body))

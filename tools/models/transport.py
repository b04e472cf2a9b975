"""How calls leave: one HTTP client for all providers, bounded in time and size, that follows no redirect.

A provider's client bounds each read, so that an answer that drips could last for ever; here the whole answer has a
deadline. A redirect could carry a message to an address that nobody configured; here it is an answer like any other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.request import getproxies, proxy_bypass

import httpx

LARGEST = 16_000_000
"""Bytes of one answer."""

MOST_SECONDS = 3600.0


@dataclass
class Seen:
    """What the wire said of the last call of this thread."""

    sent: bool = False
    status: int = 0
    media_type: str = ""
    whole: bool = False


class _Seeing(threading.local):
    def __init__(self) -> None:
        self.seen = Seen()
        self.deadline = 0.0


_SEEING = _Seeing()


def look(seconds: float) -> Seen:
    """Begins to look at a call of this thread, which has so many seconds from now on."""
    _SEEING.seen = Seen()
    _SEEING.deadline = time.monotonic() + seconds
    return _SEEING.seen


def bounded_client() -> httpx.Client:
    """The client. Proxies of the environment are used as `httpx` itself would."""
    return httpx.Client(transport=_Bounded(), follow_redirects=False)


class _Bounded(httpx.BaseTransport):
    def __init__(self) -> None:
        self._direct = httpx.HTTPTransport()
        self._proxies = {
            scheme: httpx.HTTPTransport(proxy=address)
            for scheme, address in getproxies().items()
            if scheme in ("http", "https") and address.startswith(("http://", "https://"))
        }

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        seen, deadline = _SEEING.seen, _SEEING.deadline or time.monotonic() + MOST_SECONDS
        left = max(0.001, deadline - time.monotonic())
        timeout = dict(request.extensions.get("timeout") or {})
        request.extensions = {
            **request.extensions,
            "timeout": {key: min(timeout.get(key) or left, left) for key in ("connect", "read", "write", "pool")},
        }
        transport = self._proxies.get(request.url.scheme, self._direct)
        if transport is not self._direct and proxy_bypass(request.url.host):
            transport = self._direct
        response = transport.handle_request(request)
        seen.sent, seen.status = True, response.status_code
        seen.media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        stream = response.stream
        if isinstance(stream, httpx.SyncByteStream):
            response.stream = _Stream(stream, seen, deadline, request)
        return response

    def close(self) -> None:
        for transport in (self._direct, *self._proxies.values()):
            transport.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, seen: Seen, deadline: float, request: httpx.Request) -> None:
        self._inner, self._seen, self._deadline, self._request = inner, seen, deadline, request

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._inner:
            size += len(chunk)
            if size > LARGEST:
                raise httpx.RemoteProtocolError(f"the answer has more than {LARGEST} bytes", request=self._request)
            if time.monotonic() > self._deadline:
                raise httpx.ReadTimeout("the whole answer took too long", request=self._request)
            yield chunk
        self._seen.whole = True

    def close(self) -> None:
        self._inner.close()

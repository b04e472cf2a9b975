"""Requests and responses of the service, free of any transport."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

JSON = "application/json;charset=UTF-8"

LARGEST = 50 * 1024 * 1024
"""Bytes that a request may have."""


@dataclass(frozen=True)
class Request:
    """An HTTP request. `path` is decoded, without the query; header names are in lower case.

    A parameter that is given several times has its values joined by commas.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def of(cls, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Request:
        """A request from a URL or a raw target."""
        parts = urlsplit(url)
        query: dict[str, str] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            query[name] = f"{query[name]},{value}" if name in query else value
        lower = {name.lower(): value for name, value in headers.items()}
        if lower.get("content-encoding", "").lower() == "gzip":
            body = _unpacked(body)
        return cls(method.upper(), parts.path, query, lower, body)

    @property
    def segments(self) -> list[str]:
        """The decoded parts of the path; an empty last one is left out."""
        parts = self.path.strip("/").split("/")
        return [unquote(part) for part in parts]


def _unpacked(body: bytes) -> bytes:
    """A compressed body, up to a byte more than a request may have; as it is where it is none."""
    try:
        return zlib.decompressobj(31).decompress(body, LARGEST + 1)
    except zlib.error:
        return body


@dataclass(frozen=True)
class Response:
    """An HTTP response with its whole body."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    waited: float = 0.0  #: seconds that declared faults took

    def json(self) -> Any:
        """The body as data; None for an empty one."""
        return json.loads(self.body) if self.body else None


@dataclass(frozen=True)
class Reply:
    """What a resource answers: data (or bytes, where the resource is a file) before it is written as a Response."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, headers: Mapping[str, str]) -> Response:
        """The reply as sent."""
        if self.body is None:
            return Response(self.status, b"", {**headers, **self.headers})
        if isinstance(self.body, bytes):
            return Response(
                self.status, self.body, {"Content-Type": "application/octet-stream", **headers, **self.headers}
            )
        body = json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
        return Response(self.status, body, {"Content-Type": JSON, **headers, **self.headers})

"""What a client that may only read lets through: looked at where requests leave, whatever asked for them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import requests

READS = re.compile(
    r"/services/data(/v\d+\.\d+(/(query|queryAll|search|parameterizedSearch|limits|recent|tabs|theme|actions)(/.*)?"
    r"|/sobjects(/.*)?|/?)?)?",
    re.S,
)
"""Resources that only tell, when they are asked by GET (a GET of an invocable action describes it)."""

IDENTITY = re.compile(r"/(services/oauth2/userinfo|id/\w{15,18}/\w{15,18})")
LOG_IN = "/services/oauth2/token"


class NotReading(requests.RequestException):
    """The request would have done more than read; it was not sent."""


def check(request: requests.PreparedRequest) -> None:
    """Raises NotReading for anything but a GET of data or a log-in."""
    path = unquote(urlsplit(request.url or "").path)
    override = next((name for name in request.headers if name.lower().startswith("x-http-method")), None)
    if request.method == "POST" and path == LOG_IN and override is None:
        return
    reads = request.method in ("GET", "HEAD") and ".." not in path and "_HttpMethod" not in (request.url or "")
    if not reads or override is not None or not (READS.fullmatch(path) or IDENTITY.fullmatch(path)):
        raise NotReading(f"this connection only reads: {request.method} {path[:120]} was not sent")

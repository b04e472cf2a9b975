"""What stands before every page: who may ask (this machine's own browser), and what a page may do (nothing outside).

There is no login in this version, so the console answers on loopback only. A page of another site in the same browser
can reach loopback too: it is told apart by the Host header (DNS rebinding), by Origin and Sec-Fetch-Site, and by a
token that only the console's own pages carry (`forms.py`).
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names under which the console answers."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not 'no-referrer': with it browsers send 'Origin: null' with a form, which could not be told from another site's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """Wraps the whole application, so that errors go out with the same headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if "cache-control" not in headers:
                    headers["Cache-Control"] = "no-store"
            await send(message)

        refused = refusal(scope["method"], Headers(scope=scope))
        if refused:
            await PlainTextResponse(refused, 403)(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)


def refusal(method: str, headers: Headers) -> str:
    """Why a request is refused; empty for one that may pass."""
    host = headers.get("host", "")
    if host_name(host) not in LOOPBACK:
        return "This console answers only to 127.0.0.1, localhost and [::1]."
    if method in SAFE:
        return ""
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return "Refused: the request comes from another site."
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "Refused: the request comes from another site."
    return ""


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets, in lower case; empty where it cannot be read."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""

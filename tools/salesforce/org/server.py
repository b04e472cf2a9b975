"""The org as a server on loopback, for clients in other processes."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from tools.salesforce.org import body, certificate
from tools.salesforce.org.embedded import EmbeddedOrg
from tools.salesforce.org.failure import ApiError, ReplyLost
from tools.salesforce.org.message import LARGEST, Reply, Request, Response
from workflow.errors import InputError

IDLE_S = 60
"""Seconds after which a silent connection is closed."""

LINGER_S = 10
"""Seconds for which the rest of a refused request is read away, so that its sender comes to read the answer."""


class OrgServer(ThreadingHTTPServer):
    """Serves one org; one thread a connection. With a certificate it speaks TLS, as clients of Salesforce expect."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, org: EmbeddedOrg, host: str, port: int, pem: Path | None, any_token: bool) -> None:
        self.org = org
        self.any_token = any_token
        self.tls: ssl.SSLContext | None = None
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        if pem is not None:
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(pem)
        super().__init__((host, port), _Handler)

    @property
    def url(self) -> str:
        """The address to give to clients."""
        host, port = self.server_address[:2]
        shown = f"[{host!s}]" if ":" in str(host) else str(host)
        return f"{'https' if self.tls else 'http'}://{shown}:{port}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shakes hands in the connection's own thread, so that a slow client holds up nobody else."""
        request.settimeout(IDLE_S)
        if self.tls is not None:
            try:
                request = self.tls.wrap_socket(request, server_side=True)
            except (OSError, ssl.SSLError):
                return
        super().finish_request(request, client_address)
        if self.tls is not None:
            request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is no event of the org."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "EmbeddedOrg"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body leave in one piece
    server: OrgServer

    def _answer(self) -> None:
        content = body.read(self.headers, self.rfile)
        if content is None:
            self.close_connection = True
            problem = f"a request must state its Content-Length or come in chunks, {LARGEST} bytes at most"
            self._send(Reply(413, ApiError("REQUEST_TOO_LARGE", problem).body()).response({"Connection": "close"}))
            self._linger()
            return
        headers = dict(self.headers.items())
        if not _is_loopback(urlsplit(f"//{self.headers.get('Host', '')}").hostname or ""):
            # A page elsewhere may have had its name resolve to this machine; it must not read the org.
            self._send(Reply(403, ApiError("API_DISABLED_FOR_ORG", "Host must be a loopback name").body()).response({}))
            return
        headers["X-Forwarded-Proto"] = "https" if self.server.tls else "http"
        if self.server.any_token and self.headers.get("Authorization"):
            headers["Authorization"] = f"Bearer {self.server.org.session_id}"
        request = Request.of(self.command, "/" + self.path.lstrip("/"), headers, content)
        try:
            self._send(self.server.org.handle(request))
        except ReplyLost:
            self.close_connection = True

    def handle_expect_100(self) -> bool:
        """Who asks before sending a body is told at once where it is too large."""
        return body.stated(self.headers) > LARGEST or super().handle_expect_100()

    def _linger(self) -> None:
        """Reads the rest away for a while: a connection closed on unread bytes is reset, and the answer with it."""
        end = monotonic() + LINGER_S
        with suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.connection.settimeout(LINGER_S)
            while monotonic() < end and self.rfile.read1(65536):
                pass

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do_HEAD = _answer

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, value in response.headers.items():
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not printed."""


def serve(
    org: EmbeddedOrg,
    host: str = "127.0.0.1",
    port: int = 8743,
    *,
    certificates: Path | None = None,
    any_token: bool = True,
) -> None:
    """Serves until interrupted: over TLS with a certificate kept in the directory `certificates`, else plainly.

    `any_token` takes every access token for the system administrator's. Raises InputError for an address that is not
    on loopback.
    """
    with _bind(org, host, port, certificates, any_token) as server:
        server.serve_forever()


@contextmanager
def serving(
    org: EmbeddedOrg,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    certificates: Path | None = None,
    any_token: bool = False,
) -> Iterator[OrgServer]:
    """Serves in the background, for the time of the block; port 0 takes a free one."""
    server = _bind(org, host, port, certificates, any_token)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _bind(org: EmbeddedOrg, host: str, port: int, certificates: Path | None, any_token: bool) -> OrgServer:
    if not _is_loopback(host):
        raise InputError(f"{host} is not on loopback; the embedded org is for this machine only")
    return OrgServer(org, host, port, certificate.ensure(certificates) if certificates else None, any_token)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False

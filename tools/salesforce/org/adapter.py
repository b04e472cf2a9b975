"""In process: an adapter for `requests` that answers from an embedded org, without a socket."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from tools.salesforce.org.embedded import EmbeddedOrg
from tools.salesforce.org.failure import ReplyLost
from tools.salesforce.org.message import Request


class OrgAdapter(BaseAdapter):
    """Mount it for `https://`: then every request of the session, log-ins too, goes to the org and nowhere else."""

    def __init__(self, org: EmbeddedOrg) -> None:
        super().__init__()
        self.org = org

    def send(  # the signature is that of the base class
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Answers a request; raises ConnectionError where a declared fault ends the connection.

        A declared latency above the time limit raises ReadTimeout: what was asked for is done nevertheless.
        """
        headers = {str(name): str(value) for name, value in request.headers.items()}
        asked = Request.of(request.method or "GET", request.url or "", headers, _body(request.body))
        try:
            answer = self.org.handle(asked)
        except ReplyLost as lost:
            raise requests.ConnectionError(("Connection aborted.", str(lost)), request=request) from lost
        limit = timeout[1] if isinstance(timeout, tuple) else timeout
        if limit is not None and answer.waited > limit:
            raise requests.ReadTimeout(f"Read timed out. (read timeout={limit})", request=request)
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict(answer.headers)
        response.encoding = "utf-8"
        response.raw = io.BytesIO(answer.body)
        response.url = request.url or ""
        response.request = request
        response.reason = REASONS.get(answer.status, "")
        return response

    def close(self) -> None:
        """Nothing is kept open."""


REASONS = {200: "OK", 201: "Created", 204: "No Content", 300: "Multiple Choices", 400: "Bad Request", 404: "Not Found"}


def adapter(org: EmbeddedOrg) -> BaseAdapter:
    """An adapter that answers from the org."""
    return OrgAdapter(org)


def session(org: EmbeddedOrg) -> requests.Session:
    """A session whose requests all go to the org."""
    made = requests.Session()
    made.trust_env = False
    made.mount("https://", adapter(org))
    return made


def _body(body: Any) -> bytes:
    if body is None:
        return b""
    if isinstance(body, bytes):
        return body
    if isinstance(body, str):
        return body.encode("utf-8")
    if hasattr(body, "read"):
        return bytes(body.read())
    return b"".join(body)

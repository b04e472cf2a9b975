"""The gate: API versions, log-ins, and who a request comes from."""

from __future__ import annotations

import base64
import binascii
import re
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from tools.salesforce.org import login, oauth, seed, settings
from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.message import Reply, Request, Response

OLDEST, LATEST = 31.0, 66.0
"""API versions that are answered."""

PASSWORD = "embedded"  # noqa: S105 (of an org that holds no secret and answers on loopback only)
"""The password of every user, unless the org is opened with another."""


@dataclass(frozen=True)
class Gate:
    """Lets users in by password, and sessions by their token."""

    password: str
    instance_url: str  #: the address of the org where the request does not tell
    with_password: bool = True  #: whether OAuth takes user name and password, as many orgs do not
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def answer(self, connection: sqlite3.Connection, request: Request) -> Response:
        """The answer to a request that is not below `/services/data/vXX.X`."""
        path = request.path.rstrip("/")
        if path == "/services/data":
            versions = [
                {"label": f"v{number}.0", "url": f"/services/data/v{number}.0", "version": f"{number}.0"}
                for number in range(int(OLDEST), int(LATEST) + 1)
            ]
            return Reply(200, versions).response({})
        organization = settings.read(connection, "organization")
        soap = re.fullmatch(r"/services/Soap/[uc]/(\d+\.\d)(?:/\w+)?", path)
        if soap is not None and request.method == "POST":
            user = self._log_in(connection, *login.soap_credentials(request.body))
            if user is None:
                return login.soap_refused()
            token = login.open_session(connection, organization, user)
            return login.soap_reply(self.instance(request), soap[1], organization, user, token)
        if path == "/services/oauth2/token" and request.method == "POST":
            return self._token(connection, request, organization).response({})
        if path == "/services/oauth2/revoke":
            return oauth.revoke(connection, login.token_request(request).get("token", "")).response({})
        if path == "/services/oauth2/userinfo" or path.startswith("/id/"):
            user = self.authenticate(connection, request)
            return Reply(200, seed.user_info(connection, user, organization, self.instance(request))).response({})
        raise ApiError("NOT_FOUND", "The requested resource does not exist")

    def authenticate(self, connection: sqlite3.Connection, request: Request) -> str:
        """The user of a request's session; raises INVALID_SESSION_ID."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not kind and request.path.startswith("/id/"):  # the identity service takes the token in the address too
            kind, token = "bearer", request.query.get("oauth_token", "")
        user = login.user_of(connection, token) if kind.lower() in ("bearer", "oauth") else None
        if user is None:
            raise ApiError("INVALID_SESSION_ID", "Session expired or invalid")
        return user

    def _token(self, connection: sqlite3.Connection, request: Request, organization: str) -> Reply:
        grants = oauth.Grants(
            connection, organization, self.instance(request), self.password, self.with_password, self.clock
        )
        return grants.reply(login.token_request(request), self._basic(request))

    def _basic(self, request: Request) -> str:
        kind, _, value = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "basic":
            return ""
        try:
            return base64.b64decode(value).decode("utf-8", "replace").partition(":")[2]
        except (binascii.Error, ValueError):
            return ""

    def _log_in(self, connection: sqlite3.Connection, username: str, password: str) -> str | None:
        found = login.find_user(connection, username)
        return found[0] if found and found[1] and password == self.password else None

    def instance(self, request: Request) -> str:
        """The address under which the client reached the org."""
        host = request.headers.get("host", "")
        if not host or host.endswith(".salesforce.com"):
            return self.instance_url
        return f"{request.headers.get('x-forwarded-proto', 'https')}://{host}"

"""OAuth: what `/services/oauth2/token` answers to each grant, and how tokens are taken back.

Served are client credentials, JWT bearer, refresh tokens and, unless the org is opened without it, user name and
password. A JWT is verified by the certificate or public key that was declared for its connected app.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from tools.salesforce.org import login, settings
from tools.salesforce.org.message import Reply

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")
LEEWAY = 180
"""Seconds that the clock of a client may be off."""


class Refused(Exception):
    """A grant that is not given: `error` and `description` as Salesforce says them."""

    def __init__(self, error: str, description: str) -> None:
        self.error, self.description = error, description
        super().__init__(f"{error}: {description}")


@dataclass(frozen=True)
class Grants:
    """Gives tokens. `password` is that of every user; `instance` the address under which the client came."""

    connection: sqlite3.Connection
    organization: str
    instance: str
    password: str
    with_password: bool
    clock: Callable[[], datetime]

    def reply(self, form: Mapping[str, str], basic: str) -> Reply:
        """The answer to a token request; `basic` is the secret of an Authorization header."""
        kinds = {
            "password": self._password, "client_credentials": self._client, JWT_BEARER: self._assertion,
            "refresh_token": self._refresh,
        }  # fmt: skip
        kind = kinds.get(form.get("grant_type", ""))
        if kind is None:
            return login.token_refused("unsupported_grant_type", "grant type not supported")
        try:
            user = kind({**form, "client_secret": form.get("client_secret", basic)})
        except Refused as refused:
            return login.token_refused(refused.error, refused.description)
        token = login.open_session(self.connection, self.organization, user)
        reply = login.token_reply(self.instance, self.organization, user, token)
        if form.get("grant_type") == "password" and "refresh_token" in form.get("scope", "").split():
            return Reply(200, {**reply.body, "refresh_token": refresh_token(self.connection, user)})
        return reply

    def _password(self, form: Mapping[str, str]) -> str:
        found = login.find_user(self.connection, form.get("username", ""))
        if not self.with_password or not found or not found[1] or form.get("password") != self.password:
            raise Refused("invalid_grant", "authentication failure")
        return found[0]

    def _client(self, form: Mapping[str, str]) -> str:
        if form.get("client_secret") != self.password:
            raise Refused("invalid_client", "invalid client credentials")
        return settings.read(self.connection, "administrator")

    def _refresh(self, form: Mapping[str, str]) -> str:
        found = self.connection.execute(
            "SELECT user FROM _refresh WHERE token = ?", (form.get("refresh_token", ""),)
        ).fetchone()
        if found is None:
            raise Refused("invalid_grant", "expired access/refresh token")
        return str(found[0])

    def _assertion(self, form: Mapping[str, str]) -> str:
        import jwt

        text = form.get("assertion", "")
        try:
            issuer = str(jwt.decode(text, options={"verify_signature": False}).get("iss"))
            found = self.connection.execute("SELECT key FROM _apps WHERE name = ?", (issuer,)).fetchone()
            if found is None:
                raise Refused("invalid_client_id", "client identifier invalid")
            options = {"require": ["exp", "sub", "aud"], "verify_exp": False}
            audiences = [*AUDIENCES, self.instance]
            claims = jwt.decode(text, found[0], algorithms=["RS256"], audience=audiences, options=options)  # type: ignore[arg-type]
        except jwt.InvalidAudienceError:
            raise Refused("invalid_grant", "audience is invalid") from None
        except jwt.PyJWTError:
            raise Refused("invalid_grant", "invalid assertion") from None
        if float(claims["exp"]) + LEEWAY < self.clock().timestamp():
            raise Refused("invalid_grant", "expired authorization code")
        user = login.find_user(self.connection, str(claims["sub"]))
        if not user or not user[1]:
            raise Refused("invalid_grant", "user hasn't approved this consumer")
        return user[0]


def declare_app(connection: sqlite3.Connection, consumer_key: str, certificate: str) -> None:
    """Keeps the public key of a connected app: PEM of a certificate, or of the key itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    data = certificate.encode()
    key = (
        x509.load_pem_x509_certificate(data).public_key()
        if b"BEGIN CERTIFICATE" in data
        else serialization.load_pem_public_key(data)
    )
    pem = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    connection.execute("INSERT OR REPLACE INTO _apps (name, key) VALUES (?, ?)", (consumer_key, pem))


def refresh_token(connection: sqlite3.Connection, user: str) -> str:
    """A new refresh token of a user."""
    token = f"5Aep{secrets.token_hex(40)}"
    connection.execute("INSERT INTO _refresh (token, user) VALUES (?, ?)", (token, user))
    return token


def revoke(connection: sqlite3.Connection, token: str) -> Reply:
    """Takes an access or refresh token back."""
    gone = connection.execute("DELETE FROM _sessions WHERE token = ?", (token,)).rowcount
    gone += connection.execute("DELETE FROM _refresh WHERE token = ?", (token,)).rowcount
    return Reply(200) if gone else login.token_refused("unsupported_token_type", "this token type is not supported")

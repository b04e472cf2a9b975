"""Ways to log in to an org. Secrets come from the environment, or from a file that it names, and stay in memory.

Flows: Salesforce Help, "OAuth 2.0 Client Credentials Flow", "OAuth 2.0 JWT Bearer Flow" and "OAuth 2.0 Refresh Token
Flow"; the auth file is what `sf org display --verbose --json` prints, or its `sfdxAuthUrl` alone.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from tools.salesforce.errors import Refusal, refusal
from workflow.errors import InputError

if TYPE_CHECKING:
    import requests

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
TOKEN_PATH = "/services/oauth2/token"  # noqa: S105 (an address)
JWT_SECONDS = 180

CURES = {
    "user hasn't approved this consumer": "let the user's permission set use the connected app: its policies, "
    "'Admin approved users are pre-authorized', and the permission set under 'Manage'",
    "no client credentials user enabled": "the connected app needs a user to run as: its policies, "
    "'Client Credentials Flow', 'Run As'",
    "audience is invalid": "the login URL must be https://login.salesforce.com, or https://test.salesforce.com for a "
    "sandbox",
    "invalid assertion": "the private key does not belong to the certificate of the connected app",
    "expired access/refresh token": "log in again with the sf command and export the file anew",
    "client identifier invalid": "the consumer key is not that of the connected app, or the app is younger than ten "
    "minutes",
    "invalid client credentials": "the consumer key and the consumer secret do not belong together",
    "request not supported on this domain": "use the org's own My Domain address, not login.salesforce.com",
    "ip restricted": "the address of this machine is not among the login IP ranges of the user's profile",
    "inactive user": "the user is not active",
}
"""What an administrator does about an OAuth error, by words of its description."""


@dataclass(frozen=True)
class Session:
    """An access token and the address of the org that takes it."""

    url: str
    token: str = field(repr=False)


class Login(Protocol):
    """One way to log in. `renews`: whether a session that has ended can be replaced."""

    @property
    def url(self) -> str:
        """The address of the org, or of the service that logs in to it."""
        ...

    @property
    def renews(self) -> bool: ...

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must not show anywhere."""
        ...

    def session(self, http: requests.Session) -> Session:
        """Logs in. Raises Refusal LOGIN_REFUSED, or what `requests` raises."""
        ...


@dataclass(frozen=True)
class AccessToken:
    """A token that was got elsewhere; it cannot be renewed."""

    url: str
    token: str = field(repr=False)
    renews: bool = False

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.token,)

    def session(self, http: requests.Session) -> Session:
        return Session(self.url, self.token)


@dataclass(frozen=True)
class ClientCredentials:
    """The connected app logs in as the user that it runs as; `url` is the org's My Domain."""

    url: str
    client: str
    secret: str = field(repr=False)
    renews: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.secret,)

    def session(self, http: requests.Session) -> Session:
        basic = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        form = {"grant_type": "client_credentials"}
        return ask(http, self, form, {"Authorization": f"Basic {basic}"})


@dataclass(frozen=True)
class JwtBearer:
    """A user whom the connected app knows by its certificate; `key` is the private key, PEM.

    `audience` is the login service: login.salesforce.com, test.salesforce.com, or the My Domain.
    """

    url: str
    client: str
    user: str
    key: str = field(repr=False)
    audience: str = ""
    renews: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        return (self.key,)

    def session(self, http: requests.Session) -> Session:
        import jwt

        audience = self.audience or self.url
        claims = {"iss": self.client, "sub": self.user, "aud": audience, "exp": int(time.time()) + JWT_SECONDS}
        try:
            assertion = jwt.encode(claims, self.key, algorithm="RS256")
        except (ValueError, TypeError, jwt.exceptions.PyJWTError) as error:
            problem = f"the private key cannot be used ({type(error).__name__}): a PEM of an RSA key is wanted"
            raise refusal("LOGIN_REFUSED", problem) from None
        form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
        return ask(http, self, form)


@dataclass(frozen=True)
class RefreshToken:
    """The session of a person who logged in with the sf command."""

    url: str
    client: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    renews: bool = True

    @property
    def secrets(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.token, self.secret)))

    def session(self, http: requests.Session) -> Session:
        form = {"grant_type": "refresh_token", "client_id": self.client, "refresh_token": self.token}
        if self.secret:
            form["client_secret"] = self.secret
        return ask(http, self, form)


def ask(
    http: requests.Session,
    login: ClientCredentials | JwtBearer | RefreshToken,
    form: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> Session:
    """Asks a token endpoint. Raises Refusal LOGIN_REFUSED that says what an administrator can do."""
    import warnings

    from simple_salesforce.exceptions import SalesforceAuthenticationFailed
    from simple_salesforce.login import token_login

    url, sent = login.url, dict(headers) if headers else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            token, host = token_login(f"{url}{TOKEN_PATH}", dict(form), "", login.client, sent, None, http)
    except SalesforceAuthenticationFailed as error:
        raise _refused(login, error) from None
    except (AttributeError, TypeError):
        raise refusal("LOGIN_REFUSED", f"{url} did not answer as a login service of Salesforce does") from None
    if not token or not host:
        raise refusal("LOGIN_REFUSED", f"{url} gave no access token")
    scheme = "http" if urlsplit(url).scheme == "http" and urlsplit(f"//{host}").hostname in LOOPBACK else "https"
    return Session(f"{scheme}://{host.rstrip('/')}", token)


def address(url: str, what: str) -> str:
    """`scheme://host` of an address. Raises InputError for one that is none, or would send secrets in clear."""
    parts = urlsplit(url if "//" in url else f"https://{url}")
    if not parts.hostname or parts.scheme not in ("https", "http"):
        raise InputError(f"{what}: the address of an org is wanted, such as https://example.my.salesforce.com")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise InputError(f"{what}: {parts.hostname} is not on this machine: use https")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _refused(login: Login, error: Exception) -> Refusal:
    code, said = str(getattr(error, "code", "") or ""), str(getattr(error, "auth_message", "") or "")
    for secret in login.secrets:
        said = said.replace(secret, "…")
    near = f"{code} {said}".lower().replace("_", " ")
    cure = next((cure for words, cure in CURES.items() if words in near), "")
    told = " ".join(filter(None, (code, f"({said[:200]})" if said else "")))
    return refusal(
        "LOGIN_REFUSED", f"{login.url} refused the login: {told}" + (f". What to do: {cure}" if cure else "")
    )

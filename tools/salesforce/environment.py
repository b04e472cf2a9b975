"""The org that the environment names, and how to log in to it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from tools.salesforce.login import AccessToken, ClientCredentials, JwtBearer, Login, RefreshToken, address
from workflow.errors import InputError

PREFIX = "SWITCHYARD_SALESFORCE_"
URL = f"{PREFIX}INSTANCE_URL"
TOKEN = f"{PREFIX}ACCESS_TOKEN"
CLIENT = f"{PREFIX}CLIENT_ID"
SECRET = f"{PREFIX}CLIENT_SECRET"
USER = f"{PREFIX}USERNAME"
KEY = f"{PREFIX}PRIVATE_KEY"
KEY_FILE = f"{PREFIX}PRIVATE_KEY_FILE"
LOGIN_URL = f"{PREFIX}LOGIN_URL"
AUTH_FILE = f"{PREFIX}AUTH_FILE"

WAYS = f"""\
  {TOKEN}: an access token
  {CLIENT} and {SECRET}: OAuth client credentials
  {CLIENT}, {USER} and {KEY} or {KEY_FILE}: OAuth JWT bearer ({LOGIN_URL} for a sandbox)
  {AUTH_FILE}: a file of the sf command (then no address is needed)"""

LOGIN = "https://login.salesforce.com"
SFDX = re.compile(r"force://(?P<client>[^:@\s]*):(?P<secret>[^:@\s]*):(?P<token>[^@\s]+)@(?P<host>[^\s/]+)/?")
LARGEST_FILE = 1_000_000


def is_named() -> bool:
    """Whether the environment names an org."""
    return bool(_said(URL) or _said(AUTH_FILE))


def org_address() -> str:
    """The address of the org that the environment names, as it stands there; empty for none. Raises InputError."""
    return of_file(Path(_said(AUTH_FILE))).url if _said(AUTH_FILE) else _said(URL)


def login() -> Login | None:
    """The one way to log in that the environment names; None where it names no org. Raises InputError."""
    url = _said(URL)
    if _said(AUTH_FILE):
        return of_file(Path(_said(AUTH_FILE)))
    if not url:
        given = [name for name in (TOKEN, SECRET, KEY, KEY_FILE) if _said(name)]
        if given:
            raise InputError(f"{given[0]} is set, and {URL} is not: they belong together")
        return None
    org = address(url, URL)
    ways: list[Login] = []
    if _said(TOKEN):
        ways.append(AccessToken(org, _said(TOKEN)))
    if _said(SECRET):
        ways.append(ClientCredentials(org, _needed(CLIENT, SECRET), _said(SECRET)))
    if _said(KEY) or _said(KEY_FILE):
        ways.append(_jwt(org))
    if not ways:
        raise InputError(f"{URL} is set, and nothing to log in with. One of these is wanted:\n{WAYS}")
    if len(ways) > 1:
        names = ", ".join(type(way).__name__ for way in ways)
        raise InputError(f"{URL}: there are several ways to log in ({names}): leave one. They are:\n{WAYS}")
    return ways[0]


def of_file(path: Path) -> Login:
    """The login that a file of the sf command holds. Raises InputError."""
    try:
        raw = path.read_bytes()[: LARGEST_FILE + 1]
        text = raw.decode("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{AUTH_FILE}: {path} cannot be read: {getattr(error, 'strerror', '') or error}") from error
    told: object = text
    if text.startswith("{"):
        try:
            told = json.loads(text)
        except ValueError:
            raise InputError(f"{AUTH_FILE}: {path} is no JSON") from None
        inner = told.get("result") if isinstance(told, dict) else None
        told = inner if isinstance(inner, dict) else told
    values = told if isinstance(told, dict) else {"sfdxAuthUrl": told}
    found = SFDX.fullmatch(str(values.get("sfdxAuthUrl") or "").strip())
    if found:
        org = address(f"https://{found['host']}", f"{AUTH_FILE} {path}")
        return RefreshToken(org, found["client"] or "PlatformCLI", found["token"], found["secret"])
    if values.get("accessToken") and values.get("instanceUrl"):
        return AccessToken(address(str(values["instanceUrl"]), f"{AUTH_FILE} {path}"), str(values["accessToken"]))
    made_by = f"sf org display --verbose --json --target-org NAME > {path.name}"
    raise InputError(f"{AUTH_FILE}: {path} holds no login; '{made_by}' makes one")


def _jwt(org: str) -> Login:
    key = os.environ.get(KEY, "").strip().replace("\\n", "\n")
    if not key:
        try:
            key = Path(_said(KEY_FILE)).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{KEY_FILE}: {_said(KEY_FILE)} cannot be read: {error}") from error
    audience = address(_said(LOGIN_URL) or LOGIN, LOGIN_URL)
    return JwtBearer(org, _needed(CLIENT, "a private key"), _needed(USER, "a private key"), key, audience)


def _needed(name: str, beside: str) -> str:
    if not _said(name):
        raise InputError(f"{name} is not set: {beside} needs it")
    return _said(name)


def _said(name: str) -> str:
    return os.environ.get(name, "").strip()

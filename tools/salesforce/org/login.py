"""Sessions: the SOAP and OAuth log-ins that clients use, and who a session belongs to."""

from __future__ import annotations

import re
import secrets
import sqlite3
import string
import time
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import parse_qsl

from tools.salesforce.org.message import Reply, Request, Response

SIGNS = string.ascii_letters + string.digits + "._"
"""Characters of a session token after the organization's id; clients refuse others."""


def open_session(connection: sqlite3.Connection, organization: str, user: str) -> str:
    """A new session token of a user."""
    token = f"{organization[:15]}!{''.join(secrets.choice(SIGNS) for _ in range(96))}"
    connection.execute("INSERT INTO _sessions (token, user) VALUES (?, ?)", (token, user))
    return token


def user_of(connection: sqlite3.Connection, token: str) -> str | None:
    """The user that a session belongs to."""
    found = connection.execute("SELECT user FROM _sessions WHERE token = ?", (token,)).fetchone()
    return found[0] if found else None


def find_user(connection: sqlite3.Connection, username: str) -> tuple[str, bool] | None:
    """Id of the user of that name, and whether it is active."""
    found = connection.execute('SELECT "Id", "IsActive" FROM "User" WHERE "Username" = ?', (username,)).fetchone()
    return (found[0], bool(found[1])) if found else None


def token_request(request: Request) -> Mapping[str, str]:
    """The form of an OAuth token request."""
    return dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)) | dict(request.query)


def token_reply(instance: str, organization: str, user: str, token: str) -> Reply:
    """What `/services/oauth2/token` answers."""
    body = {
        "access_token": token,
        "instance_url": instance,
        "id": f"{instance}/id/{organization}/{user}",
        "token_type": "Bearer",
        "issued_at": str(int(time.time() * 1000)),
        "signature": secrets.token_urlsafe(32),
    }
    return Reply(200, body)


def token_refused(error: str, description: str) -> Reply:
    """What `/services/oauth2/token` answers to wrong credentials."""
    return Reply(400, {"error": error, "error_description": description})


def soap_credentials(body: bytes) -> tuple[str, str]:
    """User name and password of a SOAP log-in. The text is searched, not parsed as XML: it is a stranger's."""
    text = body.decode("utf-8", "replace")
    found = []
    for name in ("username", "password"):
        match = re.search(rf"<(?:\w+:)?{name}>([^<]*)</(?:\w+:)?{name}>", text)
        found.append(unescape(match.group(1)) if match else "")
    return found[0], found[1]


def soap_reply(instance: str, version: str, organization: str, user: str, token: str) -> Response:
    """What a SOAP log-in answers."""
    place = f"{instance}/services/Soap/u/{version}/{organization[:15]}"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com">'
        "<soapenv:Body><loginResponse><result>"
        f"<serverUrl>{escape(place)}</serverUrl><sessionId>{escape(token)}</sessionId><userId>{user}</userId>"
        f"<userInfo><organizationId>{organization}</organizationId><userId>{user}</userId></userInfo>"
        "</result></loginResponse></soapenv:Body></soapenv:Envelope>"
    )
    return Response(200, body.encode(), {"Content-Type": "text/xml; charset=utf-8"})


def soap_refused() -> Response:
    """What a SOAP log-in answers to wrong credentials."""
    message = "INVALID_LOGIN: Invalid username, password, security token; or user locked out."
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope '
        'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com">'
        f"<soapenv:Body><soapenv:Fault><faultcode>INVALID_LOGIN</faultcode><faultstring>{message}</faultstring><detail>"
        f"<sf:LoginFault><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode><sf:exceptionMessage>{message}"
        "</sf:exceptionMessage></sf:LoginFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>"
    )
    return Response(500, body.encode(), {"Content-Type": "text/xml; charset=utf-8"})

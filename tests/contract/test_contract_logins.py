"""Log-ins by OAuth and platform events, over the stock ways."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from org_desk import Desk, refusal
from simple_salesforce.exceptions import SalesforceError

from tools.salesforce.org import EmbeddedOrg
from tools.salesforce.org.message import Request

ADMINISTRATOR = "admin@embedded.example"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def token(desk: Desk, **form: str) -> tuple[int, dict[str, Any]]:
    answer = desk.session.post(f"{desk.url}/services/oauth2/token", data=form)
    return answer.status_code, answer.json()


def works(desk: Desk, access: str) -> bool:
    desk.sf.session_id = access
    return bool(desk.raw("GET", "limits").status_code == 200)


def assertion(key: rsa.RSAPrivateKey = KEY, **claims: Any) -> str:
    import jwt

    told = {
        "iss": "consumer", "sub": ADMINISTRATOR, "aud": "https://login.salesforce.com",
        "exp": datetime(2026, 3, 4, 10, 30, tzinfo=UTC) + timedelta(minutes=3),
    } | claims  # fmt: skip
    return jwt.encode(told, key, algorithm="RS256")


@pytest.fixture
def app(desk: Desk) -> Desk:
    public = KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    desk.org.declare_app("consumer", public.decode())
    return desk


def test_a_signed_assertion_logs_in(app: Desk) -> None:
    status, body = token(app, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=assertion())
    assert (status, body["token_type"]) == (200, "Bearer")
    assert works(app, body["access_token"])


@pytest.mark.parametrize(
    ("given", "error", "description"),
    [
        (assertion(iss="nobody"), "invalid_client_id", "client identifier invalid"),
        (assertion(OTHER), "invalid_grant", "invalid assertion"),
        (assertion(aud="https://elsewhere.example"), "invalid_grant", "audience is invalid"),
        (assertion(sub="nobody@embedded.example"), "invalid_grant", "user hasn't approved this consumer"),
        (assertion(exp=datetime(2026, 3, 4, 10, tzinfo=UTC)), "invalid_grant", "expired authorization code"),
        ("x.y.z", "invalid_grant", "invalid assertion"),
        ("", "invalid_grant", "invalid assertion"),
    ],
)
def test_other_assertions_are_refused(app: Desk, given: str, error: str, description: str) -> None:
    status, body = token(app, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=given)
    assert (status, body) == (400, {"error": error, "error_description": description})


def test_an_unsigned_assertion_is_refused(app: Desk) -> None:
    import jwt

    bare = jwt.encode({"iss": "consumer", "sub": ADMINISTRATOR, "aud": "https://login.salesforce.com"}, "", "none")
    assert token(app, grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=bare)[0] == 400


def test_a_session_is_refreshed_until_it_is_taken_back(desk: Desk) -> None:
    given = {"username": ADMINISTRATOR, "password": "embedded", "scope": "api refresh_token"}
    first = token(desk, grant_type="password", **given)[1]
    status, second = token(desk, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (status, "refresh_token" in second) == (200, False)
    assert works(desk, second["access_token"])
    for one in (second["access_token"], first["refresh_token"]):
        assert desk.session.post(f"{desk.url}/services/oauth2/revoke", data={"token": one}).status_code == 200
    assert not works(desk, second["access_token"])
    assert token(desk, grant_type="refresh_token", refresh_token=first["refresh_token"]) == (
        400, {"error": "invalid_grant", "error_description": "expired access/refresh token"},
    )  # fmt: skip


def test_an_org_may_refuse_passwords() -> None:
    org = EmbeddedOrg(None, password_grant=False)
    body = f"grant_type=password&username={ADMINISTRATOR}&password=embedded".encode()
    answer = org.handle(Request.of("POST", "/services/oauth2/token", {}, body))
    assert (answer.status, answer.json()["error"]) == (400, "invalid_grant")
    org.close()


def test_platform_events_are_published_and_read_in_their_order(desk: Desk) -> None:
    port = {"type": "string", "length": 18}
    depth = {"type": "double", "required": True}
    desk.org.declare_objects([{"object": "Closed__e", "fields": {"Port__c": port, "Depth__c": depth}}])
    for name in ("Kiel", "Graz"):
        desk.add("Closed__e", Port__c=name, Depth__c=1)
    first, second = desk.org.published("Closed__e")
    assert (first.payload["Port__c"], second.payload["Port__c"], second.replay > first.replay) == ("Kiel", "Graz", True)
    assert [one.payload["Port__c"] for one in desk.org.published("Closed__e", first.replay)] == ["Graz"]
    with pytest.raises(SalesforceError) as error:
        desk.add("Closed__e", Port__c="x")
    assert refusal(error)[1] == "REQUIRED_FIELD_MISSING"
    with pytest.raises(SalesforceError) as error:
        desk.sf.query("SELECT Port__c FROM Closed__e")
    assert refusal(error)[1] == "INVALID_TYPE"
    assert desk.sf.Closed__e.describe()["queryable"] is False
    rolled = [{"attributes": {"type": "Closed__e"}, "Depth__c": 1}, {"attributes": {"type": "Account"}}]
    desk.raw("POST", "composite/sobjects", json={"allOrNone": True, "records": rolled})
    assert len(desk.org.published("Closed__e")) == 2

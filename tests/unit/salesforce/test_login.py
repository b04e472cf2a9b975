"""Every way to log in, with secrets that stay where they are; a session that ends is replaced, once and not for ever."""

from __future__ import annotations

import base64
import json
import logging
from pathlib import Path
from urllib.parse import parse_qs

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from desk import Desk
from script import TOKEN, URL, scripted

from tools.salesforce import environment
from tools.salesforce.client import Client, from_environment
from tools.salesforce.errors import Refusal
from tools.salesforce.login import AccessToken, ClientCredentials, JwtBearer, RefreshToken
from tools.salesforce.org import server
from workflow.errors import InputError

GRANTED = (200, {"access_token": TOKEN, "instance_url": URL, "token_type": "Bearer"})
RENEWED = (200, {"access_token": "00D!second", "instance_url": URL, "token_type": "Bearer"})
ENDED = (401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])
CREDENTIALS = ClientCredentials(URL, "the-key", "the-secret")


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in vars(environment).values():
        if isinstance(name, str) and name.startswith(environment.PREFIX):
            monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem.decode(), public.decode()


def form_of(body: object) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(str(body)).items()}


def test_client_credentials_are_sent_once_and_the_session_is_kept() -> None:
    client, script, _ = scripted(GRANTED, (200, {"a": 1}), login=CREDENTIALS)
    client.request("GET", "limits")
    client.request("GET", "limits")
    assert [request.path_url.split("?")[0] for request in script.sent] == [
        "/services/oauth2/token", "/services/data/v62.0/limits", "/services/data/v62.0/limits",
    ]  # fmt: skip
    assert form_of(script.sent[0].body) == {"grant_type": "client_credentials"}
    assert base64.b64decode(script.sent[0].headers["Authorization"].split()[1]) == b"the-key:the-secret"
    assert script.sent[1].headers["Authorization"] == f"Bearer {TOKEN}"
    assert client.usage.calls == 2, "a log-in is no API call"


def test_client_credentials_open_the_embedded_org_over_loopback(desk: Desk) -> None:
    with server.serving(desk.org) as running:
        client = Client(ClientCredentials(running.url, "any", "embedded"))
        assert client.total("SELECT COUNT() FROM Account") == 1
        client.close()
        with pytest.raises(Refusal, match="LOGIN_REFUSED") as caught:
            Client(ClientCredentials(running.url, "any", "wrong")).request("GET", "limits")
    assert "wrong" not in caught.value.failure.message


def test_a_jwt_is_signed_for_the_user_and_the_login_service(keys: tuple[str, str]) -> None:
    login = JwtBearer(URL, "the-key", "robot@example.com", keys[0], "https://test.salesforce.com")
    client, script, _ = scripted(GRANTED, (200, {"a": 1}), login=login)
    client.request("GET", "limits")
    form = form_of(script.sent[0].body)
    assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    claims = jwt.decode(form["assertion"], keys[1], algorithms=["RS256"], audience="https://test.salesforce.com")
    assert (claims["iss"], claims["sub"]) == ("the-key", "robot@example.com")


def test_a_private_key_that_is_none_is_said_and_not_shown() -> None:
    client, script, _ = scripted(GRANTED, login=JwtBearer(URL, "k", "u", "no key at all"))
    with pytest.raises(Refusal, match="private key") as caught:
        client.request("GET", "limits")
    assert script.sent == []
    assert "no key at all" not in str(caught.value)


def test_a_session_that_ended_is_replaced_and_the_call_goes_through() -> None:
    client, script, _ = scripted(GRANTED, ENDED, RENEWED, (200, {"a": 1}), login=CREDENTIALS)
    assert client.request("GET", "limits") == {"a": 1}
    assert script.sent[3].headers["Authorization"] == "Bearer 00D!second"


def test_a_session_that_is_refused_again_after_the_log_in_ends_the_call() -> None:
    client, script, _ = scripted(GRANTED, ENDED, RENEWED, ENDED, RENEWED, ENDED, login=CREDENTIALS)
    with pytest.raises(Refusal, match="INVALID_SESSION_ID"):
        client.request("GET", "limits")
    assert len([request for request in script.sent if "oauth2" in request.path_url]) <= 3


def test_a_write_is_not_lost_with_the_session() -> None:
    client, script, _ = scripted(GRANTED, ENDED, RENEWED, (201, {"id": "x"}), login=CREDENTIALS)
    assert client.request("POST", "sobjects/Account", {"Name": "n"}) == {"id": "x"}
    assert json.loads(script.sent[3].body or "") == {"Name": "n"}


@pytest.mark.parametrize(
    ("error", "said", "cure"),
    [
        ("invalid_grant", "user hasn't approved this consumer", "permission set"),
        ("invalid_client", "invalid client credentials", "consumer key and the consumer secret"),
        ("invalid_grant", "no client credentials user enabled", "Run As"),
        ("invalid_grant", "audience is invalid", "test.salesforce.com"),
        ("invalid_grant", "request not supported on this domain", "My Domain"),
    ],
)
def test_a_refused_log_in_says_what_an_administrator_does(error: str, said: str, cure: str) -> None:
    client, _, _ = scripted((400, {"error": error, "error_description": said}), login=CREDENTIALS)
    with pytest.raises(Refusal, match=cure) as caught:
        client.request("GET", "limits")
    assert caught.value.failure.code == "LOGIN_REFUSED"


def test_a_login_service_that_is_none_is_told() -> None:
    client, _, _ = scripted((200, {"hello": "world"}), login=CREDENTIALS)
    with pytest.raises(Refusal, match="LOGIN_REFUSED"):
        client.request("GET", "limits")


def test_secrets_show_nowhere(keys: tuple[str, str], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    ways = [CREDENTIALS, JwtBearer(URL, "k", "u", keys[0]), RefreshToken(URL, "k", "5Aep!refresh", "s3cret")]
    for way in ways:
        echo = {"error": "invalid_grant", "error_description": " ".join(way.secrets)}
        client, _, _ = scripted((400, echo), login=way)
        with pytest.raises(Refusal) as caught:
            client.request("GET", "limits")
        shown = f"{way!r} {client!r} {caught.value} {caplog.text}"
        assert not any(secret[:40] in shown for secret in way.secrets)


def test_the_environment_names_one_way(monkeypatch: pytest.MonkeyPatch, keys: tuple[str, str], tmp_path: Path) -> None:
    def set_all(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(environment.PREFIX + name, value)

    set_all(INSTANCE_URL=URL, CLIENT_ID="k", CLIENT_SECRET="s")
    assert environment.login() == ClientCredentials(URL, "k", "s")
    set_all(ACCESS_TOKEN="t")
    with pytest.raises(InputError, match="several ways"):
        environment.login()
    for name in ("ACCESS_TOKEN", "CLIENT_SECRET"):
        monkeypatch.delenv(environment.PREFIX + name)
    file = tmp_path / "key.pem"
    file.write_text(keys[0])
    set_all(PRIVATE_KEY_FILE=str(file))
    with pytest.raises(InputError, match="USERNAME"):
        environment.login()
    set_all(USERNAME="u", LOGIN_URL="test.salesforce.com")
    assert environment.login() == JwtBearer(URL, "k", "u", keys[0], "https://test.salesforce.com")


def test_a_file_of_the_sf_command_needs_no_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "org.json"
    monkeypatch.setenv(environment.AUTH_FILE, str(file))
    kept = "force://PlatformCLI::5Aep861TSESvWeug@unit.my.salesforce.com"
    file.write_text(
        json.dumps({"status": 0, "result": {"sfdxAuthUrl": kept, "accessToken": TOKEN, "instanceUrl": URL}})
    )
    login = environment.login()
    assert login == RefreshToken(URL, "PlatformCLI", "5Aep861TSESvWeug")
    assert environment.org_address() == URL
    client = from_environment()
    assert client is not None
    assert client.host == "unit.my.salesforce.com"
    file.write_text(json.dumps({"result": {"accessToken": TOKEN, "instanceUrl": URL}}))
    assert environment.login() == AccessToken(URL, TOKEN)
    file.write_text(kept)
    assert isinstance(environment.login(), RefreshToken)
    file.write_text("{}")
    with pytest.raises(InputError, match="sf org display"):
        environment.login()
    file.unlink()
    with pytest.raises(InputError, match=str(file)):
        environment.login()


def test_a_refresh_token_gives_sessions() -> None:
    client, script, _ = scripted(GRANTED, (200, {"a": 1}), login=RefreshToken(URL, "PlatformCLI", "5Aep"))
    client.request("GET", "limits")
    assert form_of(script.sent[0].body) == {
        "grant_type": "refresh_token", "client_id": "PlatformCLI", "refresh_token": "5Aep",
    }  # fmt: skip

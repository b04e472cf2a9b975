"""Requests travel with limits, are repeated only where that does no harm, and carry the token nowhere else."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import requests
from desk import Desk, no_contents, opening
from script import TOKEN, URL, scripted
from urllib3.exceptions import MaxRetryError, NewConnectionError

from tools.salesforce import http
from tools.salesforce.client import Client, from_environment, of_token
from tools.salesforce.environment import TOKEN as TOKEN_VARIABLE
from tools.salesforce.environment import URL as URL_VARIABLE
from tools.salesforce.errors import Refusal
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault, server
from workflow.errors import InputError


def told(client: Client, method: str = "GET", path: str = "limits", body: Any = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        client.request(method, path, body)
    return caught.value


def test_every_request_has_time_limits() -> None:
    client, script, _ = scripted((200, {"a": 1}))
    client.request("GET", "limits")
    assert script.options[0]["timeout"] == (http.CONNECT_SECONDS, http.READ_SECONDS)


def test_a_read_is_repeated_and_waits_longer_each_time() -> None:
    client, script, waits = scripted(requests.ConnectionError("x"), (503, []), (200, {"a": 1}))
    assert client.request("GET", "limits") == {"a": 1}
    assert (len(script.sent), waits) == (3, [0.5, 1.0])


@pytest.mark.parametrize("lost", [requests.ConnectionError("reset"), requests.ReadTimeout("slow")])
def test_a_write_that_may_have_arrived_is_not_repeated(lost: Exception) -> None:
    client, script, _ = scripted(lost, (200, {"a": 1}))
    failure = told(client, "POST", "composite", {}).failure
    assert (failure.code, failure.retry) == ("NO_REPLY", "unknown")
    assert len(script.sent) == 1


def test_a_write_that_never_left_is_repeated() -> None:
    refused = requests.ConnectionError(MaxRetryError(None, "/", NewConnectionError(None, "refused")))  # type: ignore[arg-type]
    client, script, _ = scripted(refused, (200, {"a": 1}))
    assert client.request("POST", "composite", {}) == {"a": 1}
    assert len(script.sent) == 2


def test_an_org_that_can_not_be_reached_is_told_as_such() -> None:
    client, _, _ = scripted(requests.ConnectTimeout("x"))
    failure = told(client, "POST", "composite", {}).failure
    assert (failure.code, failure.retry) == ("NO_CONNECTION", "later")


def test_a_session_that_is_refused_for_good_is_not_refreshed_for_ever() -> None:
    client, script, _ = scripted((401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired"}]))
    salesforce = client._connected()
    salesforce._salesforce_login_partial = lambda: (TOKEN, "unit.my.salesforce.com")  # type: ignore[assignment]
    failure = told(client).failure
    assert (failure.code, failure.retry) == ("INVALID_SESSION_ID", "later")
    assert len(script.sent) == http.SESSIONS_REFUSED
    told(client)
    assert len(script.sent) == 2 * http.SESSIONS_REFUSED, "another call may try again"


@pytest.mark.parametrize(
    ("status", "body", "code", "retry"),
    [
        (400, [{"errorCode": "STRING_TOO_LONG", "message": "m", "fields": ["Name"]}], "STRING_TOO_LONG", "never"),
        (400, [{"errorCode": "UNABLE_TO_LOCK_ROW", "message": "m"}], "UNABLE_TO_LOCK_ROW", "now"),
        (403, [{"errorCode": "REQUEST_LIMIT_EXCEEDED", "message": "m"}], "REQUEST_LIMIT_EXCEEDED", "later"),
        (500, [{"errorCode": "UNKNOWN_EXCEPTION", "message": "m"}], "UNKNOWN_EXCEPTION", "unknown"),
        (502, "<html>bad gateway</html>", "UNKNOWN_EXCEPTION", "unknown"),
        (503, "<html>down</html>", "SERVER_UNAVAILABLE", "later"),
        (504, "", "GATEWAY_TIMEOUT", "unknown"),
    ],
)
def test_errors_of_a_write_are_told_by_their_code(status: int, body: Any, code: str, retry: str) -> None:
    client, _, _ = scripted((status, body))
    failure = told(client, "POST", "composite", {}).failure
    assert (failure.code, failure.retry) == (code, retry)


def test_the_use_of_the_api_is_watched() -> None:
    client, _, _ = scripted((200, {"a": 1}))
    with http.counting() as count:
        client.request("GET", "limits")
    assert (client.usage.used, client.usage.allowed, client.usage.calls, count.calls) == (18, 5000, 1, 1)


def test_direct_writes_of_cases_run_no_assignment_rules() -> None:
    client, script, _ = scripted((201, {"id": "x"}))
    client.request("POST", "sobjects/Case", {})
    client.request("POST", "sobjects/Account", {})
    assert [request.headers.get("Sforce-Auto-Assign") for request in script.sent] == ["FALSE", None]


def test_writes_of_cases_in_a_composite_run_no_assignment_rules(desk: Desk) -> None:
    client, script, _ = scripted((500, []))
    client._descriptions = desk.client._descriptions
    for name in ("Case", "EmailMessage", "Orchestration_Run__c"):
        desk.client.describe(name)
    client._queues, client._queues_read = {"intake": desk.queues["INTAKE"]}, client._clock()
    open_record(client, opening(), no_contents)
    posted = next(json.loads(request.body or "") for request in script.sent if request.method == "POST")
    headers = {part["referenceId"]: part.get("httpHeaders") for part in posted["compositeRequest"]}
    assert headers["case"] == {"Sforce-Auto-Assign": "FALSE"}


def test_what_is_looked_up_once_is_asked_for_once(desk: Desk) -> None:
    client = desk.connect()
    for number in range(3):
        open_record(client, opening("R" + str(number) * 20), no_contents)
    assert client.usage.calls == 3 + 4, "three messages; once each: queues, and descriptions of three objects"


def test_the_token_shows_in_no_representation_and_no_message(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = [{"errorCode": "INVALID_FIELD", "message": f"bad header Bearer {TOKEN} and sid={TOKEN}"}]
    client, _, _ = scripted((400, answers))
    refusal = told(client)
    network, _, _ = scripted(requests.ConnectionError(f"https://u:{TOKEN}@proxy.example failed"))
    shown = [repr(client), str(client), str(refusal), repr(refusal), refusal.failure.model_dump_json()]
    shown += [str(told(network)), caplog.text, repr(vars(refusal))]
    assert not any(TOKEN in text or "secret.of" in text for text in shown)


def test_a_token_is_not_sent_in_clear_beyond_this_machine() -> None:
    with pytest.raises(InputError, match="use https"):
        of_token("http://unit.my.salesforce.com", TOKEN)


def test_half_a_configuration_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    assert from_environment() is None
    monkeypatch.setenv(URL_VARIABLE, URL)
    with pytest.raises(InputError, match=TOKEN_VARIABLE):
        from_environment()
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    client = from_environment()
    assert client is not None
    assert client.host == "unit.my.salesforce.com"


def test_an_org_on_loopback_is_reached_by_its_address_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with server.serving(desk.org) as running:
        monkeypatch.setenv(URL_VARIABLE, running.url)
        monkeypatch.setenv(TOKEN_VARIABLE, desk.org.session_id)
        client = from_environment()
        assert client is not None
        result = open_record(client, opening(), no_contents)
        client.close()
    assert result.ok
    assert desk.count("Case") == 1


def test_an_expired_session_is_a_failure(desk: Desk) -> None:
    desk.org.faults.declare(Fault(code="INVALID_SESSION_ID", times=0))
    failure = open_record(desk.connect(), opening(), no_contents).failure
    assert failure is not None
    assert failure.code == "INVALID_SESSION_ID"

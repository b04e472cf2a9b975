"""What leaves for the org: repeated only where that is safe, within the share of calls, reading only where so asked."""

from __future__ import annotations

import gzip
import json
import logging
from typing import Any

import pytest
import requests
from desk import Desk
from requests.adapters import HTTPAdapter
from script import TOKEN, URL, scripted

from tools.salesforce import usage
from tools.salesforce.client import of_token
from tools.salesforce.errors import Refusal
from tools.salesforce.http import session
from tools.salesforce.org import INSTANCE_URL, adapter, server
from workflow.errors import InputError

OK = (200, {"a": 1})


def refused(status: int, code: str, message: str = "m") -> tuple[int, Any]:
    return (status, [{"errorCode": code, "message": message}])


LOCKED = refused(400, "UNABLE_TO_LOCK_ROW")
DOWN = refused(503, "SERVER_UNAVAILABLE")
BUSY = refused(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")
SPENT = refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
BROKEN = refused(500, "UNKNOWN_EXCEPTION")


@pytest.mark.parametrize(
    ("method", "answer", "sent"),
    [
        ("GET", LOCKED, 2), ("GET", DOWN, 2), ("GET", BUSY, 2), ("GET", BROKEN, 2), ("GET", (502, "<html>"), 2),
        ("GET", SPENT, 1), ("GET", refused(400, "MALFORMED_QUERY"), 1), ("GET", refused(404, "NOT_FOUND"), 1),
        ("POST", DOWN, 2), ("POST", BUSY, 2),
        ("POST", LOCKED, 1), ("POST", BROKEN, 1), ("POST", (502, "<html>"), 1), ("POST", (503, "<html>"), 1),
        ("POST", (504, ""), 1), ("POST", SPENT, 1), ("POST", refused(400, "STRING_TOO_LONG"), 1),
        ("PATCH", requests.ReadTimeout("x"), 1), ("GET", requests.ReadTimeout("x"), 2),
    ],
)  # fmt: skip
def test_only_what_is_safe_is_sent_again(method: str, answer: Any, sent: int) -> None:
    client, script, _ = scripted(answer, OK)
    try:
        client.request(method, "limits", None if method == "GET" else {})
    except Refusal:
        assert sent == 1
    assert len(script.sent) == sent


def test_waits_differ_by_chance_and_follow_what_the_org_says() -> None:
    client, _, waits = scripted(DOWN, DOWN, OK)
    client._transport.between = lambda low, high: high
    client.request("GET", "limits")
    assert waits == [0.75, 1.5]


def test_calls_are_warned_about_slowed_down_and_stopped(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    client, script, waits = scripted(OK, stop_at=0.8, clock=lambda: now[0])
    script.usage = "690/1000"
    client.request("GET", "limits")
    assert (waits, len(caplog.records)) == ([], 1)
    assert "690 of 1,000 API calls" in caplog.text
    script.usage = "780/1000"
    client.request("GET", "limits")
    client.request("GET", "limits")
    assert waits == [1.0]
    script.usage = "800/1000"
    client.request("GET", "limits")
    sent = len(script.sent)
    with pytest.raises(Refusal, match="API_SHARE_SPENT") as caught:
        client.request("POST", "composite", {})
    assert caught.value.failure.retry == "later"
    assert len(script.sent) == sent, "nothing was sent"
    assert len([record for record in caplog.records if record.levelno == logging.WARNING]) == 1


def test_once_a_minute_a_stopped_client_looks_whether_there_is_room() -> None:
    now = [0.0]
    client, script, _ = scripted(OK, stop_at=0.8, clock=lambda: now[0])
    script.usage = "900/1000"
    client.request("GET", "limits")
    with pytest.raises(Refusal):
        client.request("GET", "limits")
    now[0] += usage.LOOK_AGAIN_SECONDS
    script.usage = "100/1000"
    client.request("GET", "limits")
    client.request("GET", "limits")
    assert len(script.sent) == 3


@pytest.mark.parametrize(("told", "share"), [("", 0.95), ("80%", 0.8), ("62.5 %", 0.625), ("0.5", 0.5), ("1", 1.0)])
def test_the_share_is_configured(told: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(usage.STOP_VARIABLE, told)
    assert usage.stop_at() == share


@pytest.mark.parametrize("told", ["all", "0", "120", "-5 %", "101 %"])
def test_a_share_that_is_none_is_refused(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(usage.STOP_VARIABLE, told)
    with pytest.raises(InputError, match=usage.STOP_VARIABLE):
        usage.stop_at()


WRITES = [
    ("POST", "sobjects/Account"), ("PATCH", "sobjects/Account/001000000000001AAA"), ("POST", "composite"),
    ("DELETE", "sobjects/Account/001000000000001AAA"), ("PUT", "sobjects/Account/001000000000001AAA"),
    ("POST", "composite/sobjects"), ("POST", "composite/tree/Account"), ("POST", "query"),
    ("POST", "actions/custom/flow/Close_All"), ("POST", "jobs/ingest"), ("GET", "../../apexrest/wipe"),
    ("GET", "jobs/ingest"), ("GET", "%2e%2e/apexrest/wipe"), ("GET", "sobjects/Account?_HttpMethod=DELETE"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_a_client_that_reads_sends_nothing_else(desk: Desk, method: str, path: str) -> None:
    before = desk.counts()
    client, script, _ = scripted(OK, only_reads=True)
    with pytest.raises(Refusal, match="READ_ONLY"):
        client.request(method, path, None if method in ("GET", "DELETE") else {"Name": "n"})
    assert script.sent == []
    real = of_token(INSTANCE_URL, desk.org.session_id, inner=adapter(desk.org), only_reads=True)
    with pytest.raises(Refusal, match="READ_ONLY"):
        real.request(method, path, None if method in ("GET", "DELETE") else {"Name": "n"})
    assert desk.counts() == before
    assert real.total("SELECT COUNT() FROM Account") == 1


def test_reading_is_enforced_below_every_other_use_of_the_session(desk: Desk) -> None:
    client = of_token(INSTANCE_URL, desk.org.session_id, inner=adapter(desk.org), only_reads=True)
    salesforce = client._connected()
    with pytest.raises(requests.RequestException, match="only reads"):
        salesforce.Account.create({"Name": "n"})
    bare = session(client._transport)
    with pytest.raises(requests.RequestException, match="only reads"):
        bare.post(f"{INSTANCE_URL}/services/data/v62.0/sobjects/Account", json={"Name": "n"})
    with pytest.raises(requests.RequestException, match="only reads"):
        bare.get(f"{INSTANCE_URL}/services/data/v62.0/limits", headers={"X-HTTP-Method-Override": "DELETE"})
    assert desk.count("Account") == 1


def test_large_bodies_travel_compressed_and_arrive_whole(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[requests.PreparedRequest] = []
    carry = HTTPAdapter.send

    def send(self: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        sent.append(request)
        return carry(self, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", send)
    with server.serving(desk.org) as running:
        client = of_token(running.url, desk.org.session_id)
        made = client.request("POST", "sobjects/Account", {"Name": "n", "Description": "words " * 1000})
        client.request("POST", "sobjects/Account", {"Name": "small"})
        client.close()
    assert [request.headers.get("Content-Encoding") for request in sent] == ["gzip", None]
    assert json.loads(gzip.decompress(sent[0].body or b""))["Name"] == "n"  # type: ignore[arg-type]
    assert len(sent[0].body or b"") < 300
    assert desk.one("Account", made["id"], "Description")["Description"] == ("words " * 1000).strip()


def test_the_token_of_the_script_is_not_sent_elsewhere() -> None:
    client, script, _ = scripted(OK)
    client.request("GET", "limits")
    assert str(script.sent[0].url).startswith(URL)
    assert script.sent[0].headers["Authorization"] == f"Bearer {TOKEN}"

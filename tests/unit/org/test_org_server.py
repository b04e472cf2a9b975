"""The server on loopback: only there, only for those who name it so, and patient with broken clients."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from tools.salesforce.org import EmbeddedOrg, serving
from tools.salesforce.org.server import OrgServer
from workflow.errors import InputError

PLACE = "/services/data/v59.0/query?q=SELECT+Id+FROM+Case"


@pytest.fixture
def server() -> Iterator[OrgServer]:
    org = EmbeddedOrg(None)
    with serving(org, any_token=True) as running:
        yield running
    org.close()


def exchange(server: OrgServer, request: bytes) -> bytes:
    with closing(socket.create_connection(server.server_address[:2], timeout=10)) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_any_token_is_taken_where_that_is_wanted_but_none_is_not(server: OrgServer) -> None:
    assert requests.get(server.url + PLACE, headers={"Authorization": "Bearer x"}, timeout=10).status_code == 200
    assert requests.get(server.url + PLACE, timeout=10).status_code == 401


def test_a_page_that_names_another_host_is_refused(server: OrgServer) -> None:
    headers = {"Authorization": "Bearer x", "Host": "evil.test"}
    answer = requests.get(server.url + PLACE, headers=headers, timeout=10)
    assert (answer.status_code, answer.json()[0]["errorCode"]) == (403, "API_DISABLED_FOR_ORG")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", "::"])
def test_it_is_bound_to_loopback_only(host: str) -> None:
    org = EmbeddedOrg(None)
    with pytest.raises(InputError, match="not on loopback"), serving(org, host):
        pass
    org.close()


@pytest.mark.parametrize("length", [b"-1", b"x", b"52428801", b"99999999999", b"9" * 5000])
def test_a_body_of_no_sensible_length_is_refused(server: OrgServer, length: bytes) -> None:
    head = (
        b"POST /services/data/v59.0/sobjects/Case HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
        + length
        + b"\r\n\r\n"
    )
    told, _, body = exchange(server, head).partition(b"\r\n\r\n")
    assert b" 413 " in told.split(b"\r\n")[0]
    assert json.loads(body)[0]["errorCode"] == "REQUEST_TOO_LARGE"


def test_who_sends_too_much_comes_to_read_the_refusal(server: OrgServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.salesforce.org.body.LARGEST", 1_000)
    much = b" " * 8_000_000  # more than sockets buffer: it is sent whole only if somebody reads
    head = b"POST /services/data/v59.0/sobjects/Case HTTP/1.1\r\nHost: localhost\r\n"
    for body in (b"Content-Length: 8000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n7a1200\r\n"):
        assert exchange(server, head + body + much).startswith(b"HTTP/1.1 413 ")


def test_who_asks_first_is_refused_before_sending(server: OrgServer) -> None:
    head = b"POST /services/data/v59.0/sobjects/Case HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n"
    assert exchange(server, head + b"Content-Length: 99999999999\r\n\r\n").startswith(b"HTTP/1.1 413 ")


def test_a_body_that_ends_early_is_not_taken_for_whole(server: OrgServer) -> None:
    head = b"POST /services/data/v59.0/sobjects/Case HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n"
    for body in (b"Content-Length: 10\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\na\r\n{}"):
        assert exchange(server, head + body) == b""
    headers = {"Authorization": "Bearer x"}
    assert requests.get(server.url + PLACE, headers=headers, timeout=10).json()["totalSize"] == 0


def test_a_connection_that_breaks_harms_nobody(server: OrgServer) -> None:
    exchange(server, b"\x16\x03\x01 nonsense\r\n\r\n")
    exchange(
        server, b"POST /services/data/v59.0/sobjects/Case HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc"
    )
    headers = {"Authorization": "Bearer x"}
    assert requests.get(server.url + PLACE, headers=headers, timeout=10).json()["totalSize"] == 0


def test_one_connection_serves_many_requests(server: OrgServer) -> None:
    with requests.Session() as session:
        session.headers["Authorization"] = "Bearer x"
        for number in range(3):
            body = json.dumps({"Subject": str(number)})
            place = f"{server.url}/services/data/v59.0/sobjects/Case"
            assert session.post(place, data=body, timeout=10).status_code == 201
        assert session.get(server.url + PLACE, timeout=10).json()["totalSize"] == 3

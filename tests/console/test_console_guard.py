"""Who may ask, and what every answer carries."""

from __future__ import annotations

import pytest
from harbour import document
from harbour_office import Office
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from app.console.forms import TOKEN
from app.console.guard import host_name, refusal

OWN = {"host": "127.0.0.1:8377"}


@pytest.mark.parametrize("host", ["127.0.0.1:8377", "localhost", "LOCALHOST:1", "[::1]:8377"])
def test_loopback_names_are_answered(host: str):
    assert refusal("GET", Headers({"host": host})) == ""


@pytest.mark.parametrize(
    "host",
    ["", "harbour.example", "127.0.0.1.harbour.example", "localhost.evil.example:8377", "[::1", "user@evil.example"],
)
def test_other_names_are_refused_so_that_rebinding_a_name_to_loopback_leads_nowhere(host: str):
    assert refusal("GET", Headers({"host": host}))


def test_the_name_is_read_without_credentials_and_port():
    assert host_name("127.0.0.1:80@evil.example") == "evil.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://127.0.0.1:8377", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_from_another_site_is_refused(headers: dict[str, str]):
    assert refusal("POST", Headers({**OWN, **headers}))


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://127.0.0.1:8377"}, {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8377"}],
)
def test_a_form_of_the_console_itself_passes(headers: dict[str, str]):
    assert refusal("POST", Headers({**OWN, **headers})) == ""


@pytest.mark.parametrize("path", ["/runs", "/reviews", "/runs/Rbad", "/nowhere", "/static/console.css", "/healthz"])
def test_every_answer_forbids_scripts_styles_and_requests_from_elsewhere(client: TestClient, path: str):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_not_kept_by_the_browser_and_static_files_are(client: TestClient):
    assert client.get("/runs").headers["cache-control"] == "no-store"
    assert "immutable" in client.get("/static/console.css").headers["cache-control"]


def test_a_failure_inside_carries_the_headers_too_and_tells_nothing(office: Office):
    from app.console import create_app

    client = TestClient(create_app(office), base_url="http://127.0.0.1", raise_server_exceptions=False)  # type: ignore[arg-type]
    office.store.close()
    answer = client.get("/runs")
    assert answer.status_code == 500
    assert "content-security-policy" in answer.headers
    assert "ProgrammingError" not in answer.text


def test_a_form_without_the_token_changes_nothing(client: TestClient, office: Office):
    run = office.add(document(), "error", error="save: locked")
    assert client.post(f"/runs/{run.id}/resume", data={"token": "guessed"}).status_code == 400
    assert office.resumed == []
    assert client.post(f"/runs/{run.id}/resume", data={"token": TOKEN}).status_code == 303
    assert office.resumed == [run.id]


def test_a_form_that_is_too_large_is_refused(client: TestClient, office: Office):
    run = office.add(document(), "error")
    answer = client.post(f"/runs/{run.id}/resume", data={"token": TOKEN, "x": "y" * 4_000_001})
    assert answer.status_code == 400
    assert office.resumed == []


def test_a_body_that_is_no_form_is_refused(client: TestClient, office: Office):
    run = office.add(document(), "error")
    assert client.post(f"/runs/{run.id}/resume", json={"token": TOKEN}).status_code == 400
    assert office.resumed == []

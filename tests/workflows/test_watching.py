"""What machines and people see of a running house: health, readiness, measures, the doctor, spans of a run."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.console import create_app
from app.health.doctor import findings
from app.health.metrics import exposition
from app.settings import Settings
from app.wiring import House

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"
LINE = re.compile(r'[a-z_]+(\{([a-z_]+="[^"]*",?)*\})? [0-9.e+-]+')


def _start(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw)


def test_the_measures_count_what_is_in_the_store_and_say_nothing_of_anybody(house: House, mail: Any) -> None:
    _start(house, mail(INVOICE))
    _start(house, mail(UNCLEAR, sender="Bo Zelles <bo@wendlowbmw.com>", number=2))
    text = exposition(house.store)
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(LINE.fullmatch(line) for line in lines)
    assert 'switchyard_runs{workflow="dealer-support",status="waiting"} 1' in lines
    assert 'switchyard_outcomes_total{workflow="dealer-support",outcome="cases"} 1' in lines
    assert "switchyard_reviews_open 1" in lines
    assert not re.search(r"ada|bo@|invoice|quistrel", text, re.IGNORECASE)


def test_health_readiness_and_measures_are_served(house: House, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _start(house, mail(INVOICE))
    client = TestClient(create_app(house), base_url="http://127.0.0.1")
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "bundle": house.bundle.identity}
    told = client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "switchyard_hops_total" in told.text
    house.store.connection.execute("PRAGMA query_only=ON")
    monkeypatch.setattr(
        house.store, "transaction", lambda: (_ for _ in ()).throw(__import__("sqlite3").OperationalError("disk full"))
    )
    refused = client.get("/readyz")
    assert (refused.status_code, refused.json()["because"]) == (503, "disk full")


def test_the_doctor_finds_a_healthy_house_healthy_and_says_what_to_do_where_it_is_not(
    house: House, mail: Any, tmp_path: Any
) -> None:
    _start(house, mail(INVOICE))
    states = {finding.what: finding.state for finding in findings(house.settings)}
    assert {
        name: states[name] for name in ("python", "disk", "store", "bundle", "models", "org", "clock")
    } == dict.fromkeys(("python", "disk", "store", "bundle", "models", "org", "clock"), "ok")
    empty = {finding.what: finding.state for finding in findings(Settings(state=tmp_path / "none"))}
    assert (empty["store"], empty["org"]) == ("absent", "absent")
    assert not (tmp_path / "none").exists()
    broken = tmp_path / "broken"
    (broken / "workflows").mkdir(parents=True)
    (broken / "workflows" / "w.yaml").write_text("workflow: w\n")
    told = {finding.what: finding for finding in findings(replace(house.settings, config=broken))}
    assert told["bundle"].state == "wrong"
    assert "bundle check" in told["bundle"].cure
    house.close()
    assert house.store.path is not None
    house.store.path.write_bytes(b"nothing that is a database, at all, and long enough" * 100)
    damaged = {finding.what: finding for finding in findings(house.settings)}
    assert damaged["store"].state == "wrong"
    assert "restore" in damaged["store"].cure


def test_each_step_of_a_run_is_a_line_of_the_log_without_what_the_message_says(
    house: House, mail: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "switchyard.run"):
        run = _start(house, mail(INVOICE)).run
    steps = [record.fields["step"] for record in caplog.records if record.name == "switchyard.run"]
    assert steps[:3] == ["read", "triage", "open"]
    assert "save" in steps
    told = str([record.__dict__ for record in caplog.records])
    assert run.id in told
    assert not re.search(r"ada@|INV-88123|charged twice", told)

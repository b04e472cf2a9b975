"""What the org could not take of a run's log is kept, and sent later: oldest first, each once, as the run stands then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.console import create_app
from app.console.forms import TOKEN
from app.health.doctor import findings
from app.health.metrics import exposition
from app.settings import Settings
from app.wiring import House
from app.worker.outbox import send_due
from tools.salesforce.org import Fault
from tools.store import outbox

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
UNSURE = "Hello,\n\nplease change the opening hours on the website of our store to 9 to 5.\n\nPat"
RUN, HOP = "Orchestration_Run__c", "Orchestration_Hop__c"


def org(house: House) -> Any:
    house.open()
    assert house.org is not None
    return house.org


def status(house: House) -> list[str]:
    return [row["Status__c"] for row in house.client.query(f"SELECT Status__c FROM {RUN}")]


def asked(house: House, mail: Any, number: int = 1) -> str:
    """A run whose record could not be told that a person is asked."""
    org(house).faults.declare(
        Fault(method="PATCH", path=f"*{RUN}*", nth=2, times=0, code="FIELD_CUSTOM_VALIDATION_EXCEPTION")
    )
    report = house.runner.start("dealer-support", mail(UNSURE, sender="Pat <pat@unknown.invalid>", number=number))
    assert report.outcome == "review"
    return report.run.id


def test_a_log_that_was_refused_waits_and_is_sent_when_the_org_takes_it(house: House, mail: Any) -> None:
    run = asked(house, mail)
    (entry,) = house.store.outbox.waiting()
    assert (entry.id, entry.run, entry.tries) == (run, run, 0)
    assert "FIELD_CUSTOM_VALIDATION_EXCEPTION" in entry.error
    assert send_due(house) == 0
    (entry,) = house.store.outbox.waiting()
    assert (entry.tries, bool(entry.due)) == (1, True)
    # Not before its time again.
    assert house.store.outbox.waiting(due=entry.at) == []
    org(house).faults.clear()
    house.store.outbox.failed(run, entry.error, entry.at, "")
    assert send_due(house) == 1
    assert house.store.outbox.count() == 0
    assert status(house) == ["Waiting"]
    assert send_due(house) == 0


def test_what_is_sent_late_tells_how_the_run_stands_then(house: House, mail: Any) -> None:
    run = asked(house, mail)
    org(house).faults.clear()
    house.runner.turn(run, "failed", "stopped for the test")
    assert send_due(house) == 1
    assert status(house) == ["Failed"]


def test_an_action_is_done_though_the_log_has_no_room_for_rows_and_they_follow_once(house: House, mail: Any) -> None:
    org(house).faults.declare(Fault(method="PATCH", path=f"*{HOP}*", times=0, code="STORAGE_LIMIT_EXCEEDED"))
    report = house.runner.start("dealer-support", mail(INVOICE))
    assert report.outcome == "cases"
    assert house.client.total("SELECT COUNT() FROM Case") == 1
    assert [entry.id for entry in house.store.outbox.waiting()] == [report.run.id]
    assert house.client.total(f"SELECT COUNT() FROM {HOP}") == 0
    org(house).faults.clear()
    assert send_due(house) == 1
    rows = house.client.total(f"SELECT COUNT() FROM {HOP}")
    assert rows > 0
    house.runner.tell(report.run.id)
    assert house.client.total(f"SELECT COUNT() FROM {HOP}") == rows
    assert house.client.total("SELECT COUNT() FROM Case") == 1


def test_a_full_outbox_keeps_no_more_and_says_so(house: House, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "MOST", 1)
    asked(house, mail)
    second = house.store.outbox.put("R2", "R2", "", "NO_CONNECTION", "2026-01-01T00:00:00+00:00")
    assert (second, house.store.outbox.count()) == (False, 1)
    assert house.store.outbox.put(house.store.outbox.waiting()[0].id, "R1", "", "again", "2026-01-02T00:00:00+00:00")


def test_the_doctor_and_the_measures_tell_of_it(house: House, mail: Any) -> None:
    asked(house, mail)
    found = {each.what: each for each in findings(house.settings)}["outbox"]
    assert (found.state, "1 of at most 10,000 logs wait" in found.words) == ("wrong", True)
    assert "\nswitchyard_outbox 1\n" in exposition(house.store)


def test_the_console_shows_what_stands_still_and_has_it_go_on(house: House, mail: Any, tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    run = asked(house, mail)
    poison = house.runner.accept("dealer-support", bytes(range(256)), name="poison.eml")
    house.runner.turn(poison.id, "failed", "it cannot be read")
    paused = house.runner.accept("dealer-support", mail(INVOICE, number=8), name="later.eml")
    limited = house.runner.accept("dealer-support", mail(INVOICE, number=9), name="room.eml")
    house.runner.turn(limited.id, "queued", "RATE_LIMITED: no room", wait=600)
    client = TestClient(create_app(house), base_url="http://127.0.0.1", follow_redirects=False)

    def post(path: str) -> int:
        return client.post(path, data={"token": TOKEN}).status_code

    assert post(f"/work/runs/{paused.id}/pause") == 303
    page = client.get("/work").text
    for told in ("poison.eml", "it cannot be read", "later.eml", "room.eml", "RATE_LIMITED", "CUSTOM_VALIDATION"):
        assert told in page, told
    assert post("/work/workflows/dealer-support/pause") == 303
    assert "paused by the console" in client.get("/work").text
    assert post("/work/workflows/dealer-support/resume") == 303
    assert post(f"/work/runs/{paused.id}/resume") == 303
    assert post(f"/work/runs/{poison.id}/retry") == 303
    assert {house.store.runs.get(each.id).status for each in (paused, poison)} == {"queued"}
    assert post(f"/work/runs/{poison.id}/retry") == 400
    assert client.post(f"/work/runs/{poison.id}/cancel", data={"token": "another"}).status_code == 400
    assert post(f"/work/runs/{poison.id}/cancel") == 303
    org(house).faults.clear()
    assert post(f"/work/outbox/{run}/send") == 303
    assert house.store.outbox.count() == 0
    assert post(f"/work/outbox/{run}/drop") == 404


def test_the_outbox_has_a_verb(house: House, mail: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from app.main import cli

    run = asked(house, mail)
    settings: Settings = house.settings
    monkeypatch.setenv("SWITCHYARD_STATE", str(settings.state))
    where = ["--org", str(settings.org)]

    def say(*words: str) -> Any:
        return CliRunner().invoke(cli, ["outbox", *words, *where])

    listed = say("list").output
    assert run in listed
    assert "1 wait to be sent" in listed
    assert say("send", run).output.endswith(f"{run}: sent\n")
    assert say("send", run).exit_code == 1
    house.store.outbox.put(run, run, "", "again", "2026-01-01T00:00:00+00:00")
    assert say("drop", run).output == f"{run}: given up\n"
    assert say("drop", run).exit_code == 1


def test_the_oldest_goes_first_and_an_org_that_is_away_is_asked_once(house: House, mail: Any) -> None:
    run = asked(house, mail)
    faults = org(house).faults
    faults.clear()
    house.store.outbox.put("R1-later", run, "", "came later", "2999-01-01T00:00:00+00:00")
    faults.declare(Fault(method="PATCH", path=f"*{RUN}*", times=0, code="SERVER_UNAVAILABLE"))
    assert send_due(house) == 0
    assert [(entry.id, entry.tries) for entry in house.store.outbox.waiting()] == [(run, 1), ("R1-later", 0)]

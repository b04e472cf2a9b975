"""A server takes work from the org by itself: how often, what came, and how it backs off where the org cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.console import create_app
from app.intake.arrivals import OrgIntake
from app.intake.beside import LONGEST_SECONDS, Watched, intake_beside, look, until_next, watched
from app.settings import ROOT, Settings
from app.wiring import House
from tools.salesforce.org import Fault
from workflow.document import Document

WORK = "dealer-support"
PATIENCE = 400.0


@pytest.fixture
def house(yard: Path, state: Path) -> Iterator[House]:
    made = House(Settings(config=ROOT / "config", org=yard, state=state))
    made.open()
    yield made
    made.close()


def mail(house: House, **more: Any) -> str:
    """A mail on a case, with a file, as Email-to-Case makes them."""

    def add(sobject: str, **values: Any) -> str:
        return str(house.client.request("POST", f"sobjects/{sobject}", body=values)["id"])

    case = add("Case", Subject="Hours", Origin="Email")
    told = add(
        "EmailMessage", ParentId=case, Incoming=True, Status="0", Subject="Hours", TextBody="The list is attached.",
        FromAddress="ada@quillhavenford.com", MessageIdentifier=f"<{case}@quillhavenford.com>", **more,
    )  # fmt: skip
    entity = f'{{"Title": "hours.csv", "PathOnClient": "hours.csv", "FirstPublishLocationId": "{told}"}}'
    parts = {
        "entity_content": (None, entity, "application/json"),
        "VersionData": ("hours.csv", b"day,from\nMo,9", "text/csv"),
    }
    house.client.request("POST", "sobjects/ContentVersion", files=parts)
    return case


def begun(house: House) -> OrgIntake:
    made = OrgIntake(house, WORK)
    made.begin(timedelta(days=1))
    return made


@pytest.mark.parametrize(
    ("every", "failures", "limited", "seconds"),
    [(60, 0, False, 60), (60, 1, False, 120), (60, 3, False, 480), (60, 9, False, 900), (60, 1, True, 900),
     (3600, 0, False, 3600), (3600, 4, False, 3600), (3600, 1, True, 3600), (5, 10_000, False, 900)],
)  # fmt: skip
def test_the_next_look_waits_longer_after_each_failure(
    every: float, failures: int, limited: bool, seconds: float
) -> None:
    assert until_next(every, failures, limited) == seconds


def test_workflows_that_say_how_often_are_looked_after(house: House) -> None:
    assert watched(house.bundle) == ()
    one = house.bundle.workflow(WORK)
    assert one.intake is not None
    often = one.model_copy(update={"intake": one.intake.model_copy(update={"every_seconds": 30})})
    bundle = house.bundle.model_copy(update={"workflows": {**house.bundle.workflows, WORK: often}})
    assert [(each.workflow, each.every) for each in watched(bundle)] == [(WORK, 30)]


def test_mail_with_its_files_comes_in_while_the_server_runs(house: House) -> None:
    begun(house)
    case = mail(house)
    came, said, one = threading.Event(), list[str](), Watched(WORK, 5)

    def say(line: str) -> None:
        said.append(line)
        came.set()

    with intake_beside(lambda: House(house.settings), [one], say):
        assert came.wait(PATIENCE)
    assert said == [f"intake of {WORK}: 1 queued"]
    [run] = house.store.runs.queued()
    report = house.runner.resume(run.id)
    assert (report.run.error, report.run.record) == ("", case)
    assert report.message.document is not None
    document = house.store.blobs.get_model(report.message.document, Document)
    assert ["Mo" in part.text for part in document.parts if part.filename == "hours.csv"] == [True]
    client = TestClient(create_app(house, [one]), base_url="http://127.0.0.1:8377")
    assert client.get("/readyz").json()["intake"] == {WORK: f"read at {one.looked}"}
    told = client.get("/metrics").text
    assert f'switchyard_intake_records_total{{workflow="{WORK}",became="queued"}} 1' in told
    assert f'switchyard_intake_failures{{workflow="{WORK}"}} 0' in told


def test_an_org_that_cannot_be_read_is_told_once_and_left_alone_for_longer(house: House) -> None:
    intake, one, said = begun(house), Watched(WORK, 60), list[str]()
    mail(house)
    assert house.org is not None
    house.org.faults.declare(Fault(path="query", code="API_CURRENTLY_DISABLED", nth=1, times=2))
    for due in (LONGEST_SECONDS, LONGEST_SECONDS, 60):
        look(intake, one, said.append, clock=lambda: 0.0)
        assert one._due == due
    assert (one.failures, one.problem, one.queued) == (0, "", 1)
    assert len(said) == 3
    assert "API_CURRENTLY_DISABLED" in said[0]
    assert said[0].endswith("tried again in 900 seconds")
    assert said[1:] == [f"intake of {WORK}: the org can be read again", f"intake of {WORK}: 1 queued"]
    assert replace(one, looked="").standing == "not read yet"

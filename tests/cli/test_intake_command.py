"""Records of the org come in once each, wherever the process ends, and the org's own case is worked on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from app.intake.arrivals import OrgIntake
from app.settings import ROOT, Settings
from app.wiring import House
from app.worker import Intake
from tools.salesforce.arrivals import Announced, Announcement
from workflow.definition import IntakeRule

WORK = "dealer-support"
BODY = """\
Hello,

we were charged twice for chat at quillhavenford.com on invoice INV-8812{number}. Please send a credit for the second charge.

Ada Norvik
"""


class Desk:
    """An org with Email-to-Case, and a house that takes work from it."""

    def __init__(self, house: House) -> None:
        self.house, self.number = house, 0
        house.open()

    def add(self, sobject: str, **values: Any) -> str:
        return str(self.house.client.request("POST", f"sobjects/{sobject}", body=values)["id"])

    def mail(self, case: str = "", **more: Any) -> tuple[str, str]:
        """As Email-to-Case makes them: (case, mail)."""
        self.number += 1
        case = case or self.add("Case", Subject=f"Hours {self.number}", Origin="Email")
        values = {
            "ParentId": case, "Incoming": True, "Status": "0", "Subject": f"Hours {self.number}",
            "TextBody": BODY.format(number=self.number), "FromAddress": "ada@quillhavenford.com", "FromName": "Ada Norvik",
            "MessageIdentifier": f"<{self.number}@quillhavenford.com>", **more,
        }  # fmt: skip
        return case, self.add("EmailMessage", **values)

    def intake(self, house: House | None = None, **more: Any) -> OrgIntake:
        made = OrgIntake(house or self.house, WORK, **more)
        made.begin(timedelta(days=1))
        return made

    def run_all(self) -> list[Any]:
        runs = self.house.store.runs.queued()
        return [self.house.runner.resume(run.id) for run in runs]


@pytest.fixture
def settings(yard: Path, state: Path) -> Settings:
    return Settings(config=ROOT / "config", org=yard, state=state)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    house = House(settings)
    yield Desk(house)
    house.close()


def counts(taken: Any) -> tuple[int, int]:
    return taken.queued, taken.known


def test_the_case_of_email_to_case_is_worked_on_and_none_is_opened_beside_it(desk: Desk) -> None:
    case, _mail = desk.mail()
    assert counts(desk.intake().take()) == (1, 0)
    [report] = desk.run_all()
    assert (report.outcome, report.run.error, report.run.record) == ("cases", "", case)
    assert report.message.record.calls + report.cases[0].saved.calls == 2
    [row] = desk.house.client.query("SELECT Id, Account.Name, Owner.Name FROM Case")
    assert (row["Account"]["Name"], row["Owner"]["Name"]) == ("Quillhaven Ford", report.proposal.cases[0].queue)
    assert desk.house.client.total("SELECT COUNT() FROM EmailMessage") == 1
    [run] = desk.house.client.query("SELECT Case__c, Status__c FROM Orchestration_Run__c")
    assert (run["Case__c"], run["Status__c"]) == (case, "Completed")


def test_each_mail_comes_in_once_and_none_is_passed_over(desk: Desk) -> None:
    intake = desk.intake()
    desk.mail()
    assert counts(intake.take()) == (1, 0)
    assert counts(intake.take()) == (0, 1), "the window overlaps, and what is known stays known"
    desk.mail()
    desk.mail()
    assert intake.take().queued == 2
    assert len(desk.house.store.runs.queued()) == 3


@pytest.mark.parametrize("kept", [0, 1, 2])
def test_a_process_that_dies_leaves_no_gap_and_doubles_nothing(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch, kept: int
) -> None:
    for _ in range(3):
        desk.mail()

    class Killed(BaseException):
        pass

    put, done = Intake.put, 0

    def dies(self: Intake, *given: Any, **more: Any) -> Any:
        nonlocal done
        if done == kept:
            raise Killed
        done += 1
        return put(self, *given, **more)

    with monkeypatch.context() as dying:
        dying.setattr(Intake, "put", dies)
        with pytest.raises(Killed):
            desk.intake().take()
    other = House(settings)
    try:
        desk.intake(other).take()
        assert len(other.store.runs.queued()) == 3
    finally:
        other.close()


def test_a_mail_whose_files_came_later_does_not_come_in_again(desk: Desk) -> None:
    _, mail = desk.mail()
    desk.intake().take()
    entity = f'{{"Title": "a.csv", "PathOnClient": "a.csv", "FirstPublishLocationId": "{mail}"}}'
    parts = {"entity_content": (None, entity, "application/json"), "VersionData": ("a.csv", b"a,b", "text/csv")}
    desk.house.client.request("POST", "sobjects/ContentVersion", files=parts)
    assert counts(desk.intake().take()) == (0, 1)


def test_a_later_mail_on_a_case_is_appended_to_it(desk: Desk) -> None:
    case, _ = desk.mail()
    desk.intake().take()
    desk.run_all()
    desk.mail(case)
    assert desk.intake().take().queued == 1
    [report] = desk.run_all()
    assert report.message.record.appended
    assert desk.house.client.total("SELECT COUNT() FROM Case") == 1


def test_the_filter_selects_and_our_own_mail_never_comes_back(desk: Desk) -> None:
    closed, _ = desk.mail()
    desk.house.client.request("PATCH", f"sobjects/Case/{closed}", body={"Status": "Closed"})
    desk.mail(Incoming=False)
    desk.house.runner.start(WORK, b"From: ada@quillhavenford.com\nSubject: Hours\n\n" + BODY.format(number=0).encode())
    taken = desk.intake().take()
    assert counts(taken) == (0, 0)


def test_a_case_that_is_gone_is_told(desk: Desk) -> None:
    case, _ = desk.mail()
    desk.intake().take()
    desk.house.client.request("DELETE", f"sobjects/Case/{case}")
    [report] = desk.run_all()
    assert report.outcome == "error"
    assert "CASE_GONE" in report.run.error


def test_events_that_name_records_come_through_the_same_port(desk: Desk) -> None:
    mails = [desk.mail()[1] for _ in range(3)]
    events = [Announcement(str(number), mail) for number, mail in enumerate(mails, 1)]
    rule = IntakeRule(where="Parent.IsClosed = false")

    def feed(after: str) -> list[Announcement]:
        return [event for event in events if not after.isdigit() or int(event.replay) > int(after)]

    intake = desk.intake(arrivals=Announced(desk.house.client, rule, feed))
    assert counts(intake.take()) == (3, 0)
    assert desk.house.store.cursors.get(intake.cursor) == "3"
    events.append(Announcement("4", desk.mail()[1]))
    assert counts(desk.intake(arrivals=Announced(desk.house.client, rule, feed)).take()) == (1, 0)


def test_the_command_looks_once_and_says_what_it_took(switchyard: Any, desk: Desk, yard: Path) -> None:
    desk.mail()
    said = switchyard("intake", WORK, "--once", "--since", "1d", "--org", yard)
    assert (said.status, said.out.splitlines()[-1]) == (0, "1 record queued, 0 known, 0 without a text")
    again = switchyard("intake", WORK, "--once", "--org", yard)
    assert again.out.splitlines()[-1] == "0 records queued, 1 known, 0 without a text"

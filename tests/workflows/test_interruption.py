"""Whatever happens to the process or the org, no work is lost and no record is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings
from app.wiring import House
from tools.salesforce.org import Fault

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
STEPS = ("read", "triage", "open", "split", "match", "classify", "extract", "route", "complete", "approve", "save")


class Killed(BaseException):
    """Stands for the end of the process: nothing that handles errors sees it."""


def _counts(house: House) -> dict[str, int]:
    objects = ("Case", "EmailMessage", "Orchestration_Run__c", "Orchestration_Hop__c")
    return {name: len(house.client.query(f"SELECT Id FROM {name}")) for name in objects}


@pytest.fixture
def undisturbed(house: House, mail: Any) -> dict[str, int]:
    assert house.runner.start("dealer-support", mail(INVOICE)).outcome == "cases"
    return _counts(house)


@pytest.mark.parametrize("step", STEPS)
def test_a_run_that_is_killed_at_a_step_goes_on_there(
    step: str, house: House, again: Callable[[], House], mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from graphs import boundary

    real = boundary.hop_of

    def killed(at: Any, *given: Any, **more: Any) -> Any:
        if at.id == step:
            raise Killed
        return real(at, *given, **more)

    # The step has done its work, its effects included; the process ends before that is remembered.
    monkeypatch.setattr(boundary, "hop_of", killed)
    with pytest.raises(Killed):
        house.runner.start("dealer-support", mail(INVOICE))
    monkeypatch.undo()
    other = again()
    report = other.runner.start("dealer-support", mail(INVOICE))
    assert report.outcome == "cases"
    hops = other.store.hops.of(report.run.id)
    assert [hop.step for hop in hops if hop.status != "failed"].count(step) == 1
    assert other.store.hops.verify(report.run.id) is None
    counts = _counts(other)
    assert (counts["Case"], counts["EmailMessage"], counts["Orchestration_Run__c"]) == (1, 1, 1)
    other.close()


@pytest.mark.parametrize("number", [1, 2])
def test_a_reply_that_is_lost_after_the_org_did_the_work_doubles_nothing(
    number: int, house: House, mail: Any, org_folder: Any
) -> None:
    assert house.org is not None
    house.directory(house.bundle.workflow("dealer-support").account)
    house.org.faults.declare(Fault(method="POST", path="composite", nth=number, drop="reply"))
    report = house.runner.start("dealer-support", mail(INVOICE))
    if report.outcome == "error":
        report = house.runner.start("dealer-support", mail(INVOICE))
    assert report.outcome == "cases"
    counts = _counts(house)
    assert (counts["Case"], counts["EmailMessage"], counts["Orchestration_Run__c"]) == (1, 1, 1)


def test_a_run_that_the_org_refused_is_parked_and_can_be_tried_again(house: House, mail: Any) -> None:
    assert house.org is not None
    house.directory(house.bundle.workflow("dealer-support").account)
    house.org.faults.declare(Fault(method="POST", path="composite", nth=2, code="FIELD_CUSTOM_VALIDATION_EXCEPTION"))
    failed = house.runner.start("dealer-support", mail(INVOICE))
    assert failed.outcome == "error"
    assert "FIELD_CUSTOM_VALIDATION_EXCEPTION" in failed.run.error
    assert any(hop.status == "failed" and hop.step == "save" for hop in house.store.hops.of(failed.run.id))
    report = house.runner.start("dealer-support", mail(INVOICE))
    assert (report.outcome, report.run.error) == ("cases", "")
    assert _counts(house)["Case"] == 1


def test_what_a_person_changed_meanwhile_is_not_overwritten_by_a_repeated_opening(house: House, mail: Any) -> None:
    report = house.runner.start("dealer-support", mail("Hi,\n\nplease see what we talked about.\n", "as discussed"))
    assert report.outcome == "review"
    record = report.run.record
    house.client.request("PATCH", f"sobjects/Case/{record}", body={"Subject": "Called back, see notes"})
    result = house.tools.call(
        "salesforce.open_record",
        {
            "run": {"key": report.run.id, "workflow": "dealer-support", "status": "Open", "outcome": "", "hops": []},
            "case": {"object": "Case", "key": report.run.id, "queue": "INTAKE", "values": {"Subject": "as discussed"}},
            "message": None,
            "files": [],
        },
        key=report.run.id,
    )
    (case,) = house.client.query("SELECT Subject FROM Case")
    assert case["Subject"] == "Called back, see notes", result


def test_a_run_that_is_killed_after_any_commit_of_the_store_goes_on_there(
    org_folder: Path, tmp_path: Path, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = House(Settings(org=org_folder, state=tmp_path / "state"))
    house.directory(house.bundle.workflow("dealer-support").account)
    real, commits, fatal = house.store.transaction, 0, 0

    @contextmanager
    def transaction() -> Iterator[Any]:
        nonlocal commits
        outermost = not house.store.connection.in_transaction
        with real() as cursor:
            yield cursor
        commits += outermost
        if outermost and commits == fatal:
            raise Killed

    monkeypatch.setattr(house.store, "transaction", transaction)
    number, died = 0, True
    while died:
        number, commits, fatal = number + 1, 0, number + 1
        raw = mail(INVOICE.replace("88123", str(number)), number=number)
        try:
            house.runner.start("dealer-support", raw)
            died = False
        except Killed:
            report = house.runner.start("dealer-support", raw)
            assert (report.outcome, report.run.status) == ("cases", "finished"), f"killed after commit {number}"
        (run, *_) = house.store.runs.latest(1)
        assert house.store.hops.verify(run.id) is None
        assert len({hop.id for hop in house.store.hops.of(run.id)}) == len(STEPS)
    assert number > len(STEPS)
    counts = _counts(house)
    assert (counts["Case"], counts["EmailMessage"], counts["Orchestration_Run__c"]) == (number, number, number)
    house.close()

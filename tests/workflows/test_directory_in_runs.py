"""Runs and the directory: new accounts are seen by a process that stays, and none is acted on that has gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.wiring import House
from graphs import gate
from workflow.errors import InputError
from workflow.review import CaseEdit, ReviewAnswer

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at {} on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
ACCEPT = ReviewAnswer(decision="accept", by="una")


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """The org is asked for changes whenever the directory is used."""
    monkeypatch.setenv("SWITCHYARD_DIRECTORY_REFRESH", "0")


def _account(house: House, **values: Any) -> str:
    made = house.client.request("POST", "sobjects/Account/", {"Type": "Dealer", **values})
    return str(made["id"])


def _id_of(house: House, key: str) -> str:
    return str(house.client.query(f"SELECT Id FROM Account WHERE ExternalId__c = '{key}'")[0]["Id"])


def _index_of(folder: Path) -> Path:
    (pointer,) = folder.rglob("directory-*/current.json")
    (file,) = pointer.parent.glob("base-*.idx")
    return file


@pytest.mark.usefixtures("asking")
def test_a_process_that_stays_sees_an_account_that_was_made_since(house: House, mail: Any) -> None:
    raw = mail(INVOICE.format("harrowcombeford.com"), sender="Cleo Brand <cleo@freemail.example>")
    house.runner.start("dealer-support", mail(INVOICE.format("quistrelford.com")))
    _account(house, Name="Harrowcombe Ford", Website="harrowcombeford.com", ExternalId__c="D-77")
    (case,) = house.runner.start("dealer-support", raw).proposal.cases
    assert (case.account, case.account_name) == ("D-77", "Harrowcombe Ford")


def test_a_second_command_does_not_build_the_index_again(
    house: House, again: Callable[[], House], mail: Any, tmp_path: Path
) -> None:
    house.runner.start("dealer-support", mail(INVOICE.format("quistrelford.com")))
    file = _index_of(tmp_path)
    made = file.stat()
    _account(house, Name="Harrowcombe Ford", Website="harrowcombeford.com", ExternalId__c="D-77")
    other = again()
    raw = mail(INVOICE.format("harrowcombeford.com"), sender="Cleo Brand <cleo@freemail.example>")
    (case,) = other.runner.start("dealer-support", raw).proposal.cases
    assert case.account == "D-77"
    assert (_index_of(tmp_path), file.stat().st_mtime_ns) == (file, made.st_mtime_ns)
    other.close()


@pytest.mark.usefixtures("asking")
def test_an_account_that_has_gone_before_the_first_write_is_asked_about(
    house: House, mail: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = gate.look_again

    def delete_and_look(*given: Any) -> Any:
        house.client.request("DELETE", f"sobjects/Account/{_id_of(house, 'D-1')}")
        monkeypatch.setattr(gate, "look_again", real)
        return real(*given)

    monkeypatch.setattr(gate, "look_again", delete_and_look)
    report = house.runner.start("dealer-support", mail(INVOICE.format("quistrelford.com")))
    assert report.outcome == "review"
    (review,) = house.store.reviews.open()
    assert [doubt.reason for doubt in review.proposal.doubts] == ["the account Quistrel Ford is no longer in the org"]
    assert house.client.query("SELECT Id FROM Case WHERE AccountId != null") == []


@pytest.mark.usefixtures("asking")
def test_an_answer_that_keeps_an_account_that_has_gone_meanwhile_is_refused_and_another_one_taken(
    house: House, mail: Any
) -> None:
    raw = mail("Hi,\n\nplease see what we talked about.\n\nBo", "as discussed", "Bo Zelles <bo@wendlowbmw.com>")
    assert house.runner.start("dealer-support", raw).outcome == "review"
    (review,) = house.store.reviews.open()
    (case,) = review.proposal.cases
    assert case.account == "D-4"
    house.client.request("DELETE", f"sobjects/Account/{_id_of(house, 'D-4')}")
    told = f"case {case.key}: the account Wendlow BMW is no longer in the org: choose another one, or drop the case"
    for answer in (ACCEPT, ReviewAnswer(decision="edit", by="una", cases={case.key: CaseEdit(category="billing")})):
        with pytest.raises(InputError, match="no longer in the org") as refused:
            house.runner.answer(review.id, answer)
        assert str(refused.value) == told
    chosen = CaseEdit(account="D-1", category="billing")
    report = house.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases={case.key: chosen}))
    assert (report.outcome, report.proposal.cases[0].account) == ("cases", "D-1")


@pytest.mark.parametrize("told", ["soon", "-1", "inf", "nan"])
def test_a_time_that_is_none_is_refused_with_an_example(
    house: House, mail: Any, monkeypatch: pytest.MonkeyPatch, told: str
) -> None:
    monkeypatch.setenv("SWITCHYARD_DIRECTORY_REFRESH", told)
    with pytest.raises(InputError, match="it takes a number of seconds, such as 300"):
        house.directory(house.bundle.workflow("dealer-support").account)

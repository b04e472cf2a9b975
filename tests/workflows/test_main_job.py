"""The main job, end to end: message in, records in the org, every hop with its reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT, Settings
from app.wiring import House
from workflow.errors import InputError, NotFound
from workflow.review import CaseEdit, ReviewAnswer

INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
TWO = (
    "Good morning,\n\nTollbeck Toyota (tollbecktoyota.com): we were charged twice on invoice INV-1001.\n\n"
    "Tollbeck Honda (tollbeckhonda.com): please send the invoice for March to our accounts payable.\n\nCy Ottmar\n"
)
UNCLEAR = "Hi,\n\nplease see what we talked about.\n\nBo"


def _cases(house: House, more: str = "") -> list[dict[str, Any]]:
    return house.client.query(
        "SELECT Id, CaseNumber, ParentId, Account.ExternalId__c, Category__c, Owner.Name, Subject, IsClosed "
        f"FROM Case {more} ORDER BY CaseNumber"
    )


def _run(house: House, raw: bytes) -> Any:
    return house.runner.start("dealer-support", raw, name="test.eml")


def test_a_plain_message_becomes_a_case_with_account_category_owner_and_log(house: House, mail: Any) -> None:
    report = _run(house, mail(INVOICE, "Charged twice"))
    assert report.outcome == "cases", report.proposal.doubts
    (case,) = _cases(house)
    assert case["Account"]["ExternalId__c"] == "D-1"
    assert (case["Category__c"], case["Owner"]["Name"], case["Subject"]) == ("billing", "BILLING", "Charged twice")
    (run,) = house.client.query(
        "SELECT Run_Key__c, Status__c, Outcome__c, Timeline__c, Case__c FROM Orchestration_Run__c"
    )
    assert (run["Run_Key__c"], run["Status__c"], run["Outcome__c"]) == (report.run.id, "Completed", "cases")
    assert run["Case__c"] == case["Id"]
    for step in ("read", "triage", "open", "match", "classify", "route", "save"):
        assert f" {step}: " in run["Timeline__c"]
    mails = house.client.query("SELECT ParentId, MessageIdentifier FROM EmailMessage")
    assert [row["ParentId"] for row in mails] == [case["Id"]]
    assert house.store.hops.verify(report.run.id) is None


def test_a_straight_through_message_costs_two_calls(house: House, mail: Any) -> None:
    _run(house, mail(INVOICE))
    before = house.client.usage.calls
    report = _run(house, mail(INVOICE.replace("88123", "88124"), number=2))
    assert report.outcome == "cases"
    assert house.client.usage.calls - before == 2


def test_the_same_message_again_is_the_same_run(house: House, mail: Any, again: Callable[[], House]) -> None:
    first = _run(house, mail(INVOICE))
    second = _run(house, mail(INVOICE))
    other = again()
    third = _run(other, mail(INVOICE))
    other.close()
    assert {first.run.id, second.run.id, third.run.id} == {first.run.id}
    assert (first.repeated, second.repeated, third.repeated) == (False, True, True)
    assert len(_cases(house)) == 1
    assert len(house.client.query("SELECT Id FROM EmailMessage")) == 1


def test_two_accounts_make_a_parent_with_a_child_each(house: House, mail: Any) -> None:
    report = _run(house, mail(TWO, "Two stores", "Cy Ottmar <cy@tollbeckfamily.com>"))
    if report.outcome == "review":
        (review,) = house.store.reviews.open()
        report = house.runner.answer(review.id, ReviewAnswer(decision="accept", by="test"))
    parent, *children = _cases(house)
    assert parent["ParentId"] is None
    assert {child["ParentId"] for child in children} == {parent["Id"]}
    assert sorted(child["Account"]["ExternalId__c"] for child in children) == ["D-2", "D-3"]
    runs = house.client.query("SELECT Run_Key__c, Parent_Run__r.Run_Key__c, Case__c FROM Orchestration_Run__c")
    assert {run["Case__c"] for run in runs} == {case["Id"] for case in (parent, *children)}
    assert all(house.store.runs.of_record(child["Id"]) is not None for child in children)
    assert all(case.saved and case.saved.parent == parent["Id"] for case in report.cases)


def test_a_reply_on_an_open_case_is_appended_to_it(house: House, mail: Any) -> None:
    first = _run(house, mail(INVOICE, number=1))
    reply = _run(
        house, mail("The amount was 120 dollars.", "Re: Charged twice", number=2, references="<1@mail.invalid>")
    )
    assert reply.message.record is not None
    assert reply.message.record.appended
    assert reply.run.record == first.run.record
    (case,) = _cases(house)
    mails = house.client.query("SELECT ParentId FROM EmailMessage")
    assert [row["ParentId"] for row in mails] == [case["Id"]] * 2
    assert (case["Category__c"], case["Owner"]["Name"]) == ("billing", "BILLING")


def test_a_message_that_is_no_work_gets_a_run_record_and_no_case(house: House, mail: Any) -> None:
    raw = mail("I am away until Monday.", "Automatic reply: Request", Auto_Submitted="auto-replied")
    assert _run(house, raw).outcome == "not_actionable"
    assert _cases(house) == []
    (run,) = house.client.query("SELECT Outcome__c, Status__c FROM Orchestration_Run__c")
    assert (run["Outcome__c"], run["Status__c"]) == ("not_actionable", "Completed")


def test_what_is_unsure_waits_in_the_intake_queue_with_the_whole_proposal(house: House, mail: Any) -> None:
    report = _run(house, mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>"))
    assert report.outcome == "review"
    (review,) = house.store.reviews.open()
    assert review.proposal.doubts
    (case,) = _cases(house)
    assert (case["Owner"]["Name"], case["Category__c"]) == ("INTAKE", None)
    (run,) = house.client.query("SELECT Status__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Waiting"
    # Asking for it again asks nobody a second time.
    assert _run(house, mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>")).outcome == "review"
    assert len(house.store.reviews.open()) == 1


def test_an_edited_review_is_decided_again_by_the_rules(house: House, mail: Any, again: Callable[[], House]) -> None:
    report = _run(house, mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>"))
    (review,) = house.store.reviews.open()
    key = review.proposal.cases[0].key
    edit = CaseEdit(account="D-1", category="inventory_feed")
    other = again()  # a person answers days later, in another process
    answered = other.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases={key: edit}))
    assert (answered.outcome, answered.run.id) == ("cases", report.run.id)
    (case,) = _cases(other)
    assert case["Account"]["ExternalId__c"] == "D-1"
    assert (case["Category__c"], case["Owner"]["Name"]) == ("inventory_feed", "POD_FORD")
    hops = other.store.hops.of(report.run.id)
    assert any(hop.kind == "review" and "edit by una" in hop.reason for hop in hops)
    assert other.store.hops.verify(report.run.id) is None
    with pytest.raises(InputError, match="answered already, by una"):
        other.runner.answer(review.id, ReviewAnswer(decision="accept", by="bo"))
    other.close()


def test_the_accepted_review_of_a_split_message_makes_its_children(org_folder: Path, tmp_path: Path, mail: Any) -> None:
    doubting = tmp_path / "doubting.yaml"
    text = (ROOT / "config/workflows/dealer-support.yaml").read_text("utf-8")
    doubting.write_text(re.sub(r"sure_from: [0-9.]+", "sure_from: 1", text), "utf-8")
    replace = (("workflows/dealer-support.yaml", doubting),)
    house = House(Settings(org=org_folder, state=tmp_path / "state", replace=replace))
    assert _run(house, mail(TWO, "Invoices", "Cy Ottmar <cy@tollbeckfamily.com>")).outcome == "review"
    (review,) = house.store.reviews.open()
    report = house.runner.answer(review.id, ReviewAnswer(decision="accept", by="una"))
    assert (report.outcome, report.run.error) == ("cases", "")
    children = _cases(house, f"WHERE ParentId = '{report.run.record}'")
    assert [case["Account"]["ExternalId__c"] for case in children] == ["D-2", "D-3"]
    house.close()


def test_an_answer_that_cannot_be_taken_changes_nothing(house: House, mail: Any) -> None:
    _run(house, mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>"))
    (review,) = house.store.reviews.open()
    key = review.proposal.cases[0].key
    for edit, told in (
        (CaseEdit(account="D-99"), "no account D-99"),
        (CaseEdit(category="nonsense"), "no category nonsense"),
        (CaseEdit(fields={"shoe_size": 44}), "no field shoe_size"),
    ):
        with pytest.raises(InputError, match=told):
            house.runner.answer(review.id, ReviewAnswer(decision="edit", by="una", cases={key: edit}))
    assert house.store.reviews.get(review.id).status == "open"


def test_a_rejected_review_writes_nothing_on_the_case(house: House, mail: Any) -> None:
    _run(house, mail(UNCLEAR, "as discussed", "Bo Zelles <bo@wendlowbmw.com>"))
    (review,) = house.store.reviews.open()
    report = house.runner.answer(review.id, ReviewAnswer(decision="reject", by="una", comment="phone call"))
    assert report.outcome == "rejected"
    (case,) = _cases(house)
    assert (case["Owner"]["Name"], case["Category__c"]) == ("INTAKE", None)
    (run,) = house.client.query("SELECT Status__c, Outcome__c, Timeline__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Outcome__c"]) == ("Completed", "rejected")
    assert "reject by una: phone call" in run["Timeline__c"]


def test_a_trial_leaves_nothing_behind(house: House, mail: Any, org_folder: Path, tmp_path: Path) -> None:
    trial = House(Settings(org=org_folder, state=tmp_path / "state", effects=False))
    report = _run(trial, mail(INVOICE))
    assert report.outcome == "cases"
    assert report.prediction()["cases"][0]["queue"] == "BILLING"
    assert _cases(trial) == []
    trial.close()
    assert house.store.runs.latest() == []


def test_an_unknown_workflow_names_those_there_are(house: House, mail: Any) -> None:
    with pytest.raises(NotFound, match="dealer-support"):
        house.runner.start("dealer-suport", mail(INVOICE))


def test_what_is_no_message_is_a_failed_run_with_a_clear_error(house: House) -> None:
    for raw in (b"", bytes(range(256)) * 64):
        report = _run(house, raw)
        assert report.outcome == "error"
        assert report.run.error.startswith("read: ")
    assert _cases(house) == []


def test_extracted_fields_stand_on_the_case_as_json(house: House, mail: Any) -> None:
    report = _run(house, mail(INVOICE))
    (row,) = house.client.query("SELECT Extracted_Fields__c FROM Case")
    assert json.loads(row["Extracted_Fields__c"]) == report.proposal.cases[0].fields
    assert report.proposal.cases[0].fields["invoice_number"] == "INV-88123"


def test_the_same_message_id_with_other_content_is_another_run_and_flagged(house: House, mail: Any) -> None:
    first = _run(house, mail(INVOICE, number=7))
    second = _run(house, mail(INVOICE.replace("88123", "99"), number=7))
    assert first.run.id != second.run.id
    (read,) = [hop for hop in house.store.hops.of(second.run.id) if hop.step == "read"]
    assert read.detail["same_message_id"] == [first.run.id]
    assert first.run.id in read.reason


def test_the_same_message_id_with_other_content_is_flagged_however_it_comes(house: House, mail: Any) -> None:
    from app.mcp.message import MessageArguments
    from app.mcp.workflows import offers

    first = house.runner.accept("dealer-support", mail(INVOICE, number=7))
    assert house.runner.attempt(first.id, 5).outcome == "cases"
    other = mail(INVOICE.replace("88123", "99"), number=7)
    second = house.runner.accept("dealer-support", other)
    house.runner.attempt(second.id, 5)
    offer = next(each for each in offers(house) if each.name == "dealer-support")
    third = mail(INVOICE.replace("88123", "100"), number=7)
    told = offer.call(MessageArguments(message=third.decode()))
    flagged = [hop for run in (second.id, told.told.run) for hop in house.store.hops.of(run) if hop.step == "read"]
    assert [len(hop.detail["same_message_id"]) for hop in flagged] == [1, 2]
    assert len(house.store.runs.with_message_id("dealer-support", "7@mail.invalid")) == 3


def test_the_state_of_a_message_about_sixty_accounts_stays_small(org_folder: Path, tmp_path: Path, mail: Any) -> None:
    head, *rows = (org_folder / "Account.csv").read_text("utf-8").splitlines()
    for number in range(60):
        rows.append(
            f"M-{number},Marden {number:02} Ford,Dealer,G-1,marden{number:02}ford.com,,,1 Oak,Salem,OR,97301,"
            "United States,Ford,,Tollbeck,West,Active"
        )
    (org_folder / "Account.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    many = House(Settings(org=org_folder, state=tmp_path / "many"))
    sizes: list[int] = []
    saver = many.runner.saver
    put = saver.put

    def measured(config: Any, checkpoint: Any, metadata: Any, versions: Any) -> Any:
        where = put(config, checkpoint, metadata, versions)
        saved = saver.get_tuple(where)
        assert saved is not None
        sizes.append(len(saver.serde.dumps_typed(saved.checkpoint)[1]))
        return where

    saver.put = measured  # type: ignore[method-assign]
    lines = "\n".join(f"- marden{number:02}ford.com" for number in range(60))
    raw = mail(f"Please change the footer text on these sites:\n\n{lines}\n", sender="Cy <cy@tollbeckfamily.com>")
    report = _run(many, raw)
    assert len(report.proposal.cases) == 60
    if report.outcome == "review":
        (review,) = many.store.reviews.open()
        report = many.runner.answer(review.id, ReviewAnswer(decision="accept", by="test"))
    assert report.outcome == "cases"
    children = many.client.query("SELECT Id FROM Case WHERE ParentId != null")
    assert len(children) == 60
    assert max(sizes) <= 16_384
    many.close()

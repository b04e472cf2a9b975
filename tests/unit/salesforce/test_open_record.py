"""The record stands first, with one call, once only, and hostile text does no more than stand in it."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from desk import RUN, Desk, log, no_contents, opening

from tools.salesforce.arguments import OpenRecord
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault
from tools.salesforce.thread import token


def test_a_plain_message_takes_one_call(desk: Desk) -> None:
    result = open_record(desk.client, opening(), no_contents)
    [row] = result.records
    assert result.failure is None
    assert result.calls == 1
    case = desk.one("Case", row["case"], "CaseNumber", "Subject", "OwnerId", "Orchestration_Key__c")
    assert case["OwnerId"] == desk.queues["INTAKE"]
    assert (case["CaseNumber"], case["Subject"], case["Orchestration_Key__c"]) == (row["number"], "A flat tyre", RUN)
    [mail] = desk.rows("SELECT ParentId, MessageIdentifier, FromAddress, Incoming, MessageDate FROM EmailMessage")
    assert (mail["ParentId"], mail["MessageIdentifier"]) == (row["case"], f"<{RUN}@sender.example>")
    assert (mail["FromAddress"], mail["Incoming"]) == ("kim@sender.example", True)
    assert mail["MessageDate"] == "2026-03-02T08:00:00.000+0000"
    run = desk.one("Orchestration_Run__c", row["run"], "Run_Key__c", "Case__c", "Status__c", "Timeline__c")
    assert (run["Run_Key__c"], run["Case__c"], run["Status__c"]) == (RUN, row["case"], "Running")
    assert "a message" in run["Timeline__c"]


@pytest.mark.parametrize("date", ["9999-01-01T00:00:00+00:00", "0001-01-01T00:00:00", "1699-12-31T00:00:00Z"])
def test_a_date_that_no_org_stores_keeps_no_message_out(desk: Desk, date: str) -> None:
    order = opening()
    assert order.message
    message = order.message.model_copy(update={"date": date})
    result = open_record(desk.client, order.model_copy(update={"message": message}), no_contents)
    assert result.failure is None
    assert desk.count("EmailMessage") == 1


def test_a_message_that_is_no_work_gets_a_run_and_no_case(desk: Desk) -> None:
    order = OpenRecord.model_validate({"run": log(status="Finished", outcome="not_actionable")})
    result = open_record(desk.client, order, no_contents)
    [row] = result.records
    assert (row["case"], row["number"], row["appended"]) == ("", "", False)
    assert desk.one("Orchestration_Run__c", row["run"], "Status__c", "Outcome__c") == {
        "Status__c": "Completed",
        "Outcome__c": "not_actionable",
    }
    assert desk.count("Case") == 0


def test_a_reply_is_appended_to_the_open_case(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    reply = opening("R" + "1" * 20, references=["unknown@x", f"{RUN}@SENDER.example"])
    result = open_record(desk.client, reply, no_contents)
    [row] = result.records
    assert (row["case"], row["number"], row["appended"]) == (first["case"], first["number"], True)
    assert desk.count("Case") == 1
    assert {mail["ParentId"] for mail in desk.rows("SELECT ParentId FROM EmailMessage")} == {first["case"]}
    assert desk.one("Orchestration_Run__c", row["run"], "Case__c") == {"Case__c": first["case"]}
    assert result.calls == 2


def test_a_reply_to_a_closed_case_is_a_new_matter(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    desk.change("Case", first["case"], Status="Closed")
    [row] = open_record(desk.client, opening("R" + "1" * 20, references=[f"{RUN}@sender.example"]), no_contents).records
    assert row["case"] != first["case"]
    assert not row["appended"]


def test_the_nearest_reference_decides(desk: Desk) -> None:
    keys = ["R" + str(number) * 20 for number in (1, 2, 3)]
    cases = [open_record(desk.client, opening(key), no_contents).records[0]["case"] for key in keys]
    near_first = [f"{keys[1]}@sender.example", f"{keys[2]}@sender.example", f"{keys[0]}@sender.example"]
    [row] = open_record(desk.client, opening("R" + "9" * 20, references=near_first), no_contents).records
    assert row["case"] == cases[1]


def test_a_reply_with_very_many_references_is_appended_by_the_nearest(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    many = [f"{RUN}@sender.example", *(f"{'é<' * 150}{number}@x" for number in range(200))]
    sent: list[str] = []
    transport = desk.client._transport
    carry = transport.send

    def send(request: requests.PreparedRequest, **more: Any) -> requests.Response:
        sent.append(request.url or "")
        return carry(request, **more)

    transport.send = send  # type: ignore[method-assign, assignment]
    [row] = open_record(desk.client, opening("R" + "1" * 20, references=many), no_contents).records
    assert (row["case"], row["appended"]) == (first["case"], True)
    assert max(len(url) for url in sent) < 12_000


def test_a_thread_token_leads_to_its_open_case(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    [row] = open_record(desk.client, opening("R" + "1" * 20, subject=f"AW: tyre {token(RUN)}"), no_contents).records
    assert (row["case"], row["appended"]) == (first["case"], True)


def test_a_token_that_can_be_guessed_leads_nowhere(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    guess = f"[ref:{first['number']}] ref:_00Dxx1gEr._{first['case'][:15]}:ref"
    [row] = open_record(desk.client, opening("R" + "1" * 20, subject=guess), no_contents).records
    assert not row["appended"]


def test_a_reference_can_not_widen_the_query(desk: Desk) -> None:
    open_record(desk.client, opening(), no_contents)
    hostile = ["x') OR (Id != ''", "a\\", "') OR MessageIdentifier LIKE ('%"]
    [row] = open_record(desk.client, opening("R" + "1" * 20, references=hostile), no_contents).records
    assert not row["appended"]


def test_a_repeat_leaves_each_record_once_and_keeps_what_people_changed(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    desk.change("Case", first["case"], OwnerId=desk.queues["TIRES"], Status="Working", Subject="Puncture, urgent")
    before = desk.counts()
    [again] = open_record(desk.connect(), opening(), no_contents).records
    assert (again["run"], again["case"], again["number"]) == (first["run"], first["case"], first["number"])
    assert desk.counts() == before
    assert desk.one("Case", first["case"], "OwnerId", "Status", "Subject") == {
        "OwnerId": desk.queues["TIRES"],
        "Status": "Working",
        "Subject": "Puncture, urgent",
    }


def test_a_repeat_of_an_appended_message_stays_appended_when_the_case_was_closed(desk: Desk) -> None:
    [first] = open_record(desk.client, opening(), no_contents).records
    reply = opening("R" + "1" * 20, references=[f"{RUN}@sender.example"])
    open_record(desk.client, reply, no_contents)
    desk.change("Case", first["case"], Status="Closed")
    before = desk.counts()
    [again] = open_record(desk.connect(), reply, no_contents).records
    assert (again["case"], again["appended"]) == (first["case"], True)
    assert desk.counts() == before


@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_lost_connection_leaves_each_record_once(desk: Desk, drop: str) -> None:
    desk.client.queue("INTAKE")
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop))  # type: ignore[arg-type]
    result = open_record(desk.client, opening(), no_contents)
    assert result.failure is None
    assert result.records[0]["number"] == "00000001"
    assert desk.counts() == {
        "Case": 1,
        "EmailMessage": 1,
        "Orchestration_Run__c": 1,
        "Orchestration_Hop__c": 0,
        "ContentVersion": 0,
    }


def test_an_outage_is_a_failure_that_may_be_repeated_without_harm(desk: Desk) -> None:
    desk.org.faults.declare(Fault(method="POST", path="composite", drop="reply", times=0))
    failed = open_record(desk.client, opening(), no_contents)
    assert failed.failure is not None
    assert failed.failure.retry == "later", "the record was found to stand; only what stands could not be read"
    desk.org.faults.clear()
    desk.org.faults.declare(Fault(method="POST", path="composite", drop="request", times=0))
    failed = open_record(desk.connect(), opening("R" + "1" * 20), no_contents)
    assert failed.failure is not None
    assert (failed.failure.code, failed.failure.retry) == ("NO_REPLY", "unknown")
    desk.org.faults.clear()
    assert open_record(desk.connect(), opening(), no_contents).ok
    assert open_record(desk.connect(), opening("R" + "1" * 20), no_contents).ok
    assert (desk.count("Case"), desk.count("EmailMessage"), desk.count("Orchestration_Run__c")) == (2, 2, 2)


def test_a_locked_row_is_tried_again_a_little_later(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="Orchestration_Run__c", method="PATCH", code="UNABLE_TO_LOCK_ROW", times=2))
    assert open_record(desk.client, opening(), no_contents).ok
    assert len(desk.waits) == 2
    assert desk.waits[1] > desk.waits[0] / 1.5
    assert desk.count("Case") == 1


def test_a_lock_that_stays_is_a_failure_that_may_be_tried_at_once(desk: Desk) -> None:
    desk.org.faults.declare(Fault(sobject="Case", method="POST", code="UNABLE_TO_LOCK_ROW", times=0))
    failure = open_record(desk.client, opening(), no_contents).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("UNABLE_TO_LOCK_ROW", "now")


def test_a_record_of_the_run_that_another_made_at_the_same_time_is_found_by_the_next_try(desk: Desk) -> None:
    told = "duplicate value found: Run_Key__c duplicates value on record with id: a00000000000001"
    desk.org.faults.declare(Fault(sobject="Orchestration_Run__c", method="PATCH", code="DUPLICATE_VALUE", message=told))
    assert open_record(desk.client, opening(), no_contents).ok
    assert desk.count("Case") == 1


def test_an_unknown_queue_is_named_and_the_record_of_the_run_tells(desk: Desk) -> None:
    failure = open_record(desk.client, opening(queue="INTAKKE"), no_contents).failure
    assert failure is not None
    assert (failure.code, failure.retry) == ("UNKNOWN_QUEUE", "never")
    assert "INTAKKE" in failure.message
    [run] = desk.rows("SELECT Status__c, Outcome__c, Reason__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Outcome__c"]) == ("Failed", "UNKNOWN_QUEUE")
    assert "INTAKKE" in run["Reason__c"]
    assert desk.count("Case") == 0


def test_a_success_after_a_failure_clears_its_reason(desk: Desk) -> None:
    open_record(desk.client, opening(queue="INTAKKE"), no_contents)
    open_record(desk.client, opening(), no_contents)
    [run] = desk.rows("SELECT Status__c, Reason__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Reason__c"]) == ("Running", None)


def test_references_of_composite_requests_in_a_message_are_mere_text(desk: Desk) -> None:
    subject = "@{case.id} @{number.body.OwnerId} @{nothing.here}"
    order = opening(subject=subject, message={"text": "@{run.id}", "from_name": "@{case.id}", "to": "@{x.y}"})
    [row] = open_record(desk.client, order, no_contents).records
    kept = desk.one("Case", row["case"], "Subject")["Subject"]
    assert kept.replace("\u200b", "") == subject
    [mail] = desk.rows("SELECT TextBody, FromName FROM EmailMessage")
    assert mail["TextBody"].replace("\u200b", "") == "@{run.id}"


@pytest.mark.parametrize(
    "address", ["not an address", "kim@ex ample", "a" * 90 + "@x.example", "kim@localhost", "ü@x.example"]
)
def test_an_address_that_the_org_does_not_take_does_not_keep_the_record_from_standing(desk: Desk, address: str) -> None:
    order = opening(values={"SuppliedEmail": address}, message={"from_address": address})
    [row] = open_record(desk.client, order, no_contents).records
    [mail] = desk.rows("SELECT FromAddress, FromName FROM EmailMessage")
    assert mail["FromAddress"] is None
    assert address in mail["FromName"]
    assert any("SuppliedEmail" in note for note in row["notes"])


def test_a_value_that_the_org_refuses_is_left_out_and_named(desk: Desk) -> None:
    address = "x" * 60 + "@" + "y" * 40 + ".example"
    [row] = open_record(desk.client, opening(values={"SuppliedEmail": address}), no_contents).records
    assert desk.one("Case", row["case"], "SuppliedEmail") == {"SuppliedEmail": None}
    assert any("SuppliedEmail" in note for note in row["notes"])


def test_text_beyond_a_field_is_cut_with_a_note_and_counts_as_the_org_counts(desk: Desk) -> None:
    order = opening(subject="🚗" * 200, message={"text": "a\x00b\ud800" + "z" * 140_000})
    [row] = open_record(desk.client, order, no_contents).records
    subject = desk.one("Case", row["case"], "Subject")["Subject"]
    assert subject.startswith("🚗" * 100)
    assert subject.endswith("…")
    [mail] = desk.rows("SELECT TextBody FROM EmailMessage")
    assert mail["TextBody"].endswith("[cut: 140004 characters]")
    assert any(note.startswith("Subject: cut") for note in row["notes"])

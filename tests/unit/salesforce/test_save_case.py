"""A case is saved with its log or not at all, with one call, and what people changed after it stays."""

from __future__ import annotations

from typing import Any

import pytest
from desk import RUN, Desk, hop, log, no_contents, opening, saving

from tools.salesforce.arguments import SaveCase
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault
from tools.salesforce.save_case import save_case


@pytest.fixture
def case(desk: Desk) -> str:
    """A case that was opened by another process."""
    return str(open_record(desk.connect(), opening(), no_contents).records[0]["case"])


def finished(**more: Any) -> dict[str, Any]:
    return log(status="Finished", outcome="cases", **more)


def test_a_straight_through_message_takes_two_calls(desk: Desk) -> None:
    opened = open_record(desk.client, opening(), no_contents)
    hops = [hop(f"{RUN}:{number}") for number in range(3)]
    saved = desk.save(opened.records[0]["case"], account=desk.account, log=finished(hops=hops))
    assert saved.ok
    assert opened.calls + saved.calls == 2
    assert desk.counts()["Orchestration_Hop__c"] == 3


def test_the_case_gets_account_owner_and_values_and_the_log_is_finished(desk: Desk, case: str) -> None:
    result = desk.save(case, account=desk.account, log=finished(timeline="all of it"))
    [row] = result.records
    assert row == {
        "key": RUN, "id": case, "number": "00000001", "owner": "TIRES", "created": False, "failure": None, "notes": [],
    }  # fmt: skip
    assert desk.one("Case", case, "AccountId", "OwnerId", "Category__c", "Subject") == {
        "AccountId": desk.account,
        "OwnerId": desk.queues["TIRES"],
        "Category__c": "puncture",
        "Subject": "A flat tyre",
    }
    [run] = desk.rows("SELECT Status__c, Outcome__c, Timeline__c, Case__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Outcome__c"], run["Case__c"]) == ("Completed", "cases", case)
    assert run["Timeline__c"] == "all of it"


def test_a_repeat_changes_nothing_that_people_changed(desk: Desk, case: str) -> None:
    desk.save(case, account=desk.account)
    desk.change("Case", case, OwnerId=desk.queues["PARENTS"], Category__c="rim")
    before = desk.counts()
    [row] = desk.save(case, client=desk.connect(), account=desk.account).records
    assert (row["number"], row["failure"]) == ("00000001", None)
    assert desk.one("Case", case, "OwnerId", "Category__c") == {
        "OwnerId": desk.queues["PARENTS"],
        "Category__c": "rim",
    }
    assert desk.counts() == before


def test_a_log_after_the_save_does_not_open_it_to_a_repeat(desk: Desk, case: str) -> None:
    from tools.salesforce.arguments import Log
    from tools.salesforce.records import log as write

    desk.save(case)
    write(desk.client, Log.model_validate({"run": finished(timeline="later")}))
    desk.change("Case", case, OwnerId=desk.queues["PARENTS"])
    desk.save(case, client=desk.connect())
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": desk.queues["PARENTS"]}


def test_another_save_of_the_same_case_is_done(desk: Desk, case: str) -> None:
    desk.save(case)
    desk.save(case, queue="PARENTS", values={"Category__c": "rim"})
    assert desk.one("Case", case, "OwnerId", "Category__c") == {
        "OwnerId": desk.queues["PARENTS"],
        "Category__c": "rim",
    }


@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_lost_connection_leaves_the_case_saved_and_each_row_once(desk: Desk, case: str, drop: str) -> None:
    desk.client.queue("TIRES")
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop))  # type: ignore[arg-type]
    result = desk.save(case, account=desk.account, log=finished(hops=[hop(f"{RUN}:1")]))
    assert result.records[0]["failure"] is None
    assert result.records[0]["number"] == "00000001"
    assert desk.one("Case", case, "AccountId") == {"AccountId": desk.account}
    assert desk.counts()["Orchestration_Hop__c"] == 1


def test_a_lost_reply_after_which_a_person_was_quicker_keeps_the_persons_change(desk: Desk, case: str) -> None:
    desk.org.faults.declare(Fault(method="POST", path="composite", drop="reply", times=1))
    look = "sobjects/Orchestration_Run__c/Run_Key__c/*"
    desk.org.faults.declare(Fault(method="GET", path=look, code="SERVER_UNAVAILABLE", times=3))
    [row] = desk.save(case).records
    assert row["failure"]["retry"] == "unknown"
    desk.change("Case", case, OwnerId=desk.queues["PARENTS"])
    [row] = desk.save(case, client=desk.connect()).records
    assert row["failure"] is None
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": desk.queues["PARENTS"]}


def test_an_account_that_was_deleted_meanwhile_stops_the_whole_save_and_is_logged(desk: Desk, case: str) -> None:
    desk.delete("Account", desk.account)
    [row] = desk.save(case, account=desk.account, log=finished(hops=[hop(f"{RUN}:1")])).records
    assert (row["failure"]["code"], row["failure"]["retry"]) == ("ACCOUNT_GONE", "never")
    assert row["failure"]["fields"] == ("AccountId",)
    assert desk.one("Case", case, "OwnerId", "Category__c") == {
        "OwnerId": desk.queues["INTAKE"],
        "Category__c": None,
    }
    assert desk.counts()["Orchestration_Hop__c"] == 0
    [run] = desk.rows("SELECT Status__c, Outcome__c, Reason__c FROM Orchestration_Run__c")
    assert (run["Status__c"], run["Outcome__c"]) == ("Failed", "ACCOUNT_GONE")
    assert desk.account in run["Reason__c"]


def test_a_case_that_was_deleted_meanwhile_is_told_of(desk: Desk, case: str) -> None:
    desk.delete("Case", case)
    [row] = desk.save(case).records
    assert row["failure"]["code"] == "CASE_GONE"
    assert desk.count("Case") == 0


def test_all_fields_that_the_object_does_not_have_are_named_at_once(desk: Desk, case: str) -> None:
    result = desk.save(case, values={"Categry__c": "x", "Subject": "y", "Urgency__c": 1})
    assert result.failure is not None
    assert result.failure.code == "INVALID_FIELD"
    assert result.failure.fields == ("Categry__c", "Urgency__c")
    assert "Case has no field Categry__c, Urgency__c" in result.failure.message
    assert desk.one("Case", case, "Subject") == {"Subject": "A flat tyre"}


def test_a_field_that_may_not_be_written_is_named(desk: Desk, case: str) -> None:
    result = desk.save(case, values={"ClosedDate": "2026-01-01T00:00:00Z"})
    assert result.failure is not None
    assert result.failure.fields == ("ClosedDate",)


def test_an_unknown_queue_is_a_failure_of_the_case(desk: Desk, case: str) -> None:
    [row] = desk.save(case, queue="TYRES").records
    assert row["failure"]["code"] == "UNKNOWN_QUEUE"
    assert "TYRES" in row["failure"]["message"]
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": desk.queues["INTAKE"]}


def test_a_queue_that_was_made_meanwhile_is_found(desk: Desk, case: str) -> None:
    now = [0.0]
    client = desk.connect()
    client._clock = lambda: now[0]
    desk.save(case, client=client)
    from tools.salesforce.org import queues

    with desk.org.context() as context:
        new = queues.ensure(context, ["RIMS"])["RIMS"]
    assert desk.save(case, client=client, queue="RIMS").records[0]["failure"]["code"] == "UNKNOWN_QUEUE"
    now[0] = 60.0
    assert desk.save(case, client=client, queue="RIMS").records[0]["failure"] is None
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": new}


def test_values_are_written_as_the_fields_take_them(desk: Desk, case: str) -> None:
    values = {
        "Extracted_Fields__c": {"b": [1, {"c": "é"}], "a": None},
        "Missing_Information__c": ["number plate", "tyre size"],
        "Confidence__c": "0.875",
        "Skill__c": "s" * 140,
        "Category__c": "@{case.id}",
        "IsEscalated": "true",
    }
    [row] = desk.save(case, values=values).records
    assert row["failure"] is None
    kept = desk.one("Case", case, *values)
    assert kept["Extracted_Fields__c"] == '{"a":null,"b":[1,{"c":"é"}]}'
    assert kept["Missing_Information__c"] == "number plate; tyre size"
    assert (kept["Confidence__c"], kept["IsEscalated"]) == (0.875, True)
    assert kept["Skill__c"] == "s" * 99 + "…"
    assert kept["Category__c"].replace("\u200b", "") == "@{case.id}"
    assert row["notes"] == ["Skill__c: cut from 140 to 99 characters"]


def test_values_of_the_wrong_type_are_named_all_at_once(desk: Desk, case: str) -> None:
    [row] = desk.save(case, values={"Confidence__c": "high", "IsEscalated": "maybe", "ContactId": "x"}).records
    assert row["failure"]["code"] == "INVALID_VALUE"
    assert set(row["failure"]["fields"]) == {"Confidence__c", "IsEscalated", "ContactId"}


def test_rows_of_hops_that_another_process_wrote_are_brought_up_to_date(desk: Desk, case: str) -> None:
    desk.save(case, log=finished(hops=[hop(f"{RUN}:1", reason="first", status="failed")]))
    hops = [hop(f"{RUN}:1", reason="second"), hop(f"{RUN}:2")]
    [row] = desk.save(case, client=desk.connect(), values={"Category__c": "rim"}, log=finished(hops=hops)).records
    assert row["failure"] is None
    kept = desk.rows("SELECT Hop_Key__c, Reason__c, Status__c FROM Orchestration_Hop__c ORDER BY Hop_Key__c")
    assert [(one["Hop_Key__c"], one["Status__c"], one["Reason__c"]) for one in kept] == [
        (f"{RUN}:1", "done", "second"),
        (f"{RUN}:2", "done", "row 4"),
    ]


def test_rows_of_hops_that_were_deleted_come_back(desk: Desk, case: str) -> None:
    desk.save(case, log=finished(hops=[hop(f"{RUN}:1")]))
    for row in desk.rows("SELECT Id FROM Orchestration_Hop__c"):
        desk.delete("Orchestration_Hop__c", row["Id"])
    desk.save(case, values={"Category__c": "rim"}, log=finished(hops=[hop(f"{RUN}:1")]))
    assert desk.counts()["Orchestration_Hop__c"] == 1


def test_more_hops_than_one_request_takes_are_all_written(desk: Desk, case: str) -> None:
    hops = [hop(f"{RUN}:{number}") for number in range(1300)]
    [row] = desk.save(case, log=finished(hops=hops)).records
    assert row["failure"] is None
    assert desk.counts()["Orchestration_Hop__c"] == 1300


def test_a_run_whose_record_was_deleted_is_saved_all_the_same(desk: Desk, case: str) -> None:
    for row in desk.rows("SELECT Id FROM Orchestration_Run__c"):
        desk.delete("Orchestration_Run__c", row["Id"])
    [row] = desk.save(case).records
    assert row["failure"] is None
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": desk.queues["TIRES"]}
    assert desk.counts()["Orchestration_Run__c"] == 1


def test_a_failure_of_the_log_undoes_the_case(desk: Desk, case: str) -> None:
    desk.org.faults.declare(Fault(sobject="Orchestration_Run__c", method="PATCH", code="STORAGE_LIMIT_EXCEEDED"))
    [row] = desk.save(case).records
    assert (row["failure"]["code"], row["failure"]["retry"]) == ("STORAGE_LIMIT_EXCEEDED", "later")
    assert desk.one("Case", case, "OwnerId") == {"OwnerId": desk.queues["INTAKE"]}


def test_two_cases_of_the_same_key_are_refused(desk: Desk, case: str) -> None:
    order = saving(case)
    result = save_case(desk.client, SaveCase.model_validate({**order, "cases": order["cases"] * 2}))
    assert result.failure is not None
    assert result.failure.code == "DUPLICATE_KEY"

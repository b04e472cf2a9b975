"""A message about many accounts: all children once each, none lost for another's fault, and the parent knows."""

from __future__ import annotations

from typing import Any

import pytest
from desk import RUN, Desk, hop, log, no_contents, opening

from tools.salesforce import children
from tools.salesforce.arguments import SaveCase
from tools.salesforce.client import Client
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault
from tools.salesforce.save_case import save_case
from workflow.result import Result


class Split:
    """A message that was opened, and its planned children, each about an account of its own."""

    def __init__(self, desk: Desk, children: int) -> None:
        self.desk = desk
        [row] = open_record(desk.client, opening(values={"SuppliedEmail": "kim@sender.example"}), no_contents).records
        self.parent, self.run = row["case"], row["run"]
        self.accounts = [desk.add("Account", Name=f"Wheels {number}") for number in range(children)]
        self.cases = [self.child(number) for number in range(children)]

    def child(self, number: int, **more: Any) -> dict[str, Any]:
        key = f"{RUN}-{number:010x}"
        hops = [hop(f"{RUN}:match:{key}"), hop(f"{RUN}:route:{key}")]
        return {
            "key": key, "id": "", "object": "Case", "account": self.accounts[number], "queue": "TIRES",
            "subject_note": f"Wheels {number}", "values": {"Category__c": "puncture", "Confidence__c": 0.9},
            "log": log(key, "Finished", parent=RUN, outcome="cases", hops=hops), **more,
        }  # fmt: skip

    def save(self, client: Client | None = None) -> Result:
        keys = [case["key"] for case in self.cases]
        closing = log(RUN, "Finished", outcome=f"split into {len(keys)} cases")
        parent = {"id": self.parent, "queue": "PARENTS", "log": closing, "children": keys}
        order = SaveCase.model_validate({"parent": parent, "cases": self.cases})
        return save_case(client or self.desk.client, order)

    def standing(self) -> dict[str, dict[str, Any]]:
        fields = "Id, CaseNumber, Orchestration_Key__c, AccountId, OwnerId, Subject, Description, SuppliedEmail"
        rows = self.desk.rows(f"SELECT {fields} FROM Case WHERE ParentId = '{self.parent}'")
        assert len({row["Orchestration_Key__c"] for row in rows}) == len(rows)
        return {row["Orchestration_Key__c"]: row for row in rows}

    def status(self) -> tuple[str, str]:
        row = self.desk.one("Orchestration_Run__c", self.run, "Status__c", "Outcome__c")
        return row["Status__c"], row["Outcome__c"]


def test_sixty_children_stand_below_the_parent_each_with_its_log(desk: Desk) -> None:
    split = Split(desk, 60)
    result = split.save()
    assert result.ok
    assert result.calls <= 4
    standing = split.standing()
    assert [row["key"] for row in result.records] == [case["key"] for case in split.cases]
    for number, row in enumerate(result.records):
        child = standing[row["key"]]
        assert (row["id"], row["number"], row["created"]) == (child["Id"], child["CaseNumber"], True)
        assert (child["AccountId"], child["OwnerId"]) == (split.accounts[number], desk.queues["TIRES"])
        assert child["Subject"] == f"A flat tyre – Wheels {number}"
        assert (child["Description"], child["SuppliedEmail"]) == ("Please help.", "kim@sender.example")
    logs = desk.rows(
        f"SELECT Run_Key__c, Case__c, Status__c FROM Orchestration_Run__c WHERE Parent_Run__c = '{split.run}'"
    )
    assert {one["Run_Key__c"]: one["Case__c"] for one in logs} == {key: row["Id"] for key, row in standing.items()}
    assert desk.counts()["Orchestration_Hop__c"] == 120
    assert split.status() == ("Completed", "split into 60 cases")
    assert desk.one("Case", split.parent, "OwnerId") == {"OwnerId": desk.queues["PARENTS"]}


def test_one_bad_child_fails_alone(desk: Desk) -> None:
    split = Split(desk, 20)
    split.cases[7] = split.child(7, values={"Confidence__c": 99.0})
    result = split.save()
    failed = [row["key"] for row in result.records if row["failure"]]
    assert failed == [split.cases[7]["key"]]
    assert result.records[7]["failure"]["code"] == "NUMBER_OUTSIDE_VALID_RANGE"
    assert len(split.standing()) == 19
    assert split.status() == ("Failed", "CHILDREN_MISSING")
    key = split.cases[7]["key"]
    [told] = desk.rows(f"SELECT Status__c, Outcome__c FROM Orchestration_Run__c WHERE Run_Key__c = '{key}'")
    assert (told["Status__c"], told["Outcome__c"]) == ("Failed", "NUMBER_OUTSIDE_VALID_RANGE")


def test_one_bad_child_among_many_is_found_with_few_calls(desk: Desk) -> None:
    split = Split(desk, 64)
    split.cases[40] = split.child(40, values={"Confidence__c": 99.0})
    result = split.save()
    assert [row["key"] for row in result.records if row["failure"]] == [split.cases[40]["key"]]
    halvings = 6
    assert result.calls <= 5 + 2 * halvings


def test_what_failed_is_written_by_a_repeat_and_the_parent_is_then_complete(desk: Desk) -> None:
    split = Split(desk, 6)
    good = split.cases[2]
    split.cases[2] = split.child(2, values={"Confidence__c": 99.0})
    before = {row["key"]: row["id"] for row in split.save().records}
    split.cases[2] = good
    after = split.save(desk.connect())
    assert all(row["failure"] is None for row in after.records)
    assert [row["key"] for row in after.records if row["created"]] == [good["key"]]
    assert all(before[row["key"]] in ("", row["id"]) for row in after.records)
    assert split.status() == ("Completed", "split into 6 cases")


def test_a_repeat_makes_nothing_twice_and_keeps_what_people_changed(desk: Desk) -> None:
    split = Split(desk, 12)
    first = split.save()
    moved = first.records[3]["id"]
    desk.change("Case", moved, OwnerId=desk.queues["INTAKE"], Subject="Mine")
    desk.change("Case", split.parent, OwnerId=desk.queues["INTAKE"])
    before = desk.counts()
    again = split.save(desk.connect())
    assert [row["id"] for row in again.records] == [row["id"] for row in first.records]
    assert not any(row["created"] for row in again.records)
    assert again.calls <= 3, "what stands is seen beforehand, not found out by refusals"
    assert desk.counts() == before
    assert desk.one("Case", moved, "OwnerId", "Subject") == {"OwnerId": desk.queues["INTAKE"], "Subject": "Mine"}
    assert desk.one("Case", split.parent, "OwnerId") == {"OwnerId": desk.queues["INTAKE"]}


@pytest.mark.parametrize("drop", ["reply", "request"])
@pytest.mark.parametrize("nth", [1, 2, 3, 4])
def test_a_connection_lost_at_any_call_leaves_each_child_once(desk: Desk, nth: int, drop: str) -> None:
    split = Split(desk, 5)
    desk.client.queue("TIRES")
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop, nth=nth))  # type: ignore[arg-type]
    result = split.save()
    assert result.failure is None
    assert all(row["failure"] is None and row["number"] for row in result.records)
    assert len(split.standing()) == 5
    assert desk.counts()["Orchestration_Hop__c"] == 10
    assert split.status() == ("Completed", "split into 5 cases")


def test_work_that_was_cut_off_between_packs_is_finished_by_a_repeat(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "MOST_CHILDREN", 4)
    split = Split(desk, 10)
    desk.org.faults.declare(Fault(method="POST", path="composite", code="SERVER_UNAVAILABLE", nth=4, times=0))
    cut = split.save()
    desk.org.faults.clear()
    assert cut.failure is not None or any(row["failure"] for row in cut.records)
    there = split.standing()
    assert 0 < len(there) < 10
    assert split.status()[1] == "10 cases planned"
    [manifest] = desk.rows(f"SELECT Reason__c FROM Orchestration_Run__c WHERE Id = '{split.run}'")
    assert all(case["key"].removeprefix(f"{RUN}-") in manifest["Reason__c"] for case in split.cases)
    again = split.save(desk.connect())
    assert all(row["failure"] is None for row in again.records)
    assert len(split.standing()) == 10
    assert {key: row["Id"] for key, row in split.standing().items() if key in there} == {
        key: row["Id"] for key, row in there.items()
    }
    assert split.status() == ("Completed", "split into 10 cases")


def test_a_child_whose_account_was_deleted_meanwhile_fails_alone(desk: Desk) -> None:
    split = Split(desk, 4)
    desk.delete("Account", split.accounts[1])
    result = split.save()
    assert [row["failure"] and row["failure"]["code"] for row in result.records] == [None, "ACCOUNT_GONE", None, None]
    assert len(split.standing()) == 3


def test_a_child_for_an_unknown_queue_fails_alone(desk: Desk) -> None:
    split = Split(desk, 3)
    split.cases[0] = split.child(0, queue="TYRES")
    result = split.save()
    assert [row["failure"] and row["failure"]["code"] for row in result.records] == ["UNKNOWN_QUEUE", None, None]


def test_a_child_without_a_queue_stays_with_its_parents(desk: Desk) -> None:
    split = Split(desk, 2)
    split.cases[1] = split.child(1, queue=None)
    split.save()
    assert split.standing()[split.cases[1]["key"]]["OwnerId"] == desk.queues["PARENTS"]


def test_values_of_a_child_come_before_those_of_its_parent(desk: Desk) -> None:
    split = Split(desk, 2)
    split.cases[0] = split.child(0, values={"Subject": "Only the left one", "Description": "left"})
    split.save()
    child = split.standing()[split.cases[0]["key"]]
    assert (child["Subject"], child["Description"]) == ("Only the left one", "left")


def test_a_parent_that_was_deleted_stops_all(desk: Desk) -> None:
    split = Split(desk, 2)
    desk.delete("Case", split.parent)
    failure = split.save().failure
    assert failure is not None
    assert failure.code == "CASE_GONE"
    assert desk.count("Case") == 0


def test_a_lock_on_a_pack_is_waited_for(desk: Desk) -> None:
    split = Split(desk, 3)
    desk.org.faults.declare(Fault(method="POST", path="composite/sobjects", code="UNABLE_TO_LOCK_ROW"))
    assert all(row["failure"] is None for row in split.save().records)
    assert len(split.standing()) == 3


def test_a_limit_that_is_used_up_fails_the_pack_at_once(desk: Desk) -> None:
    split = Split(desk, 8)
    desk.org.faults.declare(Fault(method="POST", path="composite/sobjects", code="REQUEST_LIMIT_EXCEEDED", times=0))
    result = split.save()
    assert {row["failure"]["retry"] for row in result.records} == {"later"}
    assert result.calls <= 6

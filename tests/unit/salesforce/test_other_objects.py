"""Any object may be the record of a case: opened, saved, split, each with its log, once."""

from __future__ import annotations

from typing import Any

import pytest
from desk import RUN, Desk, log, no_contents, opening, saving

from tools.salesforce.arguments import OpenRecord, SaveCase
from tools.salesforce.client import Client
from tools.salesforce.open_record import open_record
from tools.salesforce.org import Fault
from tools.salesforce.save_case import save_case
from workflow.result import Result


def lead(key: str = RUN, **more: Any) -> OpenRecord:
    order = opening(key).model_dump()
    order["case"] = {
        "object": "Lead",
        "key": key,
        "queue": "INTAKE",
        "values": {"LastName": "Kim", "Company": "sender.example", "Email": "kim@sender.example", **more},
    }
    return OpenRecord.model_validate(order)


def save(desk: Desk, record: str, client: Client | None = None, **more: Any) -> Result:
    order = saving(record, object="Lead", values={"Industry": "Energy"}, **more)
    return save_case(client or desk.client, SaveCase.model_validate(order))


def split(desk: Desk, record: str, *keys: str) -> Result:
    cases = [
        {**saving("", f"{RUN}-{key}", object="Lead", values={"Industry": "Energy"})["cases"][0], "id": ""}
        for key in keys
    ]
    parent = {"id": record, "queue": "PARENTS", "log": log(), "children": [f"{RUN}-{key}" for key in keys]}
    return save_case(desk.client, SaveCase.model_validate({"parent": parent, "cases": cases}))


def test_a_lead_is_opened_with_its_log(desk: Desk) -> None:
    result = open_record(desk.client, lead(), no_contents)
    assert result.failure is None
    row = result.records[0]
    assert (row["number"], result.calls) == ("Kim", 1)
    assert desk.one("Lead", row["case"], "OwnerId", "Orchestration_Key__c") == {
        "OwnerId": desk.queues["INTAKE"], "Orchestration_Key__c": RUN,
    }  # fmt: skip
    [run] = desk.rows("SELECT Case__c, Record_Id__c, Record_Object__c FROM Orchestration_Run__c")
    assert (run["Case__c"], run["Record_Id__c"], run["Record_Object__c"]) == (None, row["case"], "Lead")
    assert any("a mail of the org cannot be on a Lead" in note for note in row["notes"])


@pytest.mark.parametrize("drop", ["reply", "request"])
def test_a_lead_is_opened_and_saved_once_though_replies_are_lost(desk: Desk, drop: Any) -> None:
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop))
    opened = open_record(desk.client, lead(), no_contents)
    assert opened.failure is None
    again = open_record(desk.connect(), lead(), no_contents)
    assert again.records[0]["case"] == opened.records[0]["case"]
    desk.org.faults.clear()
    desk.org.faults.declare(Fault(method="POST", path="composite", drop=drop))
    saved = save(desk, opened.records[0]["case"])
    assert saved.failure is None
    assert saved.records[0]["failure"] is None
    assert desk.count("Lead") == 1
    assert desk.one("Lead", opened.records[0]["case"], "Industry", "OwnerId") == {
        "Industry": "Energy", "OwnerId": desk.queues["TIRES"],
    }  # fmt: skip


def test_what_a_person_changed_after_the_save_stays(desk: Desk) -> None:
    record = open_record(desk.client, lead(), no_contents).records[0]["case"]
    assert save(desk, record).ok
    desk.change("Lead", record, Industry="Education")
    assert save(desk, record, desk.connect()).records[0]["notes"] == ["it was saved already, and is left as it is"]
    assert desk.one("Lead", record, "Industry") == {"Industry": "Education"}


def test_an_account_is_left_where_the_object_has_no_field_for_it(desk: Desk) -> None:
    record = open_record(desk.client, lead(), no_contents).records[0]["case"]
    saved = save(desk, record, account=desk.account)
    assert saved.records[0]["failure"] is None


def test_leads_of_one_message_take_over_who_wrote(desk: Desk) -> None:
    record = open_record(desk.client, lead(Phone="12"), no_contents).records[0]["case"]
    result = split(desk, record, "a", "b")
    assert [row["failure"] for row in result.records] == [None, None]
    rows = desk.rows(f"SELECT LastName, Company, Phone, OwnerId FROM Lead WHERE Id != '{record}'")
    assert {(r["LastName"], r["Company"], r["Phone"], r["OwnerId"]) for r in rows} == {
        ("Kim", "sender.example", "12", desk.queues["TIRES"])
    }
    assert split(desk, record, "a", "b").ok
    assert desk.count("Lead") == 3
    told = desk.rows(
        "SELECT Record_Id__c FROM Orchestration_Run__c WHERE Parent_Run__c = null AND Record_Id__c != null"
    )
    assert len(told) == 3


def test_a_missing_field_is_named(desk: Desk) -> None:
    failure = open_record(desk.client, lead(Company=""), no_contents).failure
    assert failure is not None
    assert (failure.code, failure.fields) == ("REQUIRED_FIELD_MISSING", ("Company",))


@pytest.mark.parametrize(("name", "code"), [("Account", "KEY_FIELD_MISSING"), ("Nothing", "UNKNOWN_OBJECT")])
def test_an_object_that_cannot_hold_cases_is_told(desk: Desk, name: str, code: str) -> None:
    order = lead().model_dump()
    order["case"]["object"] = name
    failure = open_record(desk.client, OpenRecord.model_validate(order), no_contents).failure
    assert failure is not None
    assert failure.code == code
    saved = save_case(desk.client, SaveCase.model_validate(saving(desk.account, object=name, values={}))).failure
    assert saved is not None
    assert saved.code == code

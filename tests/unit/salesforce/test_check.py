"""What is missing in an org is said in words that an administrator can act on; looking changes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk import Desk
from script import scripted

from tools.salesforce.check import Finding, check
from tools.salesforce.client import Client, of_token
from tools.salesforce.description import Description
from tools.salesforce.errors import refusal
from tools.salesforce.org import INSTANCE_URL, Fault, Flow, adapter
from workflow.definition import WorkflowDefinition

ROOT = Path(__file__).resolve().parents[3]


def workflow(**more: Any) -> WorkflowDefinition:
    steps: list[dict[str, Any]] = [
        {"id": "read", "kind": "read"}, {"id": "open", "kind": "open", "queue": "INTAKE"}, *more.pop("steps", []),
        {"id": "save", "kind": "act", "tool": "salesforce.save_case"},
    ]  # fmt: skip
    record = {"values": {"Category__c": "category"}, **more.pop("record", {})}
    account = {"key": "AccountNumber", "recognise_by": {"name": "Name", "sender": "Contact.Email"}}
    return WorkflowDefinition.model_validate(
        {"workflow": "tyres", "title": "Tyres", "record": record, "account": account, "steps": steps, **more}
    )


def look(desk: Desk, definition: WorkflowDefinition, queues: tuple[str, ...] = ("INTAKE", "TIRES")) -> list[Finding]:
    client = of_token(
        INSTANCE_URL, desk.org.session_id, inner=adapter(desk.org), only_reads=True, sleep=desk.waits.append
    )
    return list(check(client, [definition], queues))


def missing(found: list[Finding]) -> list[str]:
    return [f"{each.about}: {each.told} → {each.cure}" for each in found if each.level == "missing"]


def test_an_org_with_everything_works(desk: Desk) -> None:
    before = desk.counts()
    found = look(desk, workflow())
    assert missing(found) == []
    assert {each.about for each in found} >= {"login", "Case", "Account", "Orchestration_Run__c", "queues"}
    assert desk.counts() == before


def test_what_is_missing_is_named_with_what_to_do(desk: Desk) -> None:
    definition = workflow(record={"values": {"Nonsense__c": "category"}})
    told = missing(look(desk, definition, ("INTAKE", "NOBODY", "NOWHERE")))
    assert len(told) == 2
    assert told[0].startswith("Case: the user does not see Nonsense__c, or they are not there → ")
    assert told[1].startswith("queues: there is none named NOBODY, NOWHERE → Setup → Queues")


def test_queues_are_told_once_for_all_workflows_of_an_object(desk: Desk) -> None:
    client = of_token(INSTANCE_URL, desk.org.session_id, inner=adapter(desk.org), only_reads=True)
    desk.add("Group", Name="Other", DeveloperName="OTHER", Type="Queue")
    found = list(check(client, [workflow(), workflow()], ("INTAKE", "OTHER", "NOBODY", "NOBODY")))
    assert [each.told for each in found if each.about == "queues"] == [
        "there is none named NOBODY", "OTHER may not hold a Case", "1 of the bundle's are there and hold a Case",
    ]  # fmt: skip


def test_an_object_that_is_not_there_is_told_once(desk: Desk) -> None:
    told = missing(look(desk, workflow(record={"object": "Ticket__c", "values": {}}), ()))
    assert [line.partition(":")[0] for line in told] == ["Ticket__c"]
    assert "permission set 'Switchyard Integration'" in told[0]


def test_what_the_user_may_not_do_is_told_by_object_and_field(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    of = Description.of

    def limited(told: Any) -> Description:
        if told["name"] == "Case":
            fields = [{**f, "updateable": f["updateable"] and f["name"] != "Category__c"} for f in told["fields"]]
            return of({**told, "createable": False, "fields": fields})
        return of(told)

    monkeypatch.setattr(Description, "of", limited)
    told = missing(look(desk, workflow()))
    assert told == ["Case: the user may not create records of it → give the user's permission set 'create' on Case"]


def test_a_key_field_that_is_not_unique_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    of = Description.of

    def loose(told: Any) -> Description:
        fields = [{**f, "unique": False, "idLookup": False} if f["name"] == "Run_Key__c" else f for f in told["fields"]]
        return of({**told, "fields": fields})

    monkeypatch.setattr(Description, "of", loose)
    [told] = missing(look(desk, workflow()))
    assert told.startswith("Orchestration_Run__c: Run_Key__c is not unique → make it unique")


def test_a_flow_is_looked_at_with_its_inputs(desk: Desk) -> None:
    desk.org.declare_flow(Flow.model_validate({"name": "Tell", "inputs": {"about": {"required": True}}}))
    step = {"id": "tell", "kind": "act", "tool": "salesforce.flow", "flow": "Tell", "arguments": {"topic": "category"}}
    tools = ["salesforce.open_record", "salesforce.save_case", "salesforce.log", "salesforce.flow"]
    [told] = missing(look(desk, workflow(steps=[step], tools=tools)))
    assert told.startswith("flow Tell: it has no input topic; it needs about → correct the step 'tell'")
    [gone] = missing(look(desk, workflow(steps=[{**step, "flow": "Nothing"}], tools=tools)))
    assert gone.startswith("flow Nothing: the user cannot run a flow of that name → activate it")


def without(monkeypatch: pytest.MonkeyPatch, sobject: str) -> None:
    """An org that lacks an object."""
    describe = Client.describe

    def limited(client: Client, name: str) -> Description:
        if name == sobject:
            raise refusal("UNKNOWN_OBJECT", f"the org has no object {name}")
        return describe(client, name)

    monkeypatch.setattr(Client, "describe", limited)


def test_records_of_reviews_are_wanted_where_the_workflow_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert missing(look(desk, workflow(reviews={"in_org": True}))) == []
    without(monkeypatch, "Orchestration_Review__c")
    assert missing(look(desk, workflow())) == []
    [told] = missing(look(desk, workflow(reviews={"in_org": True})))
    assert told.startswith("Orchestration_Review__c: the user does not see it, or it is not there → deploy the package")


def test_external_routing_wants_its_objects_and_its_channel(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    step = {"id": "give", "kind": "assign", "by": "omni", "channel": "Cases"}
    [told] = missing(look(desk, workflow(steps=[step])))
    assert told.startswith("service channel Cases: there is none of that API name → Setup → Service Channels")
    desk.add("ServiceChannel", MasterLabel="Cases", DeveloperName="Cases", RelatedEntity="Lead")
    assert "it is for Lead, not Case" in missing(look(desk, workflow(steps=[step])))[0]
    without(monkeypatch, "AgentWork")
    [first, *_] = missing(look(desk, workflow(steps=[step])))
    assert first.startswith("AgentWork: ")
    assert "Omni-Channel Settings" in first


def test_a_log_in_that_fails_ends_the_look_with_what_to_do(desk: Desk) -> None:
    desk.org.faults.declare(Fault(code="API_DISABLED_FOR_ORG", times=0))
    [told] = look(desk, workflow())
    assert (told.level, told.cure) == ("missing", "give the user's profile or permission set 'API Enabled'")


def test_little_that_is_left_is_noted() -> None:
    limits = {"DailyApiRequests": {"Max": 1000, "Remaining": 50}, "DataStorageMB": {"Max": 100, "Remaining": 90}}
    client, _, _ = scripted((200, limits), (403, [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]))
    found = list(check(client, [], ()))
    assert [(each.level, each.about) for each in found] == [
        ("works", "login"), ("note", "API calls of 24 hours"), ("works", "MB of data storage"),
    ]  # fmt: skip

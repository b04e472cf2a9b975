"""A flow as a step: started once with what is known, its outputs read by later steps, its fault a branch."""

from __future__ import annotations

from typing import Any

import pytest

from app.wiring import House
from tools.salesforce.org import Fault, Flow

WORKFLOW = "workflows/dealer-support.yaml"
INVOICE = (
    "Hello,\n\nwe were charged twice for chat at quistrelford.com on invoice INV-88123. "
    "Please send a credit for the second charge.\n\nAda Norvik\n"
)
STEPS = """tool: salesforce.save_case}
      - id: notify
        kind: act
        tool: salesforce.flow
        flow: Notify_Pod
        arguments: {about: category, dealer: account.Name}
        gives: {ticket: task}
        on_error: go_on
      - id: mark
        kind: act
        tool: salesforce.update_record
        when: ticket is set
        arguments: {object: "'Case'", id: ticket, values: {Comments: "concat('made for ', account.Name)", Priority: "'High'"}}
      - id: branch
        kind: act
        tool: salesforce.create_record
        when: notify_fault is set
        arguments: {object: "'Case'", values: {Subject: "concat('Call ', account.Name)", Comments: notify_fault}}
"""
TOOLS = (
    "tools: [salesforce.open_record, salesforce.save_case, salesforce.log, salesforce.flow,"
    " salesforce.update_record, salesforce.create_record]\nsteps:"
)
FLOW = {
    "name": "Notify_Pod",
    "inputs": {"about": {"required": True}, "dealer": {}},
    "effects": [{"object": "Case", "values": {"Subject": "Tell {!dealer} about {!about}", "Origin": "Phone"}}],
    "outputs": {"task": "{!effect0}"},
}


@pytest.fixture
def flowing(variant: Any) -> House:
    house: House = variant((WORKFLOW, "tool: salesforce.save_case}\n", STEPS), (WORKFLOW, "\nsteps:", f"\n{TOOLS}"))
    assert house.mistakes() == []
    assert house.org is not None
    house.org.declare_flow(Flow.model_validate(FLOW))
    return house


def _hops(house: House, run: str) -> dict[str, str]:
    return {hop.step: hop.status for hop in house.store.hops.of(run)}


def test_outputs_of_a_flow_are_read_by_the_steps_after_it(flowing: House, mail: Any) -> None:
    report = flowing.runner.start("dealer-support", mail(INVOICE))
    assert (report.outcome, report.run.error) == ("cases", "")
    [made] = flowing.client.query("SELECT Subject, Comments, Priority FROM Case WHERE Origin = 'Phone'")
    assert (made["Subject"], made["Comments"], made["Priority"]) == (
        "Tell Quistrel Ford about billing", "made for Quistrel Ford", "High",
    )  # fmt: skip
    hops = _hops(flowing, report.run.id)
    assert (hops["notify"], hops["mark"], hops["branch"]) == ("done", "done", "skipped")
    [run] = flowing.client.query("SELECT Status__c, Timeline__c FROM Orchestration_Run__c")
    assert run["Status__c"] == "Completed"
    assert "salesforce.update_record" in run["Timeline__c"]


def test_the_fault_of_a_flow_is_a_branch(flowing: House, mail: Any) -> None:
    assert flowing.org is not None
    broken = {**FLOW, "effects": [{"object": "Case", "values": {"Status": "x" * 300}}]}
    flowing.org.declare_flow(Flow.model_validate(broken))
    report = flowing.runner.start("dealer-support", mail(INVOICE))
    assert (report.outcome, report.run.error) == ("cases", "")
    hops = _hops(flowing, report.run.id)
    assert (hops["notify"], hops["mark"], hops["branch"]) == ("failed", "skipped", "done")
    [made] = flowing.client.query("SELECT Subject, Comments FROM Case WHERE Subject LIKE 'Call %'")
    assert made["Subject"] == "Call Quistrel Ford"
    assert "FLOW_FAULT" in made["Comments"]


def test_a_flow_whose_reply_is_lost_is_started_once(flowing: House, mail: Any) -> None:
    assert flowing.org is not None
    flowing.org.faults.declare(Fault(method="POST", path="actions/*", drop="reply"))
    report = flowing.runner.start("dealer-support", mail(INVOICE))
    assert flowing.client.total("SELECT COUNT() FROM Case WHERE Origin = 'Phone'") == 1
    assert report.outcome == "cases"
    again = flowing.runner.start("dealer-support", mail(INVOICE))
    assert (again.repeated, flowing.client.total("SELECT COUNT() FROM Case WHERE Origin = 'Phone'")) == (True, 1)

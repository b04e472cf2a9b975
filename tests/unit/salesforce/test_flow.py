"""A flow is called with typed inputs; its outputs are values, its fault a failure that says what the flow said."""

from __future__ import annotations

from typing import Any

import pytest
from desk import Desk

from tools.salesforce.arguments import RunFlow
from tools.salesforce.flow import run_flow
from tools.salesforce.org import Fault, Flow
from workflow.result import Result

FLOW = Flow.model_validate(
    {
        "name": "Notify_Pod",
        "inputs": {
            "subject": {"type": "STRING", "required": True}, "urgent": {"type": "BOOLEAN"}, "amount": {"type": "NUMBER"},
        },
        "effects": [{"object": "Case", "values": {"Subject": "{!subject}", "Origin": "Web"}}],
        "outputs": {"ticket": "{!effect0}", "told": "about {!subject}"},
    }
)  # fmt: skip


def run(desk: Desk, **inputs: Any) -> Result:
    desk.org.declare_flow(FLOW)
    return run_flow(desk.client, RunFlow(flow="Notify_Pod", inputs=inputs))


def test_outputs_are_given_and_the_effects_are_there(desk: Desk) -> None:
    result = run(desk, subject="Tyres", urgent=True, amount="12.5")
    assert result.failure is None
    row = result.records[0]
    assert (row["outputs"]["told"], row["status"], result.calls) == ("about Tyres", "Finished", 1)
    assert desk.one("Case", row["outputs"]["ticket"], "Subject") == {"Subject": "Tyres"}


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "needs subject"),
        ({"subject": "x", "colour": "red"}, "no input colour; there are: amount, subject, urgent"),
        ({"subject": "x", "amount": "many"}, "amount wants a number"),
        ({"subject": "x", "urgent": "maybe"}, "urgent wants true or false"),
    ],
)
def test_inputs_that_do_not_fit_are_told_and_nothing_is_started(desk: Desk, inputs: dict[str, Any], words: str) -> None:
    failure = run(desk, **inputs).failure
    assert failure is not None
    assert (failure.code, words in failure.message) == ("INVALID_INPUT", True)
    assert desk.count("Case") == 0


def test_a_fault_of_the_flow_says_what_the_flow_said(desk: Desk) -> None:
    failure = run(desk, subject="x" * 300).failure
    assert failure is not None
    assert (failure.code, failure.retry, "STRING_TOO_LONG" in failure.message) == ("FLOW_FAULT", "never", True)
    assert desk.count("Case") == 0


def test_a_flow_that_is_not_there_is_named(desk: Desk) -> None:
    failure = run_flow(desk.client, RunFlow(flow="Nothing_Here")).failure
    assert failure is not None
    assert (failure.code, "Nothing_Here" in failure.message) == ("UNKNOWN_FLOW", True)


@pytest.mark.parametrize(
    ("fault", "code", "retry", "cases"),
    [
        (Fault(method="POST", path="actions/*", drop="reply"), "NO_REPLY", "unknown", 1),
        (Fault(method="POST", path="actions/*", drop="request"), "NO_REPLY", "unknown", 0),
        (Fault(method="POST", path="actions/*", code="UNABLE_TO_LOCK_ROW"), "UNABLE_TO_LOCK_ROW", "now", 0),
        (Fault(method="POST", path="actions/*", code="REQUEST_LIMIT_EXCEEDED"), "REQUEST_LIMIT_EXCEEDED", "later", 0),
    ],
)
def test_what_concerns_the_call_is_no_fault_of_the_flow(
    desk: Desk, fault: Fault, code: str, retry: str, cases: int
) -> None:
    desk.org.faults.declare(fault)
    failure = run(desk, subject="x").failure
    assert failure is not None
    assert (failure.code, failure.retry, desk.count("Case")) == (code, retry, cases)

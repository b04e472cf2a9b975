"""What may ask a person stands before the first action."""

from __future__ import annotations

from typing import Any

import pytest

from workflow.check.order import check_gate
from workflow.definition import WorkflowDefinition

ACT = {"id": "save", "kind": "act", "tool": "salesforce.save_case"}
REVIEW = {"id": "approve", "kind": "review"}
DECIDE = {"id": "route", "kind": "decide", "table": "t", "gives": ["queue"]}


def _found(*steps: dict[str, Any], on_unsure: str = "review") -> list[str]:
    given = {"workflow": "w", "title": "W", "on_unsure": on_unsure, "steps": [{"for_each": "case", "steps": steps}]}
    return [each.key for each in check_gate("w.yaml", WorkflowDefinition.model_validate(given))]


@pytest.mark.parametrize("step", [REVIEW, DECIDE])
def test_a_step_that_may_ask_is_refused_after_an_action_and_taken_before_it(step: dict[str, Any]) -> None:
    assert _found(step, ACT) == []
    assert _found(ACT, step) == ["steps[0].steps[1]"]
    assert _found(step, ACT, {**step, "id": "again"}) == ["steps[0].steps[2]"]


def test_a_step_that_goes_on_when_unsure_may_come_later_but_a_review_may_not() -> None:
    assert _found(ACT, {**DECIDE, "on_unsure": "go_on"}) == []
    assert _found(ACT, DECIDE, on_unsure="go_on") == []
    assert len(_found(ACT, REVIEW, on_unsure="go_on")) == 1

"""The estimate adds up what its lines say."""

from __future__ import annotations

from tools.salesforce.estimate import Mix, estimate
from workflow.definition import WorkflowDefinition

STEPS = [
    {"id": "read", "kind": "read"}, {"id": "open", "kind": "open", "queue": "INTAKE"},
    {"id": "route", "kind": "decide", "table": "t", "gives": ["queue"]},
    {"id": "save", "kind": "act", "tool": "salesforce.save_case"},
]  # fmt: skip


def figures(mix: Mix, refresh: float = 0, poll: float = 0, **more: object) -> dict[str, float]:
    definition = WorkflowDefinition.model_validate({"workflow": "tyres", "title": "Tyres", "steps": STEPS, **more})
    return {f"{line.what} {line.unit}": line.value for line in estimate(definition, 1000, mix, refresh, poll)}


PLAIN = Mix(work=1, asked=0, split=0, files=0, mail_kb=0)


def test_a_message_straight_through_takes_two_calls_and_four_records() -> None:
    told = figures(PLAIN)
    assert told["API calls a month"] == 2000
    assert told["data storage MB a month"] == (1000 + 1000 + 2000) * 2 / 1024, "case, run, two rows of hops"


def test_without_rows_of_hops_less_is_stored() -> None:
    assert figures(PLAIN, log_rows=())["data storage MB a month"] == 2000 * 2 / 1024


def test_what_is_asked_for_again_and_again_counts() -> None:
    assert figures(PLAIN, refresh=300)["API calls a month"] == 2000 + 30 * 288 * 2
    assert figures(PLAIN, poll=60)["API calls a month"] == 2000 + 30 * 1440


def test_files_are_kept_and_carried_by_themselves() -> None:
    told = figures(Mix(work=1, asked=0, split=0, files=0.5, mail_kb=0, file_kb=1024))
    assert told["API calls a month"] == 2500
    assert told["file storage MB a month"] == 500

"""A threshold is chosen for a wanted correctness, and is judged on what it was not chosen from."""

from __future__ import annotations

import pytest

from evals.samples import Sample
from evals.thresholds import at, choose, held_out, needed, propose
from evals.thresholds_report import threshold_lines
from tools.bundle.definition import read_definition
from tools.bundle.markup import read_markup
from workflow.definition import WorkflowDefinition

FLOW = """\
workflow: orchard
title: Orchard mail
steps:
  - {id: read, kind: read}
  - {id: triage, kind: triage}
  - for_each: case
    steps:
      - {id: match, kind: matching}
      - {id: classify, kind: classification, categories: wishes, model: [local, fast], sure_from: {local: 0.9, fast: 0.7}}
"""


def definition() -> WorkflowDefinition:
    import yaml

    return WorkflowDefinition.model_validate(yaml.safe_load(FLOW))


def told(*pairs: tuple[float, bool]) -> list[Sample]:
    return [Sample(str(number), confidence, right) for number, (confidence, right) in enumerate(pairs)]


def test_the_threshold_of_the_highest_coverage_that_is_right_enough() -> None:
    some = told((0.95, True), (0.9, True), (0.814, True), (0.806, False), (0.7, True), (0.6, True), (0.5, False))
    assert choose(some, 1.0) == 0.81
    assert choose(some, 0.8) == 0.55  # five of six, and nothing between 0.5 and 0.6
    assert choose(some, 0.99) == 0.81


def test_those_that_are_equally_sure_stand_and_fall_together() -> None:
    assert choose(told((0.9, True), (0.9, False)), 0.9) is None
    assert choose(told((0.9, True), (0.8, True), (0.8, False)), 1.0) == 0.85


def test_of_what_is_less_sure_than_all_that_was_seen_nothing_is_known() -> None:
    assert choose(told((0.9, True), (0.63, True)), 0.99) == 0.63


def test_what_a_threshold_lets_through() -> None:
    let = at(told((0.9, True), (0.8, False), (0.3, False)), 0.8)
    assert (let.right.hit, let.right.of, let.coverage.hit, let.coverage.of) == (1, 2, 2, 3)


def test_held_out_does_not_flatter() -> None:
    # Right or wrong by chance: whatever is chosen, what was not seen is right in half of all.
    some = told(*((0.5 + n / 100, n % 2 == 0) for n in range(50)))
    best = choose(some, 0.99)
    assert best is None or at(some, best).right.value == 1.0
    assert (held_out(some, 0.99).right.value or 0.0) < 0.99


@pytest.mark.parametrize(("wanted", "count"), [(0.99, 381), (0.95, 73), (0.9, 35)])
def test_what_it_takes_to_prove_a_share(wanted: float, count: int) -> None:
    assert needed(wanted) == count


def test_the_lines_for_the_workflow_hold_what_the_step_says_and_the_proposal() -> None:
    flow = definition()
    found = {
        ("triage", ""): told(*((0.9, True),) * 5, (0.4, False)),
        ("classify", "local"): told(*((0.97, True),) * 5, (0.95, False)),
        ("classify", "fast"): told((0.8, False)),
    }
    proposals = propose(flow, found, 0.95)
    assert [(each.step, each.model, each.now.sure_from, each.reached) for each in proposals] == [
        ("triage", "local", 0.75, True),
        ("classify", "local", 0.9, True),
        ("classify", "fast", 0.7, False),
    ]
    lines = threshold_lines(flow, proposals, 0.95)
    assert lines[-2:] == [
        "  - {id: triage, kind: triage, sure_from: 0.65}",
        "  - {id: classify, kind: classification, model: [local, fast], categories: wishes, "
        "sure_from: {local: 0.96, fast: 1.0}}",
    ]
    # They are lines that the loader takes.
    assert not _errors(FLOW.replace("- {id: triage, kind: triage}", lines[-2].strip()))
    assert "    5 answers do not prove it: it takes 73, all right" in lines
    assert any("no threshold gives it" in line for line in lines)


def _errors(text: str) -> list[object]:
    markup = read_markup(text, "workflows/orchard.yaml")
    read_definition("workflows/orchard.yaml", "orchard", markup)
    return list(markup.errors)

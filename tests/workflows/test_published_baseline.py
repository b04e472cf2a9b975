"""The figures that are published for the suite of the first look hold: one that is worse stops the build.

Where a change is worth it, save them anew: `switchyard eval evals/suites/dealer-demo --save-baseline
evals/baselines/dealer-demo.json`; tolerances in the file stay as they are.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.scoring.evaluation import house_of, runs_in
from app.settings import ROOT
from evals import Evaluation, assert_baseline, load, score_suite

SUITE = ROOT / "evals" / "suites" / "dealer-demo"
BASELINE = ROOT / "evals" / "baselines" / "dealer-demo.json"


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The suite as the local reader reads it, by the bundle that is shipped."""
    suite = load(SUITE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SWITCHYARD_STATE", str(tmp_path_factory.mktemp("baseline")))
        with house_of(suite, ROOT / "config") as house:
            return score_suite(suite, runs_in(house, suite.workflow))


def test_no_published_figure_is_worse_than_its_tolerance(evaluation: Evaluation) -> None:
    assert_baseline(evaluation, BASELINE)


@pytest.mark.parametrize("name", ["auto_right", "coverage", "fields.f1"])
def test_a_figure_that_fell_is_named(evaluation: Evaluation, name: str, tmp_path: Path) -> None:
    held = json.loads(BASELINE.read_text("utf-8"))
    figure = held["suites"]["dealer-demo"]["figures"][name]
    figure["value"] += 2 * figure["tolerance"] + 0.05
    raised = tmp_path / "raised.json"
    raised.write_text(json.dumps(held), "utf-8")
    with pytest.raises(AssertionError, match=f"dealer-demo: {name} is"):
        assert_baseline(evaluation, raised)

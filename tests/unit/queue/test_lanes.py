"""How fast the runs of a workflow are worked on is what its `pace` says, and changes with it."""

from __future__ import annotations

import pytest

from app.settings import ROOT
from app.worker.intake import lanes_of
from app.worker.lanes import ClosedLanes
from tools.bundle import load
from tools.queue import Lane, Rate
from workflow.bundle import Bundle
from workflow.definition import Pace

WORK = "dealer-support"


def paced(pace: Pace | None) -> Bundle:
    bundle = load(ROOT / "config")
    definition = bundle.workflow(WORK).model_copy(update={"pace": pace})
    return bundle.model_copy(update={"workflows": {WORK: definition}})


@pytest.mark.parametrize(
    ("pace", "lane"),
    [
        (None, Lane(name=WORK)),
        (Pace(at_a_time=4), Lane(name=WORK, together=4)),
        (Pace(starts=100, within_seconds=60), Lane(name=WORK, rate=Rate(most=100, seconds=60))),
        (Pace(at_a_time=1, starts=2), Lane(name=WORK, together=1, rate=Rate(most=2, seconds=60))),
    ],
)
def test_the_lane_of_a_workflow_has_its_limits(pace: Pace | None, lane: Lane) -> None:
    assert lanes_of(paced(pace), ["an-older-one"]) == [Lane(name="an-older-one"), lane]


def test_a_time_that_was_asked_for_is_kept_to_though_other_work_goes_well() -> None:
    lanes = ClosedLanes()
    assert lanes.hold("asked", 600, asked=True)
    assert lanes.hold("guessed", 600)
    for lane in ("asked", "guessed"):
        lanes.went_well(lane)
    assert lanes.now() == {"asked"}
    assert not lanes.hold("asked", 600)

"""Who gets work: by policy among those who are present, skilled and have room; why not, for everybody else."""

from __future__ import annotations

import pytest

from workflow.distribution import Agent, Policy, Wanted, choose


def agent(name: str, **more: object) -> Agent:
    return Agent.model_validate({"user": name.lower(), "name": name, "capacity": 10, **more})


ANN = agent("Ann", open=1, used=8, last="2026-03-02T10:00:00Z")
BEN = agent("Ben", open=3, used=3, last="2026-03-02T09:00:00Z")


@pytest.mark.parametrize(("policy", "first"), [("least_active", "Ann"), ("most_available", "Ben")])
def test_the_policy_decides(policy: Policy, first: str) -> None:
    assert choose([BEN, ANN], Wanted(), policy).ranked[0].name == first


def test_of_equals_who_got_work_longest_ago_then_by_name() -> None:
    late, early = agent("Ann", last="2026-03-02T10:00:00Z"), agent("Ben", last="2026-03-02T09:00:00Z")
    fresh = [agent("Dee"), agent("Cem")]
    ranked = choose([late, early, *fresh], Wanted(), "least_active").ranked
    assert [each.name for each in ranked] == ["Cem", "Dee", "Ben", "Ann"]


@pytest.mark.parametrize(
    ("more", "wanted", "why"),
    [
        ({"away": True}, Wanted(), "away"),
        ({"declined": True}, Wanted(), "declined"),
        ({"used": 9.5}, Wanted(), "0.5 of 10 units left, and it takes 1"),
        ({}, Wanted(skills={"billing": 0}), "lacks the skill billing"),
        ({"skills": {"billing": 2}}, Wanted(skills={"billing": 3}), "at level 2, and 3 is needed"),
    ],
)
def test_who_is_out_of_the_question_is_told_why(more: dict[str, object], wanted: Wanted, why: str) -> None:
    [told] = choose([agent("Ann", **more)], wanted, "least_active").considered
    assert not told.fits
    assert why in told.reason


def test_capacity_may_be_filled_to_the_brim() -> None:
    assert choose([agent("Ann", used=9)], Wanted(weight=1), "least_active").ranked

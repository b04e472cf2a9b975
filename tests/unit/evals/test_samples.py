"""Each answer of each model is judged by the labels, as far as they say."""

from __future__ import annotations

from typing import Any

from evals.agreement import judge
from evals.detail import Answer, Detail, spent
from evals.prediction import Prediction
from evals.samples import samples
from evals.truth import Truth


def judged(truth: dict[str, Any], said: dict[str, Any], *answers: Answer) -> dict[tuple[str, str], list[bool]]:
    want = Truth.model_validate({"message": "1.eml", "cases": [], **truth})
    got = Prediction.model_validate({"message": "1.eml", **said})
    found = samples([judge(want, got)], [got], {"1.eml": Detail(answers=answers)})
    return {key: [each.right for each in told] for key, told in found.items()}


def answer(step: str, kind: str, said: Any, case: int | None = None, model: str = "", last: bool = True) -> Answer:
    return Answer(step, kind, model, case, said, 0.9, last)


def case(account: str | None, category: str = "repair") -> dict[str, Any]:
    return {"account": account, "category": category, "queue": "BENCH", "fields": {}}


WORK = {"outcome": "cases", "cases": [case("W-1"), case("W-2", "sale")]}


def test_every_step_is_judged_by_its_own_part_of_the_truth() -> None:
    told = judged(
        WORK, {"outcome": "cases", "cases": [case("W-2", "sale"), case("W-9")]},
        answer("triage", "triage", True), answer("split", "splitting", 2), answer("match", "matching", "W-2", 0),
        answer("match", "matching", "W-9", 1), answer("classify", "classification", "sale", 0),
        answer("classify", "classification", "repair", 1),
    )  # fmt: skip
    assert told == {
        ("triage", ""): [True],
        ("split", ""): [False],  # an account is wrong
        ("match", ""): [True, False],
        ("classify", ""): [True],  # of a case that nobody expects no category is right or wrong
    }


def test_the_models_of_a_cascade_are_judged_apart() -> None:
    told = judged(
        {"outcome": "cases", "cases": [case("W-1")]}, {"outcome": "cases", "cases": [case("W-1")]},
        answer("split", "splitting", 3, model="local", last=False), answer("split", "splitting", 1, model="fast"),
        answer("classify", "classification", "sale", 0, "local", False),
        answer("classify", "classification", "repair", 0, "fast"),
    )  # fmt: skip
    assert told == {
        ("split", "local"): [False], ("split", "fast"): [True],
        ("classify", "local"): [False], ("classify", "fast"): [True],
    }  # fmt: skip


def test_a_category_is_judged_where_the_one_case_stands_under_another_account() -> None:
    told = judged(
        {"outcome": "cases", "cases": [case("W-1")]}, {"outcome": "cases", "cases": [case("W-7")]},
        answer("classify", "classification", "repair", 0),
    )  # fmt: skip
    assert told == {("classify", ""): [True]}


def test_where_a_person_must_decide_between_accounts_neither_is_right() -> None:
    truth = {"outcome": "review", "candidates": ["W-1", "W-2"]}
    said = {"outcome": "review", "cases": [case("W-1"), case("W-5")]}
    told = judged(truth, said, answer("match", "matching", "W-1", 0), answer("match", "matching", "W-5", 1))
    assert told == {("match", ""): [False]}


def test_calls_are_added_up_and_kept_answers_count_with_what_they_cost_first() -> None:
    told = spent(
        [
            {"outcome": "repaired", "took_ms": 30.0, "attempts": [{"cost": "0.5"}, {"cost": "0.25"}]},
            {"outcome": "cached", "before": {"cost": "2", "took_ms": 70.0}},
            {"outcome": "cached"},  # a part of an answer at hand
            {"outcome": "down", "took_ms": 5.0, "attempts": [{"cost": "0"}]},
            {"outcome": "answered", "attempts": [{"cost": None}]},
            {"outcome": "local", "message": "the local reader reads on"},
        ]
    )
    assert (told.calls, told.cached, told.failed, told.unpriced) == (4, 1, 1, 1)
    assert (str(told.cost), str(told.worth), told.took_ms) == ("0.75", "2.75", 105.0)

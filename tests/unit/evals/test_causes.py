"""Each slip stands under one cause, so that errors can be counted and mended."""

from __future__ import annotations

from typing import Any

import pytest

from evals.agreement import judge
from evals.causes import cause_lines, causes, slips_of
from evals.prediction import Prediction
from evals.truth import Truth


def case(account: str | None = "W-1", category: str = "repair", queue: str = "BENCH", **more: Any) -> dict[str, Any]:
    return {"account": account, "category": category, "queue": queue, "fields": {}, **more}


def slips(want: dict[str, Any], got: dict[str, Any] | None, *doubts: str) -> list[tuple[str, str]]:
    truth = Truth.model_validate({"message": "1.eml", "outcome": "cases", "cases": [], **want})
    said = None if got is None else Prediction.model_validate({"message": "1.eml", "outcome": "cases", **got})
    return [(slip.cause, slip.about) for slip in slips_of(judge(truth, said), said, doubts)]


ONE = {"cases": [case()]}


@pytest.mark.parametrize(
    ("got", "told"),
    [
        (None, [("not answered", "")]),
        ({"cases": [case()]}, []),
        ({"outcome": "not_actionable"}, [("work lost", "")]),
        ({"cases": [case("W-2")]}, [("account wrong", "")]),
        ({"cases": [case(None)]}, [("account not found", "")]),
        ({"cases": [case(), case("W-2")]}, [("split over", "")]),
        ({"cases": []}, [("split under", "")]),
        ({"cases": [case(category="sale", queue="SHOP")]}, [("category wrong", "repair → sale")]),
        ({"cases": [case(queue="SHOP")]}, [("queue wrong", "BENCH → SHOP")]),
        ({"cases": [case(missing=["model"])]}, [("missing list wrong", "model")]),
        ({"cases": [case(fields={"model": "X"})]}, [("field invented", "model")]),
        ({"outcome": "review", "cases": [case(queue="SHOP")]},
         [("queue wrong", "BENCH → SHOP"), ("review of what is wrong", "not said")]),
    ],
)  # fmt: skip
def test_every_slip_has_its_cause(got: dict[str, Any] | None, told: list[tuple[str, str]]) -> None:
    assert slips(ONE, got) == told


def test_values_that_are_not_right_are_told_apart() -> None:
    want = {"cases": [case(fields={"model": "X", "year": 1990})]}
    assert slips(want, {"cases": [case(fields={"model": "Y"})]}) == [
        ("field wrong", "model"),
        ("field missing", "year"),
    ]


def test_a_review_is_unneeded_for_the_steps_that_asked_where_the_proposal_is_right() -> None:
    got = {"outcome": "review", "cases": [case()]}
    assert slips(ONE, got, "match", "classify", "match") == [
        ("review unneeded", "match"),
        ("review unneeded", "classify"),
    ]


def test_no_work_and_what_nobody_can_decide() -> None:
    none, undecidable = {"outcome": "not_actionable"}, {"outcome": "review", "why": "two are as likely"}
    assert slips(none, {"cases": [case()]}) == [("no work taken for work", "cases")]
    assert slips(none, {"outcome": "not_actionable"}) == []
    assert slips(undecidable, {"cases": [case()]}) == [("review not asked", "cases")]
    assert slips(undecidable, {"outcome": "review", "cases": [case()]}) == []


def test_a_cause_counts_the_messages_in_which_nothing_else_is_wrong() -> None:
    found = []
    for number, got in enumerate(({"cases": [case(queue="SHOP")]}, {"cases": [case("W-2")]}, {"cases": [case()]})):
        truth = Truth.model_validate({"message": f"{number}", "outcome": "cases", **ONE})
        said = Prediction.model_validate({"message": f"{number}", "outcome": "cases", **got})
        found += slips_of(judge(truth, said), said)
    told = causes(found)
    assert [(cause.name, cause.messages, cause.alone) for cause in told] == [
        ("account wrong", ("1",), ("1",)),
        ("queue wrong", ("0",), ("0",)),
    ]
    assert cause_lines(told, 3)[3].split() == ["queue", "wrong", "1", "1", "1", "BENCH", "→", "SHOP", "1"]
    assert cause_lines((), 3) == []

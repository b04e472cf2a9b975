"""What is worse is not put in force; what only dares more, and is right as often as it says, is."""

from __future__ import annotations

import pytest

from agents.learning.categories import Verdict
from agents.learning.gate import Figures, figures, objections


def verdicts(*told: tuple[float, bool]) -> list[Verdict]:
    return [Verdict(f"m{n}", "a", "a" if right else "b", sure) for n, (sure, right) in enumerate(told)]


def some(sure: int, sure_wrong: int, unsure: int, unsure_wrong: int) -> list[Verdict]:
    """The sure ones are the surer the earlier they stand, and the wrong ones among them stand last."""
    return verdicts(
        *((0.95 - n / 10_000, n < sure - sure_wrong) for n in range(sure)),
        *((0.5, n >= unsure_wrong) for n in range(unsure)),
    )


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (some(30, 0, 70, 20), some(30, 0, 70, 20), ()),
        (some(30, 0, 70, 20), some(30, 0, 70, 21), ("fewer categories are right: 79 of 100, before 80",)),
        (some(30, 0, 70, 20), some(90, 2, 10, 8), ()),
        (some(30, 0, 70, 20), some(30, 1, 70, 10), ("of the surest 30 fewer are right: 29, before 30",)),
        (
            some(0, 0, 100, 40), some(90, 12, 10, 8),
            ("it is surer than right: 12 of the 90 that it is sure of are wrong, where it says 4.9",),
        ),
    ],
)  # fmt: skip
def test_objections(before: list[Verdict], after: list[Verdict], told: tuple[str, ...]) -> None:
    assert objections(before, after, 0.88) == told


def test_of_equally_sure_ones_the_share_counts() -> None:
    level = verdicts(*((0.9, n % 2 == 0) for n in range(20)))
    assert objections(verdicts(*((0.95, n < 10) for n in range(10)), *((0.1, False) for _ in range(10))), level, 0.88)[
        0
    ] == ("of the surest 10 fewer are right: 5, before 10")


def test_figures_count_all_and_the_sure_ones() -> None:
    assert figures(some(30, 2, 70, 20), 0.88) == Figures(of=100, right=78, sure=30, sure_right=28)


def test_requests_of_one_message_count_as_one() -> None:
    many = [Verdict("m0", "a", "b", 0.9, share=0.1) for _ in range(10)]
    told = figures([*many, *verdicts((0.9, True), (0.2, True))], 0.88)
    assert (round(told.of, 6), told.right, round(told.sure, 6), told.sure_right) == (3, 2, 2, 1)

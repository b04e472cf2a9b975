"""Intervals and tests by message: known answers, and what few messages can say."""

from __future__ import annotations

from math import comb

import pytest

from evals.resampling import interval, paired


def mcnemar(b: int, c: int) -> float:
    """The exact two-sided test of McNemar, by the binomial."""
    n, k = b + c, min(b, c)
    return min(1.0, 2 * sum(comb(n, i) for i in range(k + 1)) / 2**n)


def ones(*hits: int) -> list[tuple[int, int]]:
    return [(hit, 1) for hit in hits]


@pytest.mark.parametrize(("won", "lost"), [(6, 0), (5, 0), (7, 2), (3, 3), (1, 0)])
def test_of_one_yes_or_no_a_message_it_is_mcnemars_exact_test(won: int, lost: int) -> None:
    a = ones(*[0] * won, *[1] * lost, *[1] * 20)
    b = ones(*[1] * won, *[0] * lost, *[1] * 20)
    told = paired(a, b)
    assert told is not None
    assert told.p == pytest.approx(mcnemar(won, lost))
    assert told.difference == pytest.approx((won - lost) / len(a))
    assert told.low <= told.difference <= told.high


def test_many_that_differ_are_drawn_and_agree_with_the_exact_test() -> None:
    a, b = ones(*[0] * 20, *[1] * 8, *[1] * 40), ones(*[1] * 20, *[0] * 8, *[1] * 40)
    told = paired(a, b)
    assert told is not None
    assert told.p == pytest.approx(mcnemar(20, 8), abs=0.01)
    assert paired(a, b) == told  # the same draws every time


def test_the_cases_of_one_message_are_not_so_many_witnesses() -> None:
    # Ten cases that turn right, in one message or in ten.
    one = paired([(0, 10), *ones(*[1] * 30)], [(10, 10), *ones(*[1] * 30)])
    ten = paired(ones(*[0] * 10, *[1] * 30), ones(*[1] * 40))
    assert one is not None
    assert ten is not None
    assert one.p == 1.0
    assert ten.p < 0.01


def test_what_is_the_same_differs_by_nothing_and_nothing_is_no_figure() -> None:
    same = paired(ones(1, 0, 1), ones(1, 0, 1))
    assert same is not None
    assert (same.difference, same.low, same.high, same.p) == (0, 0, 0, 1)
    assert paired([(0, 0)], [(0, 0)]) is None
    assert interval([(0, 0)]) is None


def test_where_all_messages_agree_few_of_them_may_still_be_chance() -> None:
    assert interval(ones(1, 1, 1)) == (0.438, 1.0)
    assert interval([(0, 2), (0, 3)]) == (0.0, 0.658)
    low, high = interval(ones(*[1] * 80, *[0] * 20)) or (0, 0)
    assert 0.70 < low < 0.75
    assert 0.85 < high < 0.90

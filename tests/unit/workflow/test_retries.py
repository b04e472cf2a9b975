"""What becomes of a run that failed, as a table."""

from __future__ import annotations

import pytest

from workflow.result import RetryClass
from workflow.retries import LONGEST_HOLD, LONGEST_WAIT, Next, after_failure


@pytest.mark.parametrize(
    ("retry", "tries", "holds", "expected"),
    [
        ("now", 0, 0, Next(2.0, 1)),
        ("now", 2, 0, Next(8.0, 3)),
        ("unknown", 0, 0, Next(2.0, 1)),
        ("now", 4, 0, Next(None, 5)),
        ("never", 0, 0, Next(None, 1)),
        ("later", 0, 0, Next(15.0, 0, hold=True)),
        ("later", 4, 2, Next(60.0, 4, hold=True)),
        ("later", 0, 1000, Next(LONGEST_HOLD, 0, hold=True)),
    ],
)
def test_after_a_failure(retry: RetryClass, tries: int, holds: int, expected: Next) -> None:
    assert after_failure(retry, tries, holds, most=5) == expected


@pytest.mark.parametrize(("asked", "wait"), [(7.0, 7.0), (0.0, 0.5), (86_400.0, 3600.0)])
def test_what_was_asked_for_is_waited_and_counts_as_no_try(asked: float, wait: float) -> None:
    assert after_failure("later", 4, holds=9, most=5, asked=asked) == Next(wait, 4, hold=True)


def test_no_wait_is_longer_than_the_longest() -> None:
    assert after_failure("now", 30, most=100).wait == LONGEST_WAIT

"""What becomes of a run that failed: tried again after a time, or parked for a person."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.result import RetryClass

MOST_TRIES = 5
"""Tries at one place before a run is parked. Waiting for the outside world is none."""

FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0
FIRST_HOLD, LONGEST_HOLD = 15.0, 600.0
LEAST_ASKED, LONGEST_ASKED = 0.5, 3600.0


@dataclass(frozen=True)
class Next:
    """`wait` seconds until the next try; None: parked. `tries` that now count. `hold`: the work beside it waits too."""

    wait: float | None
    tries: int
    hold: bool = False


def after_failure(
    retry: RetryClass, tries: int, holds: int = 0, most: int = MOST_TRIES, asked: float | None = None
) -> Next:
    """What to do after a failure of this class, where `tries` have failed before at the same place.

    `later` (an org's limit, an outage) is no fault of the work: it is waited for without end, longer each time that
    the lane was held before (`holds`), or as long as was `asked` for (seconds), and what else is in the lane waits
    too, since it would meet the same.
    """
    if retry == "later" and asked is not None:
        return Next(min(max(asked, LEAST_ASKED), LONGEST_ASKED), tries, hold=True)
    if retry == "later":
        return Next(min(FIRST_HOLD * 2 ** min(holds, 16), LONGEST_HOLD), tries, hold=True)
    if retry == "never" or tries + 1 >= most:
        return Next(None, tries + 1)
    return Next(min(FIRST_WAIT * 2**tries, LONGEST_WAIT), tries + 1)

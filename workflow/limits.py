"""How often models, tools and the org may be called: the bundle's limits, which hold over all workers together."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from workflow.fields import Strict

SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86_400.0}
MOST = 1_000_000

_WRITTEN = re.compile(r"\s*(\d{1,7})\s*/\s*(\d{1,5})?\s*(second|minute|hour|day)s?\s*")


def _pace(text: str) -> str:
    pace_of(text)
    return text


Pace = Annotated[str, AfterValidator(_pace)]
"""`60/minute`, `5/second`, `1000/hour`, `20/30 seconds`."""


def pace_of(text: str) -> tuple[int, float]:
    """So many within so many seconds. Raises ValueError."""
    found = _WRITTEN.fullmatch(text)
    most = int(found[1]) if found else 0
    if found is None or not 1 <= most <= MOST or (found[2] is not None and int(found[2]) < 1):
        raise ValueError(f"a limit is a number and a time, such as 60/minute, 5/second or 20/30 seconds, not '{text}'")
    return most, int(found[2] or 1) * SECONDS[found[3]]


class Limits(Strict):
    """`limits.yaml`: at most so many calls in any such stretch of time, over all workers of one database."""

    models: dict[str, Pace] = Field(default_factory=dict)  #: alias → calls, those that are repeated included
    tools: dict[str, Pace] = Field(default_factory=dict)  #: server.tool → calls
    org: Pace | None = None  #: API calls to the org

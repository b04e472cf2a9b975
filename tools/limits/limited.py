"""Tools that are called no more often than the bundle says."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.limits.patience import patience
from workflow.result import Effect, Failure, Result, Tool

Take = Callable[[str, str], float]
"""(name, pace) → 0 for a permit, else the seconds until there is one: `Permits.take`."""


@dataclass(frozen=True)
class Limited:
    """A `Tool`. A call for which there is no room soon is not made, and fails with RATE_LIMITED: nothing has begun."""

    tools: Tool
    paces: Callable[[], Mapping[str, str]]  #: server.tool → pace, by the bundle at hand
    take: Take
    home: str = ""  #: limits of one org's tools are its own
    sleep: Callable[[float], None] = time.sleep

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """Calls the tool where there is room, now or soon."""
        pace = self.paces().get(name)
        wait = room(lambda: self.take(f"tool {self.home} {name}", pace), self.sleep) if pace else 0.0
        if wait:
            told = f"{name} may be called {pace} (limits.yaml): there is room again in {wait:.0f} s"
            return Result(failure=Failure(code="RATE_LIMITED", message=told, retry="later", wait=round(wait, 3)))
        return self.tools.call(name, arguments, key)

    def effect(self, name: str) -> Effect:
        """How the effect of a tool can be made once only."""
        return self.tools.effect(name)


def room(take: Callable[[], float], sleep: Callable[[float], None] = time.sleep) -> float:
    """Waits for a permit where there is one soon. 0 with one, else the seconds until there can be one."""
    left = patience()
    while (wait := take()) > 0:
        if wait > left:
            return wait
        sleep(wait)
        left -= wait
    return 0.0

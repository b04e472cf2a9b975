"""The fence before every effect: a worker whose claim has passed to another one begins none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workflow.result import Effect, Result, Tool


@dataclass(frozen=True)
class Fenced:
    """A `Tool` that calls `confirm` just before each call; that raises where the claim is no longer ours."""

    tools: Tool
    confirm: Callable[[], None]

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """Calls the tool, if nobody has taken over."""
        self.confirm()
        return self.tools.call(name, arguments, key)

    def effect(self, name: str) -> Effect:
        """How the effect of a tool can be made once only."""
        return self.tools.effect(name)

"""The result of a tool call: records, or a typed failure. Failures are data, not exceptions."""

from __future__ import annotations

from typing import Any, Literal, Protocol

from workflow.document import Frozen

RetryClass = Literal["now", "later", "never", "unknown"]
"""What may be done after a failure: try again at once (a lock), later (a limit, an outage), never (the input is
wrong), or `unknown`: the effect may have happened; look by key before anything else."""

Effect = Literal["none", "keyed", "findable", "neither"]
"""How a tool's effect can be made once only: it has none; it takes a key; it can be looked up; neither."""


LIMITS = frozenset({"RATE_LIMITED", "REQUEST_LIMIT_EXCEEDED", "API_SHARE_SPENT"})
"""Codes of failures that only say that there is no room now."""


class Failure(Frozen):
    """Why a call did not do what was asked. `code` is the outside system's own word where it has one."""

    code: str
    message: str
    fields: tuple[str, ...] = ()
    retry: RetryClass = "never"
    wait: float | None = None  #: seconds after which trying again is of use, where that is known

    @property
    def limits(self) -> bool:
        """Whether a limit of calls was met: nothing is wrong with the work, and nothing has begun."""
        return self.code in LIMITS


class Result(Frozen):
    """What a tool call gave: `records` (rows as plain data) or a failure. `calls` counts outside API calls."""

    records: tuple[dict[str, Any], ...] = ()
    failure: Failure | None = None
    calls: int = 0

    @property
    def ok(self) -> bool:
        """Whether the call did what was asked."""
        return self.failure is None


class Tool(Protocol):
    """The one port through which graphs act. `name` is `server.tool`; `key` makes the effect once only."""

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """Calls a tool that the definition allows. Never raises for what the outside world says."""
        ...

    def effect(self, name: str) -> Effect:
        """How the effect of a tool can be made once only. Raises where the tool's server cannot be asked."""
        ...

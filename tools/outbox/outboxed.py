"""Tools whose logs are not lost where the org does not take them: they are kept in the outbox, and the run goes on."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from workflow.result import Effect, Result, Tool

if TYPE_CHECKING:
    from tools.store import Store

LOG = "salesforce.log"
ROWS_LEFT = "LOG_ROWS_LEFT"
"""How a note begins that tells of a write whose log rows the org did not take."""

UNSENT = "unsent"
"""Key of a record that tells that a log waits in the outbox, and why."""

_LOGGER = logging.getLogger("switchyard.outbox")


@dataclass(frozen=True)
class Outboxed:
    """A `Tool`. Only logs are kept: a write of a case that was not taken is the run's own to do again."""

    tools: Tool
    store: Store
    now: Callable[[], datetime]

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """Calls the tool. A log that was not taken is kept, and the result says so."""
        result = self.tools.call(name, arguments, key)
        if result.failure is not None:
            return self._kept(arguments["run"], result) if name == LOG else result
        if name.startswith("salesforce."):
            note = rows_left(result)
            for log in logs_in(arguments) if note else ():
                self._keep(log, note)
        return result

    def effect(self, name: str) -> Effect:
        """How the effect of a tool can be made once only."""
        return self.tools.effect(name)

    def _kept(self, log: dict[str, Any], result: Result) -> Result:
        told = result.failure
        assert told is not None  # noqa: S101 (whoever calls has looked)
        if not self._keep(log, f"{told.code}: {told.message}"):
            return result
        return Result(records=({"run": "", UNSENT: f"{told.code}: {told.message}"},), calls=result.calls)

    def _keep(self, log: dict[str, Any], why: str) -> bool:
        case = log["key"] if log.get("parent") else ""
        at = self.now().isoformat(timespec="milliseconds")
        kept = self.store.outbox.put(log["key"], log.get("parent") or log["key"], case, why[:1000], at)
        if not kept:
            _LOGGER.warning("outbox full", extra={"fields": {"run": log.get("parent") or log["key"]}})
        return kept


def rows_left(result: Result) -> str:
    """The note of a write whose log rows were left out; '' for others."""
    notes = (note for row in result.records for note in row.get("notes") or () if isinstance(note, str))
    return next((note for note in notes if note.startswith(ROWS_LEFT)), "")


def logs_in(arguments: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The logs that go with a write."""
    for name in ("run", "log"):
        if isinstance(arguments.get(name), dict):
            yield arguments[name]
    for each in [arguments.get("parent"), *(arguments.get("cases") or ())]:
        if isinstance(each, dict) and isinstance(each.get("log"), dict):
            yield each["log"]

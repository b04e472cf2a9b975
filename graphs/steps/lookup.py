"""Looking whether an action was done whose outcome is not known: by the tool that the connection names for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphs.context import Context
from graphs.outcome import StepFailed
from workflow.bundle import Findable
from workflow.definition import ActStep
from workflow.expressions import parse
from workflow.result import Result


@dataclass(frozen=True)
class Lookup:
    """One call that may have been made. `arguments` are those that it was made with."""

    rule: Findable
    step: ActStep
    context: Context
    case: str
    key: str
    arguments: Mapping[str, Any]

    def look(self) -> Result | None:
        """What the action made, as a result; None where nothing of it is there. Raises StepFailed where it could not
        be looked: then nothing is called."""
        names = {"key": self.key, "arguments": dict(self.arguments)}
        given = {name: parse(text).evaluate(names) for name, text in self.rule.arguments.items()}
        tool = f"{self.step.tool.partition('.')[0]}.{self.rule.found_by}"
        result = self.context.tools.call(tool, given, key=f"{self.key}:found")
        if result.failure is not None:
            told = f"whether {self.step.tool} was done could not be looked up: {result.failure.code}"
            raise StepFailed(
                self.step.id, self.case, f"{told}: {result.failure.message}", {"result": result.model_dump()}
            )
        where = parse(self.rule.where) if self.rule.where else None
        found = [row for row in result.records if where is None or where.holds({**names, "found": row})]
        return result.model_copy(update={"records": tuple(found)}) if found else None

    def in_doubt(self, tried: str) -> float:
        """Seconds for which a call that was made at `tried` may still be at work over there; 0 when it is settled."""
        ago = (self.context.now() - datetime.fromisoformat(tried)).total_seconds()
        return max(0.0, self.rule.settles_seconds - max(ago, 0.0))

    def not_yet(self, tried: str, detail: dict[str, Any]) -> StepFailed:
        """It is not there, and may still come: looked for again before anything is called."""
        left = self.in_doubt(tried)
        told = (
            f"{self.step.tool} was called at {tried} and gave no answer; it is not found, and may still be at work: "
            f"it is looked for again in {left:.0f} s"
        )
        return StepFailed(self.step.id, self.case, told, detail, retry="later", wait=max(left, 1.0))


def lookup_of(context: Context, step: ActStep, case: str, key: str, arguments: Mapping[str, Any]) -> Lookup | None:
    """How the action of a step is looked up; None where its tool is not declared findable."""
    server, _, tool = step.tool.partition(".")
    connection = context.bundle.connections.get(server)
    rule = connection.effects.get(tool) if connection is not None else None
    return Lookup(rule, step, context, case, key, arguments) if isinstance(rule, Findable) else None


def keyed_arguments(lookup: Lookup | None, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments with the key where the tool takes it as one of them."""
    if lookup is None or not lookup.rule.key_in:
        return arguments
    return {**arguments, lookup.rule.key_in: lookup.key}

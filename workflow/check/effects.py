"""Effects of tools: whether what a connection declares of its tools can be kept to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workflow.bundle import Connection, Findable
from workflow.check.finding import Finding
from workflow.definition import ActStep, AnyStep
from workflow.errors import ExpressionError
from workflow.expressions import parse
from workflow.nearest import suggestion

FILE = "connections.yaml"
KNOWN = {"key", "arguments"}


def effects_of(connections: Mapping[str, Connection]) -> list[Finding]:
    """An error for each declared effect of a tool that may not be called, or that cannot be looked up as it says."""
    found = []
    for name, connection in connections.items():
        for tool, rule in connection.effects.items():
            place = f"connections.{name}.effects.{tool}"
            if tool not in connection.tools:
                cure = suggestion(tool, connection.tools)
                found.append(_error(place, f"'{tool}' is not among the connection's tools", cure))
            if isinstance(rule, Findable):
                found += _findable(place, rule, connection)
    return found


def undeclared(file: str, steps: Iterable[tuple[str, AnyStep]], connections: Mapping[str, Connection]) -> list[Finding]:
    """A warning for each action whose tool's effect nobody declares: it is then tried once only."""
    found = []
    for place, step in steps:
        server, _, tool = step.tool.partition(".") if isinstance(step, ActStep) else ("", "", "")
        if server in connections and tool not in connections[server].effects:
            problem = f"connections.yaml does not say how the effect of '{server}.{tool}' can be made once only"
            cure = (
                "Declare it under 'effects': none (it only reads), keyed, neither, or found_by: a tool that finds it. "
                "Without, the server's own hints count, else it is tried once"
            )
            found.append(Finding(level="warning", file=file, key=f"{place}.tool", problem=problem, cure=cure))
    return found


def _findable(place: str, rule: Findable, connection: Connection) -> list[Finding]:
    found = []
    if rule.found_by not in connection.tools:
        cure = suggestion(rule.found_by, connection.tools)
        found.append(_error(f"{place}.found_by", f"'{rule.found_by}' is not among the connection's tools", cure))
    texts = {**{f"arguments.{name}": (text, KNOWN) for name, text in rule.arguments.items()}}
    if rule.where:
        texts["where"] = (rule.where, {*KNOWN, "found"})
    for key, (text, known) in texts.items():
        try:
            names = parse(text).names
        except ExpressionError as error:
            found.append(_error(f"{place}.{key}", str(error), ""))
            continue
        strange = sorted({name.partition(".")[0] for name in names} - known)
        if strange:
            cure = f"Known here are {', '.join(sorted(known))}"
            found.append(_error(f"{place}.{key}", f"'{strange[0]}' is not known here", cure))
    return found


def _error(key: str, problem: str, cure: str) -> Finding:
    return Finding(level="error", file=FILE, key=key, problem=problem, cure=cure)

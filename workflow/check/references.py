"""Names of other parts of the bundle: whether what a step uses is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from workflow.bundle import Connection
from workflow.cascade import Asks
from workflow.check.finding import Finding
from workflow.check.models import BUILT_IN_MODEL
from workflow.definition import (
    ActStep,
    AnyStep,
    AssignStep,
    ClassificationStep,
    DecideStep,
    DocumentsStep,
    ExtractionStep,
    OpenStep,
)
from workflow.nearest import suggestion

BUILT_IN_SERVERS = ("salesforce", "directory", "roster", "calendar", "http")
"""Tool servers that need no connection."""


class Parts:
    """What a bundle has, by name: of what is there but cannot be read, the name alone."""

    def __init__(
        self,
        categories: Iterable[str],
        fields: Iterable[str],
        tables: Iterable[str],
        models: Iterable[str],
        connections: Mapping[str, Connection | None],
        documents: Iterable[str] = (),
    ) -> None:
        self.named: dict[str, Set[str]] = {
            "categories": set(categories),
            "fields": set(fields),
            "documents": set(documents),
            "table": set(tables),
            "model": {*models, BUILT_IN_MODEL},
        }
        self.connections = connections


def references(file: str, steps: Iterable[tuple[str, AnyStep]], parts: Parts) -> list[Finding]:
    """An error for each name in the steps, given with their keys, that the bundle does not have."""
    found: list[Finding] = []
    for place, step in steps:
        for word, name in _names(step):
            if name not in parts.named[word]:
                what = f"{word} file" if word in ("categories", "fields", "documents") else word
                problem = f"there is no {what} '{name}'"
                found.append(_error(file, f"{place}.{word}", problem, suggestion(name, parts.named[word], what)))
        if isinstance(step, (ActStep, AssignStep, OpenStep)):
            found += _tool(file, f"{place}.tool", step.tool, parts.connections)
    return found


def tools_of(file: str, tools: Iterable[str], parts: Parts) -> list[Finding]:
    """The same for the workflow's list of tools."""
    return [found for at, tool in enumerate(tools) for found in _tool(file, f"tools[{at}]", tool, parts.connections)]


def connections_of(file: str, connections: Mapping[str, Connection]) -> list[Finding]:
    """A connection has a command or a URL, and no name that is taken."""
    found = []
    for name, connection in connections.items():
        if bool(connection.command) == bool(connection.url):
            cure = "Give 'command' for a program that is started, or 'url' for a server that runs"
            found.append(_error(file, f"connections.{name}", "a connection has either a command or a url", cure))
        elif connection.url and not connection.url.startswith(("https://", "http://")):
            found.append(_error(file, f"connections.{name}.url", "a url begins with https://"))
        if name in BUILT_IN_SERVERS:
            found.append(
                _error(file, f"connections.{name}", f"'{name}' is built in", "Give the connection another name")
            )
    return found


def _names(step: AnyStep) -> list[tuple[str, str]]:
    names = []
    if isinstance(step, ClassificationStep):
        names.append(("categories", step.categories))
    if isinstance(step, ExtractionStep):
        names.append(("fields", step.fields))
    if isinstance(step, DocumentsStep):
        names.append(("documents", step.documents))
    if isinstance(step, DecideStep):
        names.append(("table", step.table))
    if isinstance(step, Asks):
        return [*names, *(("model", model) for model in step.models)]
    model = getattr(step, "model", None)
    return [*names, ("model", model)] if model else names


def _tool(file: str, place: str, tool: str, connections: Mapping[str, Connection | None]) -> list[Finding]:
    server, _, name = tool.partition(".")
    if server in BUILT_IN_SERVERS:
        return []
    if server not in connections:
        cure = suggestion(server, {*connections, *BUILT_IN_SERVERS})
        return [_error(file, place, f"there is no tool server '{server}' in connections.yaml", cure)]
    connection = connections[server]
    if connection is not None and name not in connection.tools:
        cure = suggestion(name, connection.tools)
        return [_error(file, place, f"connections.yaml does not allow the tool '{name}' of {server}", cure)]
    return []


def _error(file: str, key: str, problem: str, cure: str = "") -> Finding:
    return Finding(level="error", file=file, key=key, problem=problem, cure=cure)

"""Limits of calls: whether each names something that is called."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.bundle import Connection
from workflow.check.finding import Finding
from workflow.check.references import BUILT_IN_SERVERS
from workflow.limits import Limits
from workflow.models import ModelAlias
from workflow.nearest import suggestion

FILE = "limits.yaml"


def check_limits(
    limits: Limits, models: Mapping[str, ModelAlias], connections: Mapping[str, Connection | None]
) -> list[Finding]:
    """An error for each limit of a model or a tool that nobody can call."""
    asked = [name for name, alias in models.items() if alias.reader != "local"]
    found = [
        _error(f"models.{name}", f"there is no model '{name}' that is called", suggestion(name, asked, "model"))
        for name in limits.models
        if name not in asked
    ]
    for name in limits.tools:
        server, _, tool = name.partition(".")
        connection = connections.get(server)
        known = tool and (server in BUILT_IN_SERVERS or server in connections)
        if not known:
            cure = f"Write SERVER.TOOL. {suggestion(server, {*connections, *BUILT_IN_SERVERS})}"
            found.append(_error(f"tools.{name}", f"there is no tool '{name}'", cure))
        elif connection is not None and tool not in connection.tools:
            cure = suggestion(tool, connection.tools)
            found.append(_error(f"tools.{name}", f"connections.yaml does not allow the tool '{name}'", cure))
    return found


def _error(key: str, problem: str, cure: str) -> Finding:
    return Finding(level="error", file=FILE, key=key, problem=problem, cure=cure)

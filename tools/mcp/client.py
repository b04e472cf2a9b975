"""The one port through which graphs act: tool calls over MCP, to servers built in and to those of the connections."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

from tools.mcp.outcome import failed
from tools.mcp.session import Builtin, Session
from workflow.bundle import Connection
from workflow.result import Effect, Result

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal


class McpTools:
    """Implements `workflow.result.Tool`. One session a server, opened at its first call, in one background thread.

    `allowed` names what may be called, as `server.tool` (None: everything that the servers offer).
    """

    def __init__(self, servers: Mapping[str, Builtin | Connection], allowed: Collection[str] | None = None) -> None:
        self._loop = _Loop()
        self._sessions = {name: Session(name, server, self._loop.portal) for name, server in servers.items()}
        self._allowed = None if allowed is None else frozenset(allowed)

    def __repr__(self) -> str:
        return f"McpTools({', '.join(sorted(self._sessions))})"

    def __enter__(self) -> McpTools:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def only(self, allowed: Collection[str]) -> McpTools:
        """The same sessions for a workflow that may call only these tools."""
        narrowed = McpTools({}, allowed if self._allowed is None else self._allowed.intersection(allowed))
        narrowed._loop, narrowed._sessions = self._loop, self._sessions
        return narrowed

    def call(self, name: str, arguments: dict[str, Any], key: str = "") -> Result:
        """Calls `server.tool`. What is not allowed, not there, too slow or broken is a failure, never an exception."""
        server, _, tool = name.partition(".")
        session = self._sessions.get(server)
        if session is None:
            return failed("UNKNOWN_SERVER", f"no server {server!r}; there are: {', '.join(sorted(self._sessions))}")
        if not session.allows(tool) or (self._allowed is not None and name not in self._allowed):
            return failed("TOOL_NOT_ALLOWED", f"the workflow or the connection does not allow {name!r}")
        return session.call(tool, arguments, key)

    def effect(self, name: str) -> Effect:
        """How the effect of `server.tool` can be made once only. Raises what opening the session raises."""
        server, _, tool = name.partition(".")
        return self._sessions[server].effect(tool) if server in self._sessions else "neither"

    def close(self) -> None:
        """Ends all sessions and the thread. A later call opens them anew."""
        for session in self._sessions.values():
            session.close()
        self._loop.close()


class _Loop:
    """The background thread with its event loop, started when it is first needed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._portal: BlockingPortal | None = None
        self._running: AbstractContextManager[BlockingPortal] | None = None

    def portal(self) -> BlockingPortal:
        with self._lock:
            if self._portal is None:
                from anyio.from_thread import start_blocking_portal

                self._running = start_blocking_portal(name="mcp")
                self._portal = self._running.__enter__()
            return self._portal

    def close(self) -> None:
        with self._lock:
            running, self._running, self._portal = self._running, None, None
        if running is not None:
            running.__exit__(None, None, None)

"""One server's session: opened at the first call, kept, and opened anew after it broke."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import urlsplit

from tools.mcp.effects import KEY, KEY_ARGUMENT, effect_of, retry_of, takes_key
from tools.mcp.outcome import failed, result_of, without
from workflow.bundle import Connection, Findable
from workflow.result import Effect, Result

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal
    from mcp import Client
    from mcp_types import Tool

Builtin = Callable[[], Any]
"""Makes a server of ours, inside this process."""

BUILTIN_SECONDS = 300.0
CONNECT_SECONDS = 30.0
"""For opening a session, which may start a command; the time limit of a connection is for each call after that."""

SHORTEST_SECRET = 6
MOST_PAGES = 50


class Session:
    """The session with one server. Threads may share it; all that it does over MCP happens in the portal's thread."""

    def __init__(self, name: str, server: Builtin | Connection, portal: Callable[[], BlockingPortal]) -> None:
        self.name = name
        self._server, self._portal = server, portal
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._tools: dict[str, Tool] = {}
        self._closing: Any = None

    def __repr__(self) -> str:
        return f"Session({self.name!r})"

    @property
    def seconds(self) -> float:
        """Time limit of a call."""
        return self._server.timeout_seconds if isinstance(self._server, Connection) else BUILTIN_SECONDS

    def allows(self, tool: str) -> bool:
        """Whether the connection names the tool; servers of ours offer all of theirs."""
        return not isinstance(self._server, Connection) or tool in self._server.tools

    def effect(self, tool: str) -> Effect:
        """What the connection says of the tool, else what the tool declares; `neither` for one that is not listed."""
        if (declared := self._declared(tool)) is not None:
            return declared
        self._connected()
        return effect_of(self._tools[tool]) if tool in self._tools else "neither"

    def call(self, tool: str, arguments: dict[str, Any], key: str) -> Result:
        """The Result of a call; whatever goes wrong is a failure."""
        return without(self._call(tool, arguments, key), self._secrets())

    def _declared(self, tool: str) -> Effect | None:
        rule = self._server.effects.get(tool) if isinstance(self._server, Connection) else None
        return "findable" if isinstance(rule, Findable) else rule

    def close(self) -> None:
        """Ends the session; the next call opens a new one."""
        with self._lock:
            self._drop()

    def _call(self, tool: str, arguments: dict[str, Any], key: str) -> Result:
        import mcp_types as types
        from mcp.shared.exceptions import MCPError

        name = f"{self.name}.{tool}"
        try:
            client = self._connected()
        except Exception as error:  # noqa: BLE001 (the SDK and transports raise of all kinds)
            return failed("NO_CONNECTION", f"{self.name}: no session could be opened ({_told(error)})", "later")
        listed = self._tools.get(tool)
        if listed is None:
            return failed("UNKNOWN_TOOL", f"{self.name} has no tool {tool!r}")
        if key and takes_key(listed.input_schema):
            arguments = {KEY_ARGUMENT: key, **arguments}
        retry = retry_of(self._declared(tool) or effect_of(listed))
        try:
            meta: Any = {KEY: key} if key else None
            answer = self._portal().call(lambda: client.call_tool(tool, arguments, self.seconds, meta=meta))
        except MCPError as error:
            if error.code == types.REQUEST_TIMEOUT:
                return failed("TIMEOUT", f"{name} did not answer within {self.seconds:g} s", retry)
            if error.code == types.CONNECTION_CLOSED:
                self._broken(client)
                return failed("CONNECTION_CLOSED", f"{name}: the session broke before an answer came", retry)
            return failed("PROTOCOL_ERROR", f"{name}: {error.message}")
        except Exception as error:  # noqa: BLE001 (as above: a failure is data)
            self._broken(client)
            return failed("NO_REPLY", f"{name}: {_told(error)}", retry)
        return result_of(answer, name)

    def _connected(self) -> Client:
        """The client of an open session, and its list of tools. Raises what the transport raises."""
        with self._lock:
            if self._client is None:
                portal = self._portal()
                _, self._client = portal.start_task(self._hold)
                self._tools = portal.call(_listed, self._client)
            return self._client

    def _broken(self, client: Client) -> None:
        with self._lock:
            if self._client is client:
                self._drop()

    def _drop(self) -> None:
        if self._client is None:
            return
        self._client = None
        self._portal().call(self._closing.set)

    async def _hold(self, *, task_status: Any) -> None:
        """Opens the session and keeps it until it is closed: a session is left in the task that entered it."""
        import anyio
        from mcp import Client

        closing = anyio.Event()
        with anyio.CancelScope(deadline=anyio.current_time() + CONNECT_SECONDS) as scope:
            async with Client(self._target(), read_timeout_seconds=CONNECT_SECONDS) as client:
                scope.deadline = float("inf")
                self._closing = closing
                task_status.started(client)
                await closing.wait()
        if scope.cancelled_caught:
            raise TimeoutError(f"not within {CONNECT_SECONDS:g} s")

    def _target(self) -> Any:
        """What the SDK connects to."""
        if not isinstance(self._server, Connection):
            return self._server()
        if self._server.url:
            return self._server.url
        from mcp.client.stdio import StdioServerParameters, stdio_client

        command, *given = self._server.command
        environment = {name: os.environ[name] for name in self._server.environment if name in os.environ}
        return stdio_client(StdioServerParameters(command=command, args=given, env=environment), errlog=_errors())

    def _secrets(self) -> list[str]:
        """Values that were passed on to the server or stand in its address, longest first."""
        if not isinstance(self._server, Connection):
            return []
        values = {os.environ.get(name, "") for name in self._server.environment}
        values |= {urlsplit(self._server.url).password or "", urlsplit(self._server.url).query}
        return sorted((value for value in values if len(value) >= SHORTEST_SECRET), key=len, reverse=True)


async def _listed(client: Client) -> dict[str, Tool]:
    tools: dict[str, Tool] = {}
    cursor = None
    for _ in range(MOST_PAGES):
        page = await client.list_tools(cursor=cursor)
        tools |= {tool.name: tool for tool in page.tools}
        cursor = page.next_cursor
        if cursor is None:
            break
    return tools


def _told(error: BaseException) -> str:
    """A line about an exception; of a group, about the first in it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:300]}" if text else type(error).__name__


def _errors() -> TextIO:
    """Where a command's own complaints go: to ours, where that is a real file."""
    try:
        sys.stderr.fileno()
    except (OSError, ValueError, AttributeError):
        return open(os.devnull, "w")
    return sys.stderr

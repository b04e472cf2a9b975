"""A server of MCP over stdio that makes labels, as a customer might have one: it keeps them in a file, takes no key of
its own, and loses answers or ends its client where the file beside says so."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server

ANY: dict[str, Any] = {"type": "object", "properties": {}}
LABELS, FAULT = Path(sys.argv[1]), Path(sys.argv[2])
"""`FAULT` says once: WHAT WHEN, such as `kill after` the label was made, or `lose before` it."""


def strike(when: str) -> None:
    what, at = FAULT.read_text().split() if FAULT.exists() else ("", "")
    if at != when:
        return
    FAULT.unlink()
    if what == "kill":
        os.kill(os.getppid(), signal.SIGKILL)
    os._exit(1)


async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
    names = ("create_label", "find_label", "void_label")
    return types.ListToolsResult(tools=[types.Tool(name=name, input_schema=ANY) for name in names])


async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    given = params.arguments or {}
    if params.name == "find_label":
        lines = LABELS.read_text().splitlines() if LABELS.exists() else []
        rows: Any = {"result": [json.loads(line) for line in lines]}
    else:
        strike("before")
        with LABELS.open("a") as file:
            file.write(json.dumps({"label": "L-1", **given}) + "\n")
        strike("after")
        rows = {"label": "L-1"}
    return types.CallToolResult(content=[], structured_content=rows)


async def main() -> None:
    server: Server[Any] = Server("labelling", on_list_tools=list_tools, on_call_tool=call_tool)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


if __name__ == "__main__":
    asyncio.run(main())

"""A server of MCP over stdio, as a customer might have one: run as a command by the tests."""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any

import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server

ANY: dict[str, Any] = {"type": "object", "properties": {}}
KEYED: dict[str, Any] = {"type": "object", "properties": {"idempotency_key": {"type": "string"}}}

TOOLS = [
    types.Tool(name="echo", input_schema=ANY, annotations=types.ToolAnnotations(read_only_hint=True)),
    types.Tool(name="text", input_schema=ANY),
    types.Tool(name="rows", input_schema=ANY),
    types.Tool(name="refuse", input_schema=ANY),
    types.Tool(name="break", input_schema=ANY),
    types.Tool(name="slow", input_schema=ANY),
    types.Tool(name="slow_read", input_schema=ANY, annotations=types.ToolAnnotations(read_only_hint=True)),
    types.Tool(name="slow_keyed", input_schema=KEYED),
    types.Tool(name="keyed", input_schema=KEYED),
    types.Tool(name="environment", input_schema=ANY),
    types.Tool(name="die", input_schema=ANY),
    types.Tool(name="secret_door", input_schema=ANY),
]


async def list_tools(_context: Any, _params: Any) -> types.ListToolsResult:
    return types.ListToolsResult(tools=TOOLS)


async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
    given = params.arguments or {}
    if params.name == "die":
        os._exit(3)
    if params.name == "break":
        raise ValueError("a defect in the server")
    if params.name.startswith("slow"):
        await asyncio.sleep(3600)
    if params.name == "text":
        return types.CallToolResult(content=[types.TextContent(type="text", text="two\nlines")])
    if params.name == "refuse":
        told = f"not today, {os.environ.get('SWITCHYARD_TEST_SECRET')}"
        return types.CallToolResult(content=[types.TextContent(type="text", text=told)], is_error=True)
    rows: Any = given
    if params.name == "rows":
        rows = {"result": [{"n": 1}, {"n": 2}]}
    if params.name == "environment":
        rows = {"names": sorted(os.environ), "pid": os.getpid(), "at": time.monotonic()}
    return types.CallToolResult(content=[], structured_content=rows)


async def main() -> None:
    server: Server[Any] = Server("answering", on_list_tools=list_tools, on_call_tool=call_tool)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


if __name__ == "__main__":
    asyncio.run(main())

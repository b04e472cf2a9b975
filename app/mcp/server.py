"""The MCP server: offers as tools, over stdio or any other transport of the SDK."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import anyio
import anyio.to_thread
import mcp_types as types
from mcp.server.lowlevel.server import Server
from mcp.server.stdio import stdio_server

from app.mcp import reviews, traces, workflows
from app.mcp.offer import Offer
from app.wiring import House
from workflow.errors import InputError, SwitchyardError
from workflow.nearest import suggestion

INSTRUCTIONS = (
    "Switchyard runs inbound messages through workflows that its operators own: agents interpret, rules decide, every "
    "hop is logged on the Salesforce record. Run a message with the tool named after the workflow; ask 'trace' why it "
    "came out so; where the outcome is 'review', a person decides: show them list_reviews, give their answer with "
    "answer_review."
)

logger = logging.getLogger(__name__)


def server_of(house: House) -> Server[Any]:
    """The server over a house. Raises BundleErrors, or InputError for a workflow that is called as another tool."""
    offered = [*workflows.offers(house), *traces.offers(house), *reviews.offers(house)]
    by_name = {offer.name: offer for offer in offered}
    if len(by_name) < len(offered):
        names = [offer.name for offer in offered]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError(f"a workflow cannot be called '{twice}': the MCP server has a tool of that name; rename it")
    listed = types.ListToolsResult(tools=[_tool(offer) for offer in offered])

    async def list_tools(_context: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return listed

    async def call_tool(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        offer = by_name.get(params.name)
        if offer is None:
            return _error(_unknown(params.name, list(by_name)))
        # A thread: a long run keeps no other request waiting. It is not abandoned: what has begun is brought to an end.
        return await anyio.to_thread.run_sync(_answer, offer, params.arguments or {})

    return Server(
        "switchyard",
        title="Switchyard",
        version=_version(),
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def serve_stdio(server: Server[Any]) -> None:
    """Serves until standard input ends. While it runs, standard output carries the protocol alone."""

    async def serve() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(serve)


def _answer(offer: Offer, arguments: dict[str, Any]) -> types.CallToolResult:
    """The last boundary before the SDK, which would hand the text of any exception to the client."""
    try:
        answer = offer.answer(arguments)
    except SwitchyardError as error:
        return _error(str(error))
    except Exception as error:
        logger.exception("the tool %s is defective", offer.name)
        return _error(
            f"{offer.name} failed by a defect of its own ({type(error).__name__}); the server's log has the details. "
            "Nothing is done twice when you call it again; if it fails again, tell the people who run the server."
        )
    told = answer.told.model_dump(mode="json")
    words = answer.words or json.dumps(told, ensure_ascii=False)
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=words)], structured_content=told, is_error=answer.failed
    )


def _tool(offer: Offer) -> types.Tool:
    return types.Tool(
        name=offer.name,
        title=offer.title,
        description=offer.description,
        input_schema=offer.takes.model_json_schema(),
        output_schema=offer.gives.model_json_schema(mode="serialization"),
        annotations=types.ToolAnnotations(
            title=offer.title,
            read_only_hint=offer.reads_only,
            destructive_hint=offer.destroys,
            idempotent_hint=offer.idempotent,
            open_world_hint=offer.reaches_out,
        ),
    )


def _error(words: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=words)], is_error=True)


def _unknown(name: str, known: Sequence[str]) -> str:
    return f"no tool '{name[:80]}'. {suggestion(name, known)}"


def _version() -> str:
    try:
        return version("switchyard")
    except PackageNotFoundError:
        return ""

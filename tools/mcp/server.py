"""A server of MCP over tools of ours. Results and failures alike travel as structured content: as data."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.mcp.effects import EFFECT, KEY
from tools.mcp.offer import Offer
from workflow.result import Effect, Failure, Result, RetryClass

if TYPE_CHECKING:
    from mcp.server.lowlevel.server import Server
    from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, Tool

logger = logging.getLogger(__name__)


def serve(name: str, offers: Sequence[Offer], typed_results: bool = False) -> Server[Any]:
    """The server. `typed_results` declares the schema of results too, for clients that are not ours.

    Ours reads every Result by its own model; to check a schema before that would cost a second reading.
    """
    import anyio.to_thread
    import mcp_types as types
    from mcp.server.lowlevel.server import Server

    by_name = {offer.name: offer for offer in offers}
    listed = types.ListToolsResult(tools=[_tool(offer, typed_results) for offer in offers])

    async def list_tools(_context: Any, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return listed

    async def call_tool(context: Any, params: CallToolRequestParams) -> CallToolResult:
        offer = by_name.get(params.name)
        if offer is None:
            told = Failure(code="UNKNOWN_TOOL", message=f"{name} has no tool {params.name[:80]!r}")
            return _answer(Result(failure=told))
        key = str((context.meta or {}).get(KEY, ""))
        # A thread, so that one slow call keeps no other waiting; a call that ran out of time is left behind.
        result = await anyio.to_thread.run_sync(_run, offer, params.arguments or {}, key, abandon_on_cancel=True)
        return _answer(result)

    return Server(name, on_list_tools=list_tools, on_call_tool=call_tool)


def _run(offer: Offer, arguments: dict[str, Any], key: str) -> Result:
    """The last boundary before the SDK, which would hide what happened: a defect is a failure too, and is logged."""
    try:
        return offer.answer(arguments, key)
    except Exception as error:
        logger.exception("the tool %s is defective", offer.name)
        retry: RetryClass = "never" if offer.effect == "none" else "unknown"
        told = f"{offer.name} failed by a defect of its own ({type(error).__name__}); the log has the details"
        return Result(failure=Failure(code="TOOL_DEFECT", message=told, retry=retry))


def _answer(result: Result) -> CallToolResult:
    from mcp_types import CallToolResult, TextContent

    told = result.failure
    text = f"{told.code}: {told.message}" if told else f"{len(result.records)} records"
    return CallToolResult(
        content=[TextContent(type="text", text=text)],
        structured_content=result.model_dump(mode="json"),
        is_error=told is not None,
    )


def _tool(offer: Offer, typed_results: bool) -> Tool:
    from mcp_types import Tool

    return Tool(
        name=offer.name,
        description=offer.description,
        input_schema=offer.takes.model_json_schema(),
        output_schema=Result.model_json_schema() if typed_results else None,
        annotations=_hints(offer.effect),
        _meta={EFFECT: offer.effect},
    )


def _hints(effect: Effect) -> Any:
    from mcp_types import ToolAnnotations

    reads = effect == "none"
    return ToolAnnotations(read_only_hint=reads, destructive_hint=False, idempotent_hint=reads or effect == "keyed")

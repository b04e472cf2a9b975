"""How a tool's effect can be made once only, as tools of MCP declare it: by our own word, or by the hints of MCP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workflow.result import Effect, RetryClass

if TYPE_CHECKING:
    from mcp_types import Tool

EFFECT = "switchyard/effect"
"""Key in a tool's metadata under which servers of ours declare the effect."""

KEY = "switchyard/key"
"""Key in a call's metadata under which the idempotency key travels."""

KEY_ARGUMENT = "idempotency_key"
"""Argument of foreign tools that take a key."""

EFFECTS: dict[str, Effect] = {"none": "none", "keyed": "keyed", "findable": "findable", "neither": "neither"}


def effect_of(tool: Tool) -> Effect:
    """What a listed tool declares. Without a word or a hint a tool is taken to do something each time."""
    own = EFFECTS.get(str((tool.meta or {}).get(EFFECT)))
    if own is not None:
        return own
    hints = tool.annotations
    if hints is not None and hints.read_only_hint:
        return "none"
    if takes_key(tool.input_schema) or (hints is not None and hints.idempotent_hint):
        return "keyed"
    return "neither"


def takes_key(schema: dict[str, Any]) -> bool:
    """Whether a tool has an argument for the idempotency key."""
    return KEY_ARGUMENT in (schema.get("properties") or {})


def retry_of(effect: Effect) -> RetryClass:
    """What may be done after a call without an answer."""
    return "now" if effect in ("none", "keyed") else "unknown"

"""What came back from a call over MCP, as a Result: of our own servers as it is, of others in the same form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from workflow.result import Failure, Result, RetryClass

if TYPE_CHECKING:
    from mcp_types import CallToolResult

LONGEST_TEXT = 100_000
"""Characters of text content that are kept."""

LONGEST_MESSAGE = 1000
OWN = {"records", "failure", "calls"}


def result_of(answer: CallToolResult, name: str) -> Result:
    """The Result of a call that was answered. A foreign tool that reports an error did not do what was asked."""
    content = answer.structured_content
    if isinstance(content, dict) and set(content) == OWN:
        try:
            return Result.model_validate(content)
        except ValidationError:
            return failed("INVALID_RESULT", f"{name} gave a result that can not be read", "unknown")
    text = "\n".join(block.text for block in answer.content if block.type == "text")
    if answer.is_error:
        return failed("TOOL_ERROR", f"{name}: {text or 'the tool gives no reason'}")
    return Result(records=_records(content, text))


def failed(code: str, message: str, retry: RetryClass = "never") -> Result:
    """A Result that is a failure."""
    return Result(failure=Failure(code=code, message=message[:LONGEST_MESSAGE], retry=retry))


def without(result: Result, secrets: Iterable[str]) -> Result:
    """The result with the given secrets struck out of the failure's message."""
    if result.failure is None:
        return result
    message = result.failure.message
    for secret in secrets:
        message = message.replace(secret, "…")
    return result.model_copy(update={"failure": result.failure.model_copy(update={"message": message})})


def _records(content: Any, text: str) -> tuple[dict[str, Any], ...]:
    """Rows of plain data: a list of objects as rows, an object as one row, text as `{"text": ...}`."""
    if isinstance(content, dict) and set(content) == {"result"}:
        content = content["result"]
    if isinstance(content, dict):
        return (content,)
    if isinstance(content, list):
        return tuple(row if isinstance(row, dict) else {"value": row} for row in content)
    if content is not None:
        return ({"value": content},)
    return ({"text": text[:LONGEST_TEXT]},) if text else ()

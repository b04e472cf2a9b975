"""The models that a step asked: which, what came of it, what it took and cost, and what was tried in vain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.trace import text
from app.trace.block import Block, Line

MOST = 6
"""Questions, and tries of one question, that are shown."""

Call = Mapping[str, Any]


def asked_models(detail: Mapping[str, Any]) -> Iterable[Block]:
    """A line for each question, and one for each try of it that failed."""
    calls = [call for call in detail.get("calls") or () if isinstance(call, Mapping)]
    for call in calls[:MOST]:
        yield Line("model", _told(call))
        tries = [each for each in call.get("attempts") or () if isinstance(each, Mapping)]
        for each in [each for each in tries if each.get("outcome") != "answered"][:MOST]:
            yield Line("", _tried(each))
    if len(calls) > MOST:
        yield Line("", f"... and {len(calls) - MOST} more questions")


def _told(call: Call) -> str:
    question, alias = text.plain(call.get("question", "")), text.plain(call.get("alias", ""))
    outcome, message = call.get("outcome"), text.plain(call.get("message") or "")
    if outcome == "local":
        return f"{question}: {message}"
    asked = f"{question}, asked of {alias} ({text.plain(call.get('model', ''))})"
    if outcome == "cached":
        return f"{asked}: answered before, nothing was called"
    if outcome not in ("answered", "repaired"):
        return f"{asked}: {text.plain(outcome or 'no answer')}" + (f": {message}" if message else "")
    return f"{asked}: {_took(call)}" + ("; repaired once" if outcome == "repaired" else "")


def _took(call: Call) -> str:
    raw = call.get("tokens")
    tokens: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
    cached = f" ({tokens['cached']} of them cached)" if tokens.get("cached") else ""
    count = len(call.get("attempts") or ())
    parts = [
        f"{tokens.get('input', 0)} tokens in{cached}, {tokens.get('output', 0)} out",
        text.plain(call.get("cost") or "at a price that nobody knows"),
        f"{count} call" + ("" if count == 1 else "s"),
        f"{text.plain(call.get('took_ms', 0))} ms",
    ]
    return ", ".join(parts)


def _tried(attempt: Mapping[str, Any]) -> str:
    waited = attempt.get("waited_seconds")
    after = f" after {waited:g} s" if isinstance(waited, (int, float)) and waited else ""
    maybe = "; it may be billed" if attempt.get("uncertain") else ""
    told = text.plain(attempt.get("message") or "")
    return f"tried{after}: {text.plain(attempt.get('outcome') or '')}" + (f", {told}" if told else "") + maybe

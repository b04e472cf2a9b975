"""Calls of models by the conventions that OpenTelemetry has for generative AI."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tools.telemetry.telemetry import count, span

DURATION = "gen_ai.client.operation.duration"
TOKENS = "gen_ai.client.token.usage"


@dataclass
class Called:
    """What came of a call, to be set before it ends."""

    input: int = 0
    output: int = 0
    finish: str = ""


@contextmanager
def model_call(model: str, workflow: str, step: str) -> Iterator[Called]:
    """A client span 'chat MODEL' with tokens and how it finished; neither question nor answer is in it."""
    provider, _, name = model.rpartition("/")
    attributes: dict[str, Any] = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": provider or "unknown",
        "gen_ai.request.model": name,
        "switchyard.workflow": workflow,
        "switchyard.step": step,
    }
    called = Called()
    with span(f"chat {name}", attributes, client=True, measure=DURATION) as current:
        yield called
        if current is None:
            return
        current.set_attribute("gen_ai.usage.input_tokens", called.input)
        current.set_attribute("gen_ai.usage.output_tokens", called.output)
        current.set_attribute("gen_ai.response.finish_reasons", [called.finish])
        for kind, value in (("input", called.input), ("output", called.output)):
            count(TOKENS, value, {**attributes, "gen_ai.token.type": kind}, "{token}")

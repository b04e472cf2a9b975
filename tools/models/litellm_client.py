"""The only importer of litellm: one question → one call, with nothing that litellm would do on its own.

litellm takes seconds and 170 MB to import, and would fetch price lists from the network meanwhile: it is imported at
the first call, with the lists that it brings. Its retries, caches, budgets and callbacks stay off.
"""

from __future__ import annotations

import logging
import os
import threading
from base64 import b64encode
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tools.models.client import Reply
from workflow.identifiers import canonical
from workflow.models import ModelAlias, Prices
from workflow.models_calls import Picture, Question, Usage
from workflow.models_failures import WrongKey

QUIET = {
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS": "True",
    "LITELLM_LOCAL_BLOG_POSTS": "True",
    "LITELLM_MODE": "PRODUCTION",  # else it reads a .env file of whatever folder one stands in
}
"""Variables that keep litellm from the network, and from files, when it is imported."""

SHORTEST_SECRET = 8
FINISHES = {"stop": "stop", "length": "length", "content_filter": "refused"}

_LOCK = threading.Lock()
_LOADED: list[Any] = []


class LitellmClient:
    """The port `Client` over litellm."""

    def check(self, model: ModelAlias) -> None:
        """Raises WrongKey where the environment lacks the key that the alias names."""
        if model.key_from and not os.environ.get(model.key_from):
            raise WrongKey(f"the environment has no {model.key_from}: put the key of {model.model} there")

    def prepare(self) -> None:
        """Imports the library."""
        _litellm()

    def complete(self, question: Question) -> Reply:
        """Makes one call. Raises ModelFailure."""
        litellm = _litellm()
        from tools.models.failures import failure_of
        from tools.models.transport import look

        model = question.model
        key = os.environ.get(model.key_from) if model.key_from else None
        seen = look(model.timeout_seconds)
        try:
            response = litellm.completion(**_arguments(question, key))
        except Exception as error:  # noqa: BLE001 (litellm raises of all kinds, also what its providers' clients raise)
            raise failure_of(error, seen, _secrets(key)) from None
        return _without(_reply(response), _secrets(key))

    def prices(self, model: ModelAlias) -> Prices | None:
        """By litellm's own list, as it was when the library was installed. The dearest of several tiers."""
        try:
            info = _litellm().get_model_info(model.model)
        except Exception:  # noqa: BLE001 (what is raised for an unknown model is a plain Exception)
            return None
        told = {
            name: max((Decimal(str(value)) for key, value in info.items() if _is_tier(key, name, value)), default=None)
            for name in ("input_cost_per_token", "output_cost_per_token", "cache_read_input_token_cost")
        }
        asked, answered = told["input_cost_per_token"], told["output_cost_per_token"]
        if asked is None or answered is None:
            return None
        cached = told["cache_read_input_token_cost"]
        million = 1_000_000
        return Prices(
            input=asked * million,
            output=answered * million,
            cached_input=None if cached is None else cached * million,
        )


def bare(question: Question) -> Callable[[], str]:
    """The same call with nothing of ours around it, for benchmarks: what it takes is litellm's own time."""
    litellm, arguments = _litellm(), _arguments(question, os.environ.get(question.model.key_from) or None)

    def call() -> str:
        return str(litellm.completion(**arguments).choices[0].message.content)

    return call


def count_tokens(text: str) -> int:
    """Tokens of a text as litellm counts those of models whose own tokenizer it does not have."""
    return int(_litellm().token_counter(model="gpt-4o", text=text))


def _secrets(key: str | None) -> list[str]:
    """Values that must stand in no message: the key of the call, and what the environment calls a key."""
    named = [value for name, value in os.environ.items() if name.endswith(("_KEY", "_TOKEN", "_SECRET"))]
    return [value for value in (key, *named) if value and len(value) >= SHORTEST_SECRET]


def _without(reply: Reply, secrets: Iterable[str]) -> Reply:
    """The answer without keys: an endpoint knows that of its call, and what it says stands in traces and records."""
    text, refusal = reply.text, reply.refusal
    for secret in secrets:
        text, refusal = text.replace(secret, "***"), refusal.replace(secret, "***")
    return reply if (text, refusal) == (reply.text, reply.refusal) else reply._replace(text=text, refusal=refusal)


def _is_tier(key: str, name: str, value: Any) -> bool:
    return (key == name or key.startswith(f"{name}_above_")) and isinstance(value, (int, float))


def _litellm() -> Any:
    """The library, imported once, quiet and offline."""
    with _LOCK:
        if not _LOADED:
            for name, value in QUIET.items():
                os.environ.setdefault(name, value)
            import litellm
            from litellm.llms.custom_httpx.http_handler import HTTPHandler

            from tools.models.transport import bounded_client

            litellm.suppress_debug_info = True
            litellm.turn_off_message_logging = True
            litellm.telemetry = False
            for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
                logging.getLogger(name).setLevel(logging.CRITICAL)
            # Both ways in which its providers make clients lead to bounded ones.
            litellm.client_session = bounded_client()
            HTTPHandler.create_client = lambda self: bounded_client()  # type: ignore[method-assign]
            _LOADED.append(litellm)
        return _LOADED[0]


def _arguments(question: Question, key: str | None) -> dict[str, Any]:
    model = question.model
    arguments: dict[str, Any] = {
        "model": model.model,
        "messages": _messages(question),
        "timeout": model.timeout_seconds,
        "max_tokens": question.longest_output,
        "max_retries": 0,
        "num_retries": 0,
        "drop_params": True,
    }
    if model.temperature is not None:
        arguments["temperature"] = model.temperature
    if model.structured == "schema":
        form = {"name": question.name, "strict": True, "schema": question.form}
        arguments["response_format"] = {"type": "json_schema", "json_schema": form}
    elif model.structured == "json":
        arguments["response_format"] = {"type": "json_object"}
    if model.api_base:
        arguments["api_base"] = model.api_base
    if key:
        arguments["api_key"] = key
    elif model.api_base and not model.key_from:
        # An own endpoint that asks for no key: a provider's key from the environment is not sent there.
        arguments["api_key"] = "none"
    return arguments


def _messages(question: Question) -> list[dict[str, Any]]:
    static = question.static
    if question.model.structured != "schema":
        static += f"\n\nAnswer with one JSON object of this JSON Schema, and nothing else:\n{canonical(question.form)}"
    system: Any = static
    if "claude" in question.model.model.lower():
        # Caches of prompts that want to be told where the part ends that stays the same.
        system = [{"type": "text", "text": static, "cache_control": {"type": "ephemeral"}}]
    asked: Any = question.text
    if question.pictures:
        asked = [{"type": "text", "text": question.text}, *map(_shown, question.pictures)]
    turns = [{"role": turn.role, "content": turn.text} for turn in question.before]
    return [{"role": "system", "content": system}, {"role": "user", "content": asked}, *turns]


def _shown(picture: Picture) -> dict[str, Any]:
    """A picture as a part of a message; a PDF as a file, whose pages the provider looks at."""
    inline = f"data:{picture.media_type};base64,{b64encode(picture.data).decode()}"
    if picture.media_type == "application/pdf":
        return {"type": "file", "file": {"filename": "scan.pdf", "file_data": inline}}
    return {"type": "image_url", "image_url": {"url": inline}}


def _reply(response: Any) -> Reply:
    from workflow.models_failures import CutOff

    choices = getattr(response, "choices", None)
    if not choices:
        raise CutOff("the answer has no choices")
    choice = choices[0]
    message = getattr(choice, "message", None)
    text = getattr(message, "content", None) or ""
    fields = getattr(message, "provider_specific_fields", None) or {}
    refusal = (getattr(message, "refusal", None) or fields.get("refusal") or "") if isinstance(fields, dict) else ""
    finish = FINISHES.get(str(getattr(choice, "finish_reason", "stop")), "stop")
    if not text and finish == "stop":
        finish = "refused"
    return Reply(str(text), finish, str(refusal)[:500], _usage(response), _cost(response))


def _usage(response: Any) -> Usage:
    usage = getattr(response, "usage", None)
    details = getattr(usage, "prompt_tokens_details", None)
    return Usage(
        input=_count(getattr(usage, "prompt_tokens", 0)),
        output=_count(getattr(usage, "completion_tokens", 0)),
        cached=_count(getattr(details, "cached_tokens", 0)),
    )


def _count(value: Any) -> int:
    """Tokens; what an endpoint says is bounded, and never negative."""
    return min(max(int(value), 0), 10**9) if isinstance(value, (int, float)) and value == value else 0


def _cost(response: Any) -> Decimal | None:
    """What litellm's list makes of the response, in USD; None for a model that is not on it."""
    hidden = getattr(response, "_hidden_params", None)
    cost = hidden.get("response_cost") if isinstance(hidden, dict) else None
    return Decimal(str(cost)) if isinstance(cost, (int, float)) and cost == cost else None

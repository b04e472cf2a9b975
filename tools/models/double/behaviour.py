"""How the stand-in answers. A behaviour is a function of what was asked; `in_turn` and `by_model` combine them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MESSAGE, EXAMPLES = "message", "examples"


@dataclass(frozen=True)
class Asked:
    """One request. `number` counts those before it; `turns` are what was said before, oldest first."""

    number: int
    model: str
    system: str
    user: str
    key: str
    form: str  #: name of the JSON Schema, empty where none was asked for
    turns: tuple[str, ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict)
    pictures: int = 0

    @property
    def message(self) -> str:
        """What stands in the fence of the message."""
        begin, end = self.user.find("<<<message "), self.user.rfind("<<<message ")
        return self.user[self.user.find(">>>", begin) + 3 : end].strip("\n") if 0 <= begin < end else ""


@dataclass(frozen=True)
class Answer:
    """What goes back. Without `body`, a completion with `content` is made of it, and billed."""

    content: str | None = None
    finish: str = "stop"
    refusal: str | None = None
    status: int = 200
    body: bytes | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_seconds: float = 0.0  #: before anything is sent
    cut_after: int | None = None  #: bytes after which the connection is closed
    drip_seconds: float = 0.0  #: between single bytes


Behaviour = Callable[[Asked], Answer]


def saying(content: Callable[[Asked], Any]) -> Behaviour:
    """Answers with what a function makes of the request: a text, or data that becomes JSON."""

    def behave(asked: Asked) -> Answer:
        said = content(asked)
        return Answer(content=said if isinstance(said, str) else json.dumps(said, ensure_ascii=False))

    return behave


def in_turn(*behaviours: Behaviour) -> Behaviour:
    """The first request gets the first behaviour, and so on; the last one stays."""
    count = iter(range(10**9))

    def behave(asked: Asked) -> Answer:
        return behaviours[min(next(count), len(behaviours) - 1)](asked)

    return behave


def by_model(behaviours: Mapping[str, Behaviour]) -> Behaviour:
    """Each model has its own; a model without one is unknown."""

    def behave(asked: Asked) -> Answer:
        return behaviours.get(asked.model, no_such_model)(asked)

    return behave


def late(seconds: float, then: Behaviour) -> Behaviour:
    """Answers well, but late."""

    def behave(asked: Asked) -> Answer:
        return _changed(then(asked), after_seconds=seconds)

    return behave


def dripping(seconds: float, then: Behaviour) -> Behaviour:
    """Sends one byte at a time, so that no single read is ever late."""
    return lambda asked: _changed(then(asked), drip_seconds=seconds)


def cut(then: Behaviour, after: int = 80) -> Behaviour:
    """Closes the connection in the middle of the answer."""
    return lambda asked: _changed(then(asked), cut_after=after)


def truncated(then: Behaviour, share: float = 0.5) -> Behaviour:
    """Stops in the middle of its JSON, at the limit of its length."""

    def behave(asked: Asked) -> Answer:
        whole = then(asked).content or ""
        return Answer(content=whole[: int(len(whole) * share)], finish="length")

    return behave


def partial(then: Behaviour, keys: int = 1) -> Behaviour:
    """Leaves out all but the first keys of its answer."""

    def behave(asked: Asked) -> Answer:
        data = json.loads(then(asked).content or "{}")
        return Answer(content=json.dumps(dict(list(data.items())[:keys])))

    return behave


def obeying(then: Behaviour, demands: Callable[[Asked, Any], Any]) -> Behaviour:
    """Does what an attacker in the message demands: changes its own good answer in whatever way."""

    def behave(asked: Asked) -> Answer:
        return Answer(content=json.dumps(demands(asked, json.loads(then(asked).content or "{}")), ensure_ascii=False))

    return behave


def rate_limited(asked: Asked, retry_after: str = "1") -> Answer:
    """429 with Retry-After."""
    return _error(429, "Rate limit reached, slow down", "rate_limit_exceeded", {"Retry-After": retry_after})


def out_of_credit(asked: Asked) -> Answer:
    """429 that no waiting helps."""
    return _error(429, "You exceeded your current quota, please check your plan", "insufficient_quota")


def server_error(asked: Asked) -> Answer:
    """500."""
    return _error(500, "The server had an error", "server_error")


def bad_gateway(asked: Asked) -> Answer:
    """502 with a page."""
    return Answer(status=502, body=b"<html><body>Bad gateway</body></html>", media_type="text/html")


def wrong_key(asked: Asked) -> Answer:
    """401 that repeats the key, as some providers do."""
    return _error(401, f"Incorrect API key provided: {asked.key}", "invalid_api_key")


def no_such_model(asked: Asked) -> Answer:
    """404."""
    return _error(404, f"The model {asked.model} does not exist", "model_not_found")


def too_long(asked: Asked) -> Answer:
    """400: the context window is exceeded."""
    told = "This model's maximum context length is 8192 tokens. However, your messages resulted in more tokens"
    return _error(400, told, "context_length_exceeded")


def bad_request(asked: Asked) -> Answer:
    """400: the form of the answer is not supported."""
    return _error(400, "response_format of type json_schema is not supported by this model", "invalid_request_error")


def filtered(asked: Asked) -> Answer:
    """400: a content filter."""
    return _error(400, "Your request was rejected as a result of our safety system.", "content_policy_violation")


def page(asked: Asked) -> Answer:
    """A page of HTML with a good status, as a portal before the network sends."""
    return Answer(body=b"<!doctype html><html><body>Please sign in</body></html>", media_type="text/html")


def redirect(to: str) -> Behaviour:
    """Sends the caller elsewhere, with the message in its hands."""
    return lambda asked: Answer(status=307, body=b"", headers={"Location": to})


def refusing(asked: Asked) -> Answer:
    """A refusal."""
    return Answer(content=None, refusal="I'm sorry, I can't help with that.")


def silent(asked: Asked) -> Answer:
    """A completion with nothing in it."""
    return Answer(content="")


def babbling(asked: Asked) -> Answer:
    """Text that is no JSON."""
    return Answer(content="Sure! The dealer seems to want a new banner. Anything else?")


def empty_object(asked: Asked) -> Answer:
    """JSON with a good status that is no completion."""
    return Answer(body=b"{}")


def _error(status: int, message: str, code: str, headers: Mapping[str, str] | None = None) -> Answer:
    body = json.dumps({"error": {"message": message, "type": code, "code": code}}).encode()
    return Answer(status=status, body=body, headers=headers or {})


def _changed(answer: Answer, **changes: Any) -> Answer:
    return Answer(**{**answer.__dict__, **changes})

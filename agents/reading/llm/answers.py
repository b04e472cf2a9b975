"""Answers of models as records: parsed from text with bounds, and strict in what is used of them.

What an answer says beyond these keys is dropped: no key of an answer can name a tool, a recipient or a query.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

A = TypeVar("A", bound=BaseModel)

LARGEST = 400_000
"""Characters of an answer."""

_FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def _short(longest: int) -> BeforeValidator:
    def cut(value: Any) -> Any:
        return _CONTROL.sub(" ", value)[:longest].strip() if isinstance(value, str) else value

    return BeforeValidator(cut)


def _bounded(value: Any) -> Any:
    """A share between 0 and 1; a model that counts to 100 is understood."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and value == value:
        return min(1.0, max(0.0, value / 100 if 1 < value <= 100 else value))
    return value


def _few(most: int) -> BeforeValidator:
    """The first elements of a list that is too long; null is an empty list."""

    def cut(value: Any) -> Any:
        return [] if value is None else value[:most] if isinstance(value, list) else value

    return BeforeValidator(cut)


def _quotes(value: Any) -> Any:
    if isinstance(value, str):
        return [value]
    return [each for each in value[:20] if isinstance(each, str)] if isinstance(value, list) else value or []


Reason = Annotated[str, _short(240)]
Name = Annotated[str, _short(200)]
Share = Annotated[float, BeforeValidator(_bounded), Field(ge=0, le=1)]
Texts = Annotated[list[Annotated[str, Field(max_length=20_000)]], BeforeValidator(_quotes)]


class Said(BaseModel):
    """A piece of an answer; keys that are not known are dropped."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class SaidTriage(Said):
    """Whether it is work."""

    actionable: bool
    kind: Name = "request"
    reason: Reason = ""
    confidence: Share
    quotes: Texts = []


class SaidCategory(Said):
    """The category of a request."""

    category: Name | None = None
    confidence: Share
    reason: Reason = ""
    quotes: Texts = []


class SaidValue(Said):
    """One value of a request."""

    field: Name
    value: Any
    quotes: Texts = []


class SaidFields(Said):
    """The values of a request."""

    fields: Annotated[list[SaidValue], _few(500)] = []


class SaidRequest(SaidFields):
    """One request: its account, and in a combined answer its category and values."""

    accounts: Texts = []
    named: Name = ""
    names: Texts = []
    text: Texts = []
    category: SaidCategory | None = None


class SaidSplitting(Said):
    """The requests of a message."""

    requests: Annotated[list[SaidRequest], _few(400)]
    confidence: Share
    reason: Reason = ""


class SaidReading(Said):
    """A combined answer."""

    triage: SaidTriage
    requests: Annotated[list[SaidRequest], _few(400)]
    split_confidence: Share = 0.5
    split_reason: Reason = ""

    @property
    def splitting(self) -> SaidSplitting:
        """The part that splitting takes."""
        return SaidSplitting(requests=self.requests, confidence=self.split_confidence, reason=self.split_reason)


class SaidFile(Said):
    """The kind of one file."""

    file: Annotated[str, Field(max_length=2000)]
    kind: Name | None = None
    confidence: Share
    reason: Reason = ""
    quotes: Texts = []


class SaidDocuments(Said):
    """The kinds of the files."""

    files: Annotated[list[SaidFile], _few(500)]


class SaidQuestion(Said):
    """A drafted question."""

    question: Annotated[str, Field(max_length=8000)]


def parse(text: str, kind: type[A]) -> A:
    """The answer in a text. Raises ValueError that says what is wrong with it, in words for a model."""
    if len(text) > LARGEST:
        raise ValueError("the answer is too long")
    fence = _FENCE.fullmatch(text)
    body = fence[1] if fence else text[text.find("{") : text.rfind("}") + 1] or text
    try:
        data = json.loads(body, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("the answer is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"the answer is not JSON: {str(error)[:120]}") from None
    if not isinstance(data, dict):
        raise ValueError("the answer is no JSON object")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place or 'the answer'}: {first['msg']}") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")

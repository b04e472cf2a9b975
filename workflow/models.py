"""What the names of models in steps stand for: aliases, their prices, and the budgets that hold for all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field, model_validator

from workflow.definition import Retry
from workflow.fields import Strict

Personal = Literal["email", "phone", "iban", "person"]
"""Kinds of personal data that can be kept from a model."""


class Prices(Strict):
    """What a million tokens cost, in the currency of `models.yaml`."""

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(default=None, ge=0)  #: input that the provider had cached; unset: as `input`


class Budgets(Strict):
    """What may be spent, in the currency of `models.yaml`; it is looked at before each call. Days are days in UTC."""

    run: Decimal | None = Field(default=None, ge=0)  #: on one message
    day: Decimal | None = Field(default=None, ge=0)  #: on all work of one day
    workflow: dict[str, Decimal] = Field(default_factory=dict)  #: workflow → on its work of one day
    when_spent: Literal["local", "review"] = "local"  #: who reads on: the local reader, or a person is asked


class ModelAlias(Strict):
    """What a step's `model` stands for: the local reader, or a model that litellm reaches."""

    reader: Literal["local", "litellm"] = "local"
    description: str = ""
    model: str = ""  #: litellm's name of it, provider/model; for an own endpoint that speaks like OpenAI: openai/NAME
    api_base: str = ""  #: address of an own endpoint
    key_from: str = (
        ""  #: the environment variable that holds the key; unset: the one that the provider's own client reads
    )
    fallbacks: tuple[str, ...] = ()  #: aliases that are asked, in this order, where this one gives no usable answer
    otherwise: Literal["local", "review"] = "local"  #: who reads on where none of them does
    on_limit: Literal["wait", "otherwise"] = "wait"  #: no room for a call now: queued work waits for it, or goes on so
    timeout_seconds: float = Field(default=60, ge=1, le=3600)  #: for one call
    retry: Retry = Retry()  #: of calls that failed in a way that may pass
    longest_wait_seconds: float = Field(default=20, ge=0, le=3600)  #: an endpoint that asks for more patience is left
    longest_input: int = Field(default=60_000, ge=1000, le=2_000_000)  #: characters of the message that are shown
    longest_output: int = Field(default=4000, ge=100, le=200_000)  #: tokens of one answer
    temperature: float | None = Field(default=0, ge=0, le=2)
    structured: Literal["schema", "json", "text"] = "schema"  #: how the form of the answer is asked for
    images: bool = False  #: whether pictures of the message are shown to it
    scans: bool = False  #: whether PDF files without text (scanned pages) are shown to it
    redact: tuple[Personal, ...] = ()  #: personal data that is replaced by placeholders before a call leaves
    prices: Prices | None = None  #: unset: those that litellm knows, in USD

    @model_validator(mode="before")
    @classmethod
    def _reader_follows(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("model") and "reader" not in data:
            return {**data, "reader": "litellm"}
        return data


class ModelsFile(Strict):
    """`models.yaml`: what the names of models in steps stand for, and what may be spent."""

    currency: str = Field(default="USD", pattern=r"^[A-Z]{3}$")  #: of prices and budgets, by its code in ISO 4217
    budgets: Budgets = Budgets()
    models: dict[str, ModelAlias] = Field(default_factory=dict)

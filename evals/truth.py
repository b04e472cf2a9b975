"""What is right: one line of a suite's expected.jsonl, as a labeller wrote it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Outcome = Literal["cases", "not_actionable", "review"]
"""cases: done without a person; review: a person must decide; not_actionable: no work at all."""


class Labelled(BaseModel):
    """A record of the truth. Keys that it does not know are kept aside in `model_extra`: no figure reads them."""

    model_config = ConfigDict(frozen=True, extra="allow")

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, data: Any) -> Any:
        """null stands for 'not said' wherever a key may be left out."""
        if not isinstance(data, dict):
            return data
        optional = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {key: value for key, value in data.items() if value is not None or key not in optional}


class Accepted(Labelled):
    """Other answers that are as right as the expected one; None among a field's: leaving it out is fine."""

    category: tuple[str | None, ...] = ()
    queue: tuple[str | None, ...] = ()
    fields: dict[str, list[Any]] = Field(default_factory=dict)


class ExpectedCase(Labelled):
    """A case that must exist after splitting. `fields` holds only what the message states, normalised."""

    account: str | None  #: the account's key; None: it is not in the org
    category: str
    fields: dict[str, Any]
    missing: tuple[str, ...] = ()
    queue: str
    skill: str | None = None
    optional_fields: dict[str, Any] = Field(default_factory=dict)  #: neither required nor punished
    accept: Accepted = Accepted()

    def allowed(self, name: str) -> tuple[Any, ...]:
        """Values of a field that count as right where it is not expected."""
        values = (self.optional_fields.get(name), *self.accept.fields.get(name, ()))
        return tuple(value for value in values if value is not None)


class Truth(Labelled):
    """What is right for one message."""

    message: str
    outcome: Outcome
    why: str = ""
    language: str = ""
    cases: tuple[ExpectedCase, ...]
    tags: tuple[str, ...] = ()
    candidates: tuple[Any, ...] = ()  #: for a review: the accounts between which a person must decide

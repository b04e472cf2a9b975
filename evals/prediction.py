"""What was said of a message: one line of predictions."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.truth import Outcome


class Said(BaseModel):
    """A record of predictions. Keys that no figure reads are dropped; null stands for 'not said'."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _null_is_left_out(cls, data: Any) -> Any:
        return {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else data


class PredictedCase(Said):
    """One case, done or proposed."""

    account: str | None = None
    category: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    queue: str | None = None
    skill: str | None = None

    def given(self) -> dict[str, Any]:
        """The fields that hold anything."""
        return {name: value for name, value in self.fields.items() if value not in (None, [], "", {})}


class Prediction(Said):
    """One message. `confidence` (0 to 1) says how sure the message as a whole is."""

    message: str
    outcome: Outcome
    confidence: float | None = Field(default=None, ge=0, le=1)
    cases: tuple[PredictedCase, ...] = ()

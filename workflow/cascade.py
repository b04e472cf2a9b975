"""Which models a step asks, and from where on each of them is believed: the cheap one first, the next in doubt."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field, Tag, model_validator

from workflow.fields import Strict

Confidence = Annotated[float, Field(ge=0, le=1)]

Models = Annotated[
    Annotated[str, Tag("[one]")] | Annotated[tuple[str, ...], Field(min_length=1), Tag("[several]")],
    Discriminator(lambda given: "[several]" if isinstance(given, (list, tuple)) else "[one]"),
]
"""One model, or a cascade of them."""

SureFrom = Annotated[
    Annotated[Confidence, Tag("[one]")] | Annotated[dict[str, Confidence], Tag("[several]")],
    Discriminator(lambda given: "[several]" if isinstance(given, dict) else "[one]"),
]
"""One threshold for all models of a step, or model → its own."""


class Asks(Strict):
    """What a step says that asks models. Below `sure_from` the next model is asked, and after the last one a person."""

    model: Models = "local"
    sure_from: SureFrom = 0.8

    @model_validator(mode="after")
    def _each_once_with_a_threshold(self) -> Asks:
        twice = next((name for name in self.models if self.models.count(name) > 1), None)
        if twice:
            raise ValueError(f"the model '{twice}' is named twice")
        if isinstance(self.sure_from, dict):
            lacking = next((name for name in self.models if name not in self.sure_from), None)
            unknown = next((name for name in self.sure_from if name not in self.models), None)
            if lacking:
                raise ValueError(f"sure_from says nothing of the model '{lacking}'")
            if unknown:
                raise ValueError(f"sure_from names '{unknown}', which is no model of this step")
        return self

    @property
    def models(self) -> tuple[str, ...]:
        """The models in the order in which they are asked."""
        return (self.model,) if isinstance(self.model, str) else self.model

    def threshold(self, model: str) -> float:
        """From where on an answer of that model is believed; of one that the step does not name: the highest."""
        if not isinstance(self.sure_from, dict):
            return self.sure_from
        return self.sure_from.get(model, max(self.sure_from.values()))

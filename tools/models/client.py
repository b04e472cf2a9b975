"""The port to what really calls a model: one question, one call, its answer with what it took."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple, Protocol

from workflow.models import ModelAlias, Prices
from workflow.models_calls import Question, Usage


class Reply(NamedTuple):
    """What came back. `finish`: stop, length, refused. `cost` as the library knows it (USD); None where it does not."""

    text: str
    finish: str
    refusal: str
    usage: Usage
    cost: Decimal | None = None


class Client(Protocol):
    """Makes calls."""

    def check(self, model: ModelAlias) -> None:
        """Raises WrongKey where the environment lacks the key that the alias names. Costs nothing."""
        ...

    def prepare(self) -> None:
        """Loads what calls need, so that calls are timed by themselves."""
        ...

    def complete(self, question: Question) -> Reply:
        """Makes one call, without any repetition of its own. Raises ModelFailure."""
        ...

    def prices(self, model: ModelAlias) -> Prices | None:
        """What a million tokens cost in USD, as far as is known of the model."""
        ...

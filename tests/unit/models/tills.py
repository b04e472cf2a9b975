"""A gateway over a book of the test's own, with a clock that stands still until something waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tools.models import Book, Gateway
from tools.models.client import Client, Reply
from workflow.models import Budgets, ModelAlias, Prices
from workflow.models_calls import Purpose, Question, Usage
from workflow.models_failures import ModelFailure

NOW = datetime(2026, 3, 31, 23, 30, tzinfo=UTC)
PRICES = Prices(input=Decimal(2), output=Decimal(10), cached_input=Decimal("0.5"))
PURPOSE = Purpose(workflow="orchard", run="R1", step="triage", case="")


class Time:
    """Seconds that pass only by waiting, and what was waited for."""

    def __init__(self) -> None:
        self.at = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.at += seconds

    def clock(self) -> float:
        return self.at


class ListedClient:
    """Replies and failures from a list, one a call."""

    def __init__(self, said: Sequence[Any] = (), known: Prices | None = None) -> None:
        self.said, self.known = list(said), known
        self.calls: list[Question] = []

    def check(self, model: ModelAlias) -> None:
        """Every key is there."""

    def prepare(self) -> None:
        """Nothing is to be loaded."""

    def complete(self, question: Question) -> Reply:
        self.calls.append(question)
        said = self.said[len(self.calls) - 1]
        if isinstance(said, ModelFailure):
            raise said
        return said if isinstance(said, Reply) else Reply(str(said), "stop", "", Usage(input=100, output=10))

    def prices(self, model: ModelAlias) -> Prices | None:
        return self.known


def alias(**settings: Any) -> ModelAlias:
    return ModelAlias.model_validate({"model": "openai/fast", "prices": PRICES, **settings})


def question(model: ModelAlias | None = None, text: str = "Where is crate K-118?", **more: Any) -> Question:
    form = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    return Question(
        name="reading", alias="fast", model=model or alias(), static="You read mail.", text=text, form=form,
        longest_output=more.pop("longest_output", 100), **more,
    )  # fmt: skip


def gateway(
    client: Client | None = None,
    book: Book | Path | None = None,
    time: Time | None = None,
    budgets: Budgets | None = None,
    now: Callable[[], datetime] = lambda: NOW,
    **more: Any,
) -> Gateway:
    passing = time or Time()
    return Gateway(
        client=client or ListedClient(),
        book=book if isinstance(book, Book) else Book(book),
        now=now,
        budgets=budgets or Budgets(),
        sleep=passing.sleep,
        clock=passing.clock,
        **more,
    )

"""The way to models: looked up before it is asked, allowed before it is called, tried again where that is safe."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import count

from tools.limits.limited import room
from tools.limits.permits import Permits
from tools.models.answers import Answers
from tools.models.book import Book
from tools.models.client import Client, Reply
from tools.models.ledger import Ledger, State, limits_of
from tools.models.prices import cost_of, most_of
from tools.telemetry import model_call
from workflow.models import Budgets, ModelAlias, Prices
from workflow.models_calls import Answered, Attempt, Purpose, Question, Usage
from workflow.models_failures import BudgetSpent, Limited, ModelFailure, PriceUnknown, Resting

REST = 30.0
LONGEST_REST = 600.0
"""Seconds for which an endpoint that failed for good is left alone; an endpoint may ask for more."""

OF_ENDPOINT = frozenset(
    {"rate_limited", "out_of_credit", "timed_out", "down", "cut_off", "no_answer", "no_such_model", "wrong_key"}
)
"""Kinds of failure that say something of the endpoint, not of the question."""

UNSURE = 2
"""Tries at most of calls that a provider may bill although they brought nothing."""


@dataclass
class Gateway:
    """The port `Models`. Budgets, and the prices of the `live` aliases, are those of the bundle at hand: not pinned."""

    client: Client
    book: Book
    now: Callable[[], datetime]
    budgets: Budgets = field(default_factory=Budgets)
    currency: str = "USD"
    live: Mapping[str, ModelAlias] = field(default_factory=dict)
    paces: Callable[[], Mapping[str, str]] = dict  #: alias → how often it may be called, by the bundle at hand
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _resting: dict[tuple[str, str], tuple[float, bool]] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self.answers = Answers(self.book)
        self.ledger = Ledger(self.book, self.currency)
        self.permits = Permits(self.book)

    def recall(self, question: Question) -> Answered | None:
        """The answer that was kept for this very question, or None."""
        return self.answers.find(question)

    def keep(self, question: Question, answered: Answered) -> None:
        """Keeps an answer that could be used."""
        self.answers.keep(question, answered, self.now())

    def ask(self, question: Question, purpose: Purpose) -> Answered:
        """Asks. Raises ModelFailure with what was tried; nothing is called that a budget does not allow."""
        model, waited = question.model, 0.0
        attempts: list[Attempt] = []
        try:
            self._ready(question, purpose)
            prices = self.prices(question.alias, model)
            if prices is None and limits_of(self.budgets, purpose, ""):
                told = f"nobody knows what {model.model} costs, and there are budgets: give the alias its prices"
                raise PriceUnknown(told)
        except ModelFailure as failure:
            raise _with(failure, [_untried(question, failure)]) from None
        most = most_of(question, prices) if prices else None
        self.client.prepare()
        for tried in count(1):
            try:
                self._room(question)
                number = self.ledger.reserve(question, purpose, most, self.budgets, self.now())
            except (BudgetSpent, Limited) as spent:
                raise _with(spent, [*attempts, _untried(question, spent)]) from None
            started = self.clock()
            try:
                with model_call(question.model.model, purpose.workflow, purpose.step) as called:
                    reply = self.client.complete(question)
                    called.input, called.output, called.finish = reply.usage.input, reply.usage.output, reply.finish
            except ModelFailure as failure:
                took = round((self.clock() - started) * 1000, 2)
                attempts.append(self._failed(question, number, failure, most, waited, took))
                wait = self._wait(question, failure, tried)
                if wait is None:
                    self._rest(model, failure)
                    raise _with(failure, attempts) from None
                self.sleep(wait)
                waited = wait
                continue
            took = round((self.clock() - started) * 1000, 2)
            attempts.append(self._answered(question, number, reply, prices, waited, took))
            return Answered(text=reply.text, finish=reply.finish, refusal=reply.refusal, attempts=tuple(attempts))
        raise NotImplementedError  # the loop is left by return or raise

    def prices(self, alias: str, model: ModelAlias) -> Prices | None:
        """What the model costs today: by the bundle at hand, else by that of the run, else as the library knows it."""
        today = self.live.get(alias)
        if today is not None and today.model == model.model and today.prices is not None:
            return today.prices
        if model.prices is not None:
            return model.prices
        return self.client.prices(model) if self.currency == "USD" else None

    def close(self) -> None:
        """Closes the book."""
        self.book.close()

    # -- inside --------------------------------------------------------------------------------------------------

    def _ready(self, question: Question, purpose: Purpose) -> None:
        self.client.check(question.model)
        with self._lock:
            until, slows = self._resting.get(_endpoint(question.model), (0.0, False))
        left = until - self.clock()
        if left > 0:
            told = f"{question.model.model} failed a moment ago and is left alone for {left:.0f} s"
            raise Resting(told, wait=left, slows=slows)

    def _room(self, question: Question) -> None:
        """A permit where the alias has a limit. Raises Limited where there is none soon."""
        pace = self.paces().get(question.alias)
        if pace is None:
            return
        wait = room(lambda: self.permits.take(f"model {question.alias}", pace), self.sleep)
        if wait:
            told = f"'{question.alias}' may be called {pace} (limits.yaml): there is room again in {wait:.0f} s"
            raise Limited(told, wait=wait)

    def _wait(self, question: Question, failure: ModelFailure, tried: int) -> float | None:
        """Seconds until the next try, or None where there is none."""
        model = question.model
        times = min(model.retry.times, UNSURE) if failure.billed == "unknown" else model.retry.times
        if failure.retry not in ("now", "later") or tried >= times:
            return None
        if failure.wait is not None:
            return failure.wait if failure.wait <= model.longest_wait_seconds else None
        # Spread by the question's own digest, so that many that failed together do not come back together.
        spread = 1 + int(question.key[:4], 16) / 0xFFFF / 4
        return round(min(model.retry.wait_seconds * 2.0 ** (tried - 1) * spread, model.longest_wait_seconds), 3)

    def _rest(self, model: ModelAlias, failure: ModelFailure) -> None:
        if failure.kind in OF_ENDPOINT:
            rest = min(max(failure.wait or 0.0, REST), LONGEST_REST)
            with self._lock:
                self._resting[_endpoint(model)] = (self.clock() + rest, failure.slows)

    def _failed(
        self, question: Question, number: int, failure: ModelFailure, most: Decimal | None, waited: float, took: float
    ) -> Attempt:
        uncertain = failure.billed == "unknown"
        state: State = "sure" if not uncertain else "uncertain" if most is not None else "unknown"
        cost = self.ledger.settle(number, failure.kind, state, Usage(), Decimal(0), took)
        return Attempt(
            model=question.model.model,
            outcome=failure.kind,
            message=str(failure)[:300],
            waited_seconds=waited,
            took_ms=took,
            cost=cost,
            uncertain=uncertain,
        )

    def _answered(
        self, question: Question, number: int, reply: Reply, prices: Prices | None, waited: float, took: float
    ) -> Attempt:
        cost = reply.cost if self.currency == "USD" else None
        if prices is not None and (cost is None or self._stated(question)):
            cost = cost_of(reply.usage, prices)
        state: State = "sure" if cost is not None else "unknown"
        outcome = "answered" if reply.finish == "stop" else reply.finish
        settled = self.ledger.settle(number, outcome, state, reply.usage, cost, took)
        return Attempt(
            model=question.model.model,
            outcome=outcome,
            waited_seconds=waited,
            took_ms=took,
            tokens=reply.usage,
            cost=settled,
        )

    def _stated(self, question: Question) -> bool:
        """Whether operations have stated prices: these count, whatever the library believes."""
        today = self.live.get(question.alias)
        return question.model.prices is not None or (today is not None and today.prices is not None)


def _endpoint(model: ModelAlias) -> tuple[str, str]:
    return model.model, model.api_base


def _untried(question: Question, failure: ModelFailure) -> Attempt:
    return Attempt(model=question.model.model, outcome=failure.kind, message=str(failure)[:300])


def _with(failure: ModelFailure, attempts: list[Attempt]) -> ModelFailure:
    failure.attempts = tuple(attempts)
    return failure

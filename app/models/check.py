"""Whether each model of a bundle can be used: reached, structured answers, price, latency. One small call to each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from workflow.models_calls import Answered, Purpose, Question
from workflow.models_failures import ModelFailure

if TYPE_CHECKING:
    from tools.models import Gateway
    from workflow.bundle import Bundle
    from workflow.models import ModelAlias, Prices

WORD = "switchyard"
FORM = {
    "type": "object",
    "properties": {
        "ready": {"type": "boolean"},
        "word": {"type": "string"},
        "lengths": {"type": "array", "items": {"type": "integer"}},
    },
    "required": ["ready", "word", "lengths"],
    "additionalProperties": False,
}
KEYS = {"ready", "word", "lengths"}
STATIC = "You are asked whether you are there. Answer in the form that is asked for."
ASKED = f"Say that you are ready (true), repeat the word '{WORD}', and give the lengths of the words 'one' and 'three'."
LONGEST = 300


@dataclass(frozen=True)
class Checked:
    """One alias. `structured`: whether the answer came in the form asked for. `failure` says what is wrong."""

    alias: str
    model: str
    reached: bool
    structured: bool
    prices: Prices | None
    cost: Decimal | None
    took_ms: float
    failure: str = ""
    cure: str = ""

    @property
    def good(self) -> bool:
        """Whether steps may name it."""
        return self.reached and self.structured


def check_models(bundle: Bundle, gateway: Gateway, names: tuple[str, ...] = ()) -> Iterator[Checked]:
    """Asks each alias that is no local reader, or those named. A call is billed, and kept to the budgets."""
    for name, alias in bundle.models.items():
        if alias.reader != "local" and (not names or name in names):
            yield _check(name, alias, gateway)


def _check(name: str, alias: ModelAlias, gateway: Gateway) -> Checked:
    question = Question(
        name="check", alias=name, model=alias, static=STATIC, text=ASKED, form=FORM, longest_output=LONGEST
    )
    try:
        answered = gateway.ask(question, Purpose(step="models check"))
    except ModelFailure as failure:
        cure = CURES.get(failure.kind, "")
        took = sum(each.took_ms for each in failure.attempts)
        known = failure.kind not in ("wrong_key", "resting")
        prices = gateway.prices(name, alias) if known else alias.prices
        return Checked(name, alias.model, False, False, prices, None, took, str(failure), cure)
    last = answered.attempts[-1]
    problem = _problem(answered)
    return Checked(
        alias=name,
        model=alias.model,
        reached=True,
        structured=not problem,
        prices=gateway.prices(name, alias),
        cost=last.cost,
        took_ms=last.took_ms,
        failure=problem,
        cure=UNSTRUCTURED if problem and alias.structured == "schema" else "",
    )


UNSTRUCTURED = "write structured: json, or structured: text"
CURES = {
    "wrong_key": "put a valid key into the variable of the environment that key_from names",
    "down": "see whether api_base is right and the endpoint runs",
    "timed_out": "raise timeout_seconds, or use a faster endpoint",
    "no_answer": "correct api_base: it often ends in /v1",
    "no_such_model": "correct the name of the model",
    "bad_request": UNSTRUCTURED,
    "budget_spent": "raise the budget, or wait for tomorrow",
    "price_unknown": "give the alias its prices",
}
"""Kind of failure → what to do."""


def _problem(answered: Answered) -> str:
    """What is wrong with the form of an answer; empty where nothing is."""
    if answered.finish != "stop" or answered.refusal:
        return f"it answers nothing that can be used ({answered.refusal or answered.finish})"
    try:
        data = json.loads(answered.text)
    except ValueError:
        return "its answer is not JSON"
    if not isinstance(data, dict) or set(data) != KEYS:
        return "its answer does not have the keys of the form"
    good = data["ready"] is True and data["word"] == WORD and data["lengths"] == [3, 5]
    return "" if good else "its answer has the form, and is wrong: it may be too weak for the work"

"""Which right values did not come out, and why: the same quotes and values, verified once more, one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from agents.reading.llm.quotes import Quotes
from agents.reading.llm.values import typed
from agents.reading.llm.view import view
from agents.verification import refusal
from evals.bench.llm_truth import Offer, Truthful
from evals.likeness import same
from evals.prediction import PredictedCase, Prediction
from workflow.errors import InputError
from workflow.interpretation import FieldValue


@dataclass(frozen=True)
class Loss:
    """A right value that the model gave and that did not come out, and why."""

    offer: Offer
    reason: str


def losses(model: Truthful, predictions: Sequence[Prediction]) -> tuple[Loss, ...]:
    """Those of the values that the model gave which no prediction has."""
    said = {prediction.message: prediction for prediction in predictions}
    lost = []
    for offer in model.offers:
        prediction = said.get(offer.message)
        if prediction is None or not any(_has(case, offer) for case in _of(prediction.cases, offer)):
            lost.append(Loss(offer, why(model, offer)))
    return tuple(lost)


def why(model: Truthful, offer: Offer) -> str:
    """What verification says of a value by itself."""
    field = model.fields.get(offer.field)
    if field is None:
        return "the field is not configured"
    document, redactor = model.seen(offer.message)
    shown = view(document, redactor, model.model.longest_input)
    single = field.model_copy(update={"type": field.element, "of": None})
    try:
        value = typed(single, offer.value, redactor.regions)
    except InputError as error:
        return str(error)
    quotes = [redactor.redact(quote).text for quote in offer.quotes]
    evidence = Quotes(shown).evidence(quotes)
    if evidence is None or not evidence.spans:
        return "its quote is not found in what was shown"
    told = refusal(document, single, FieldValue(field=field.id, value=value, evidence=evidence, confidence=1))
    return told or "verified, and lost later: see the trace of the message"


def _of(cases: Iterable[PredictedCase], offer: Offer) -> list[PredictedCase]:
    return [case for case in cases if case.account == offer.account]


def _has(case: PredictedCase, offer: Offer) -> bool:
    given: Any = case.fields.get(offer.field)
    return any(same(offer.field, each, offer.value) for each in (given if isinstance(given, list) else [given]))

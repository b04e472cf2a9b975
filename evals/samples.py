"""Each answer of each model at each step, and whether it was right: what thresholds are chosen from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evals.agreement import Verdict, align
from evals.detail import Answer, Detail
from evals.prediction import PredictedCase, Prediction
from evals.truth import ExpectedCase


@dataclass(frozen=True)
class Sample:
    """One answer."""

    message: str
    confidence: float
    right: bool


Samples = dict[tuple[str, str], list[Sample]]
"""(id of the step, model) → its answers; the model is empty where the step names only one. Of a model that is asked in
doubt only, these are the answers in doubt: the ones that its threshold is for."""


def samples(verdicts: Sequence[Verdict], predictions: Iterable[Prediction], details: Mapping[str, Detail]) -> Samples:
    """Those that the labels judge: triage of all messages; splits, accounts and categories of what is work. Where a
    person must decide between accounts, no account is right."""
    said = {prediction.message: prediction for prediction in predictions}
    found: Samples = {}
    for verdict in verdicts:
        message = verdict.truth.message
        detail = details.get(message)
        if detail is None:
            continue
        expected = _paired(verdict, said.get(message))
        for answer in detail.answers:
            right = _right(answer, verdict, expected)
            if right is not None:
                found.setdefault((answer.step, answer.model), []).append(Sample(message, answer.confidence, right))
    return found


def _paired(verdict: Verdict, prediction: Prediction | None) -> dict[int, ExpectedCase]:
    """Number of a predicted case → the expected one that it stands for."""
    cases: Sequence[PredictedCase] = prediction.cases if prediction else ()
    wanted = verdict.truth.cases
    if len(wanted) == len(cases) == 1:
        return {0: wanted[0]}
    pairs, _ = align(wanted, cases)
    places = {id(case): number for number, case in enumerate(cases)}
    return {places[id(got)]: want for want, got in pairs if got is not None}


def _right(answer: Answer, verdict: Verdict, expected: Mapping[int, ExpectedCase]) -> bool | None:
    truth = verdict.truth
    if answer.kind == "triage":
        return bool(answer.said == (truth.outcome != "not_actionable"))
    if answer.kind == "matching":
        if truth.outcome == "review":
            return False if answer.said in truth.candidates else None
        return answer.said in [case.account for case in truth.cases] if truth.outcome == "cases" else None
    if truth.outcome != "cases":
        return None
    if answer.kind == "splitting":
        # What an earlier model said was split no further: its number is all that there is to judge.
        return verdict.split if answer.last else bool(answer.said == len(truth.cases))
    want = expected.get(answer.case if answer.case is not None else -1)
    return None if want is None else answer.said in (want.category, *want.accept.category)

"""One message: where what was said agrees with what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.likeness import same
from evals.prediction import PredictedCase, Prediction
from evals.truth import ExpectedCase, Truth

ABSENT = "absent"
"""The outcome of a message of which nothing was said."""


@dataclass(frozen=True)
class FieldVerdict:
    """One field of one case. `said` is what is wrong, in words; empty where nothing is, or where no case was found."""

    field: str
    right: int = 0
    wrong: int = 0  #: a value was given that is not right
    not_found: int = 0  #: the expected value was not given
    said: str = ""


@dataclass(frozen=True)
class CaseVerdict:
    """One expected case beside the predicted case that was paired with it, if any."""

    account: bool
    category: bool
    queue: bool
    fields: tuple[FieldVerdict, ...]
    missing_right: int
    missing_wrong: int
    missing_not_found: int
    said: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether account, category and queue are right."""
        return self.account and self.category and self.queue

    @property
    def clean(self) -> bool:
        """Whether no field holds a wrong value."""
        return not any(field.wrong for field in self.fields)


@dataclass(frozen=True)
class Verdict:
    """One message. `extra` is the number of predicted cases that nobody expects."""

    truth: Truth
    outcome: str
    confidence: float | None
    cases: tuple[CaseVerdict, ...]
    extra: int
    said: tuple[str, ...]

    @property
    def split(self) -> bool:
        """Whether the set of accounts is exactly right."""
        return not self.extra and all(case.account for case in self.cases)

    @property
    def triaged(self) -> bool:
        """Whether work and no work are rightly told apart."""
        if self.outcome == ABSENT:
            return False
        return (self.outcome == "not_actionable") == (self.truth.outcome == "not_actionable")

    @property
    def alone(self) -> bool:
        """Whether no person was asked."""
        return self.outcome in ("cases", "not_actionable")

    @property
    def right(self) -> bool:
        """Whether it is right, or would have been had nobody been asked: outcome, accounts, categories, queues."""
        if self.extra or not all(case.right for case in self.cases):
            return False
        if self.truth.outcome == "cases":
            return self.outcome in ("cases", "review") and bool(self.cases)
        return self.truth.outcome == "not_actionable" == self.outcome

    @property
    def clean(self) -> bool:
        """Whether no field of an expected case holds a wrong value."""
        return all(case.clean for case in self.cases)


def judge(truth: Truth, prediction: Prediction | None) -> Verdict:
    """Compares a message's prediction (None: nothing was said of it) with the truth."""
    outcome = prediction.outcome if prediction else ABSENT
    # A review's cases are its proposal; where no case is expected, a proposal says nothing wrong.
    read = outcome == "cases" or (outcome == "review" and bool(truth.cases))
    pairs, extra = align(truth.cases, prediction.cases if prediction and read else ())
    cases = tuple(judge_case(want, got) for want, got in pairs)
    said = [] if outcome == truth.outcome else [f"outcome {outcome}, not {truth.outcome}"]
    said += [f"extra case for {case.account}" for case in extra]
    said += [line for case in cases for line in case.said]
    return Verdict(truth, outcome, prediction.confidence if prediction else None, cases, len(extra), tuple(said))


def align(
    expected: Sequence[ExpectedCase], predicted: Sequence[PredictedCase]
) -> tuple[list[tuple[ExpectedCase, PredictedCase | None]], list[PredictedCase]]:
    """Pairs expected with predicted cases, by account, then by category; and the predicted ones left over."""
    left = list(predicted)
    pairs: list[tuple[ExpectedCase, PredictedCase | None]] = []
    for want in expected:
        here = [n for n, got in enumerate(left) if got.account == want.account]
        chosen = next((n for n in here if left[n].category == want.category), here[0] if here else None)
        pairs.append((want, None if chosen is None else left.pop(chosen)))
    return pairs, left


def judge_case(want: ExpectedCase, got: PredictedCase | None) -> CaseVerdict:
    """Compares one expected case with the one paired with it (None: there is none)."""
    fields = judge_fields(want, got)
    wanted, told = set(want.missing), set(got.missing) if got else set()
    category = got is not None and got.category in (want.category, *want.accept.category)
    queue = got is not None and got.queue in (want.queue, *want.accept.queue)
    if got is None:
        said = [f"no case for {want.account}"]
    else:
        said = [] if category else [f"{got.account}: category {got.category}, not {want.category}"]
        said += [] if queue else [f"{got.account}: queue {got.queue}, not {want.queue}"]
        said += [f"{got.account}: {field.said}" for field in fields if field.said]
    return CaseVerdict(
        account=got is not None,
        category=category,
        queue=queue,
        fields=fields,
        missing_right=len(wanted & told),
        missing_wrong=len(told - wanted),
        missing_not_found=len(wanted - told),
        said=tuple(said),
    )


def judge_fields(want: ExpectedCase, got: PredictedCase | None) -> tuple[FieldVerdict, ...]:
    """A verdict for each field that is expected or given and counts; a field that may be left out and is, does not."""
    given = got.given() if got else {}
    verdicts = [
        verdict
        for name, value in want.fields.items()
        if (verdict := _expected_field(want, name, value, given, got is not None)) is not None
    ]
    for name in (name for name in given if name not in want.fields):
        if not any(same(name, given[name], allowed) for allowed in want.allowed(name)):
            verdicts.append(FieldVerdict(name, wrong=1, said=f"{name} {given[name]!r} not in the message"))
    return tuple(verdicts)


def _expected_field(
    want: ExpectedCase, name: str, value: Any, given: dict[str, Any], paired: bool
) -> FieldVerdict | None:
    alternatives = want.accept.fields.get(name, [])
    if name in given:
        right = any(same(name, given[name], each) for each in (value, *alternatives) if each is not None)
        if right:
            return FieldVerdict(name, right=1)
        return FieldVerdict(name, wrong=1, not_found=1, said=f"{name} {given[name]!r} not {value!r}")
    if None in alternatives:
        return None
    return FieldVerdict(name, not_found=1, said=f"{name} not found, {value!r}" if paired else "")

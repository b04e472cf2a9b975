"""The figures of a suite, the same as the shared judge's: shares with their intervals, and F1 over fields.

Reading, over proposals and automatic cases alike: split, account, account_precision, category, queue, fields, missing.
Deciding: triage, lost, asked, coverage, auto_right, auto_clean, right_at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from evals.agreement import Verdict, judge
from evals.interval import wilson
from evals.prediction import Prediction
from evals.suite import by_message
from evals.truth import Truth

LEVELS = (0.3, 0.5, 0.7, 0.9)
"""Shares of all messages, the surest first, at which `right_at` looks."""

SHARES = {
    "split": "actionable messages whose set of accounts is exactly right",
    "account": "expected cases whose account was found",
    "account_precision": "predicted cases that are right about the account",
    "category": "expected cases whose account and category are right",
    "queue": "expected cases whose account and queue are right",
    "triage": "messages rightly told apart: work to do, or none",
    "lost": "actionable messages closed as not_actionable (wanted: 0)",
    "asked": "messages that a careful person could not decide, and a person was asked",
    "coverage": "messages that need no person by the truth, and were done without one",
    "auto_right": "messages done without a person whose outcome, accounts, categories and queues are all right",
    "auto_clean": "those done as cases that are right and whose fields hold no wrong value either",
}


@dataclass(frozen=True)
class Share:
    """`hit` out of `of`."""

    hit: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """The share to four decimals; None where there is nothing to count."""
        return round(self.hit / self.of, 4) if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its 95 % interval."""
        return wilson(self.hit, self.of)


@dataclass(frozen=True)
class Retrieval:
    """Values found: right, given though wrong, and expected but not given."""

    right: int = 0
    wrong: int = 0
    not_found: int = 0

    @property
    def exact_precision(self) -> float:
        """Right values among those given; 1 where none was expected and none given."""
        if self.right + self.wrong:
            return self.right / (self.right + self.wrong)
        return 0.0 if self.not_found else 1.0

    @property
    def exact_recall(self) -> float:
        """Right values among those expected; 1 where none was."""
        return self.right / (self.right + self.not_found) if self.right + self.not_found else 1.0

    def figures(self) -> dict[str, float]:
        """precision, recall and F1 to four decimals."""
        p, r = self.exact_precision, self.exact_recall
        f1 = 2 * p * r / (p + r) if p + r else 0.0
        return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(f1, 4)}


@dataclass(frozen=True)
class Score:
    """The figures over some verdicts. `right_at` is empty where a message carries no confidence."""

    verdicts: tuple[Verdict, ...]
    shares: dict[str, Share]
    fields: Retrieval
    missing: Retrieval
    per_field: dict[str, Retrieval]
    right_at: dict[str, float]

    def figures(self) -> dict[str, Any]:
        """All figures as plain data, by the names and in the order of the shared judge."""
        out: dict[str, Any] = {name: share.value for name, share in self.shares.items()}
        out |= {"fields": self.fields.figures(), "missing": self.missing.figures()}
        if self.right_at:
            out["right_at"] = self.right_at
        out["interval"] = {name: share.interval for name, share in self.shares.items()}
        out["of"] = {name: share.of for name, share in self.shares.items()}
        out["per_field"] = {name: each.figures() for name, each in self.per_field.items()}
        return out

    def errors(self) -> tuple[Verdict, ...]:
        """The messages of which anything is wrong."""
        return tuple(verdict for verdict in self.verdicts if verdict.said)


def score(truths: Sequence[Truth], predictions: Iterable[Prediction]) -> Score:
    """Scores predictions against the truth. Raises InputError for one that is given twice or is not in the suite."""
    said = list(predictions)
    by_message(truths, (prediction.message for prediction in said))
    found = {prediction.message: prediction for prediction in said}
    return total([judge(truth, found.get(truth.message)) for truth in truths])


def total(verdicts: Sequence[Verdict]) -> Score:
    """The figures over verdicts."""
    shares = {name: Share() for name in SHARES} | _of_cases(verdicts) | _of_messages(verdicts)
    fields: dict[str, Counter[str]] = {}
    cases = [case for verdict in verdicts for case in verdict.cases]
    for field in (field for case in cases for field in case.fields):
        tally = fields.setdefault(field.field, Counter())
        tally.update(right=field.right, wrong=field.wrong, not_found=field.not_found)
    per_field = {name: Retrieval(**fields[name]) for name in sorted(fields)}
    return Score(
        verdicts=tuple(verdicts),
        shares=shares,
        fields=Retrieval(
            sum(each.right for each in per_field.values()),
            sum(each.wrong for each in per_field.values()),
            sum(each.not_found for each in per_field.values()),
        ),
        missing=Retrieval(
            sum(case.missing_right for case in cases),
            sum(case.missing_wrong for case in cases),
            sum(case.missing_not_found for case in cases),
        ),
        per_field=per_field,
        right_at=_right_at(verdicts),
    )


def _of_cases(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    cases = [case for verdict in verdicts for case in verdict.cases]
    found = sum(case.account for case in cases)
    return {
        "account": _share(case.account for case in cases),
        "account_precision": Share(found, found + sum(verdict.extra for verdict in verdicts)),
        "category": _share(case.category for case in cases),
        "queue": _share(case.queue for case in cases),
    }


def _of_messages(verdicts: Sequence[Verdict]) -> dict[str, Share]:
    actionable = [v for v in verdicts if v.truth.outcome == "cases"]
    undecidable = [v for v in verdicts if v.truth.outcome == "review"]
    decidable = [v for v in verdicts if v.truth.outcome != "review"]
    return {
        "split": _share(v.split for v in actionable),
        "triage": _share(v.triaged for v in verdicts),
        "lost": _share(v.outcome == "not_actionable" for v in actionable),
        "asked": _share(v.outcome == "review" for v in undecidable),
        "coverage": _share(v.alone for v in decidable),
        "auto_right": _share(v.right for v in verdicts if v.alone),
        "auto_clean": _share(v.right and v.clean for v in verdicts if v.outcome == "cases"),
    }


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return Share(sum(counted), len(counted))


def _right_at(verdicts: Sequence[Verdict]) -> dict[str, float]:
    sure = surest_first(verdicts)
    if not sure or len(sure) < len(verdicts):
        return {}
    tops = {level: sure[: max(1, round(level * len(sure)))] for level in LEVELS}
    return {str(level): round(sum(v.right for v in top) / len(top), 4) for level, top in tops.items()}


def surest_first(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The messages that carry a confidence, the surest first, else in their order."""
    ranked = [(verdict.confidence, verdict) for verdict in verdicts if verdict.confidence is not None]
    return [verdict for _, verdict in sorted(ranked, key=lambda pair: -pair[0])]

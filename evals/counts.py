"""Every figure as sums over messages, `hit` out of `of`: what resampling by message needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evals.agreement import Verdict
from evals.score import SHARES, Score, total

Counts = dict[str, tuple[int, int]]
"""Figure → (hit, of). F1 is 2·right out of 2·right + wrong + not found."""

RIGHT, F1, PRECISION, RECALL, MISSING = "right", "fields.f1", "fields.precision", "fields.recall", "missing.f1"
FIGURES = (RIGHT, *SHARES, F1, PRECISION, RECALL, MISSING)
"""`right`: messages whose outcome, accounts, categories and queues are right, or would be had nobody been asked."""

LOWER_IS_BETTER = frozenset({"lost"})


def counts(score: Score) -> Counts:
    """What some messages add to each figure."""
    fields, missing = score.fields, score.missing
    return {
        RIGHT: (sum(verdict.right for verdict in score.verdicts), len(score.verdicts)),
        **{name: (share.hit, share.of) for name, share in score.shares.items()},
        F1: (2 * fields.right, 2 * fields.right + fields.wrong + fields.not_found),
        PRECISION: (fields.right, fields.right + fields.wrong),
        RECALL: (fields.right, fields.right + fields.not_found),
        MISSING: (2 * missing.right, 2 * missing.right + missing.wrong + missing.not_found),
    }


def of_each(verdicts: Iterable[Verdict]) -> list[Counts]:
    """The counts of each message."""
    return [counts(total([verdict])) for verdict in verdicts]


def of_field(verdicts: Sequence[Verdict], field: str) -> list[tuple[int, int]]:
    """What each message adds to the F1 of one field."""
    out = []
    for verdict in verdicts:
        told = [each for case in verdict.cases for each in case.fields if each.field == field]
        right, off = sum(each.right for each in told), sum(each.wrong + each.not_found for each in told)
        out.append((2 * right, 2 * right + off))
    return out

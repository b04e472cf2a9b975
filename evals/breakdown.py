"""The same figures over parts of a suite: by tag, by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from evals.agreement import Verdict
from evals.score import Score, total

NO_LANGUAGE = "not said"


def by_tag(score: Score) -> dict[str, Score]:
    """Tag → its messages' figures, the most frequent first. A message counts under each of its tags."""
    return _by(score, lambda verdict: dict.fromkeys(verdict.truth.tags))


def by_language(score: Score) -> dict[str, Score]:
    """Language → its messages' figures, the most frequent first."""
    return _by(score, lambda verdict: (verdict.truth.language or NO_LANGUAGE,))


def _by(score: Score, keys: Callable[[Verdict], Iterable[str]]) -> dict[str, Score]:
    groups: dict[str, list[Verdict]] = {}
    for verdict in score.verdicts:
        for key in keys(verdict):
            groups.setdefault(key, []).append(verdict)
    return {key: total(groups[key]) for key in sorted(groups, key=lambda key: (-len(groups[key]), key))}

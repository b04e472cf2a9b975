"""The same suite several times, for models that do not answer alike every time: what is right in all of them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.agreement import Verdict
from evals.score import Score, Share


@dataclass(frozen=True)
class Steadiness:
    """One figure over k times: the units (messages or cases) that were right every time, at least once, on average."""

    figure: str
    every: Share
    once: Share
    mean: float

    @property
    def changing(self) -> int:
        """Units that were right at times."""
        return self.once.hit - self.every.hit


@dataclass(frozen=True)
class Repeated:
    """k scores of one suite. `changing`: messages that were right at times, and how often."""

    times: int
    figures: tuple[Steadiness, ...]
    changing: tuple[tuple[str, int], ...]
    differing: tuple[str, ...]  #: messages of which not the same was said every time


def repeated(scores: Sequence[Score], said: Sequence[Sequence[object]] = ()) -> Repeated:
    """What is right every time. `said`: for each time what was predicted, message by message, in the same order."""
    by_message = list(zip(*(score.verdicts for score in scores), strict=True))
    rights = [[verdict.right for verdict in told] for told in by_message]
    figures = [_steady("right", rights)]
    actionable = [told for told in by_message if told[0].truth.outcome == "cases"]
    figures.append(_steady("split", [[verdict.split for verdict in told] for told in actionable]))
    for name in ("account", "category", "queue"):
        figures.append(_steady(name, [row for told in by_message for row in _cases(told, name)]))
    figures.append(_steady("auto_right", [[v.alone and v.right for v in told] for told in by_message]))
    messages = [told[0].truth.message for told in by_message]
    counts = [(message, sum(row)) for message, row in zip(messages, rights, strict=True)]
    told = list(zip(*said, strict=True)) if said else []
    return Repeated(
        times=len(scores),
        figures=tuple(figures),
        changing=tuple((message, count) for message, count in counts if 0 < count < len(scores)),
        differing=tuple(m for m, each in zip(messages, told, strict=False) if any(one != each[0] for one in each)),
    )


def repeated_lines(told: Repeated) -> list[str]:
    """The same as text."""
    lines = [f"{told.times} times:", f"  {'':12}  all right  [95 %]            once right  mean right  changing"]
    for each in told.figures:
        low, high = each.every.interval or (0.0, 1.0)
        lines.append(
            f"  {each.figure:12}  {each.every.value or 0:9.3f}  [{low:.3f}, {high:.3f}]  {each.once.value or 0:10.3f}  "
            f"{each.mean:10.3f}  {each.changing:8}"
        )
    lines.append("  auto_right here: of all messages, those that are done without a person and right")
    if told.changing:
        lines.append("  right at times: " + ", ".join(f"{name} ({count})" for name, count in told.changing))
    lines.append(f"  messages of which not the same was said every time: {len(told.differing)}")
    return lines


def _cases(told: Sequence[Verdict], name: str) -> list[list[bool]]:
    columns = zip(*(verdict.cases for verdict in told), strict=True)
    return [[bool(getattr(case, name)) for case in column] for column in columns]


def _steady(figure: str, rows: Sequence[Sequence[bool]]) -> Steadiness:
    count = sum(len(row) for row in rows)
    return Steadiness(
        figure,
        every=Share(sum(all(row) for row in rows), len(rows)),
        once=Share(sum(any(row) for row in rows), len(rows)),
        mean=sum(sum(row) for row in rows) / count if count else 0.0,
    )

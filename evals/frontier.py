"""Models over the same suite: how right, how dear, how slow; which one for which step; and the frontier of both."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from evals.comparison import compare
from evals.counts import F1, RIGHT, Counts, counts, of_each
from evals.evaluate import Evaluation
from evals.resampling import interval

OF_STEP = {"triage": "triage", "splitting": "split", "classification": "category", "extraction": F1}
"""Kind of step → the figure by which its model is judged."""

TOLD = (RIGHT, "triage", "split", "category", F1, "queue", "auto_right", "coverage")


@dataclass(frozen=True)
class Entry:
    """One model, or a cascade (`local+fast`), over the suite. Costs are those of first asking, cached or not."""

    name: str
    evaluation: Evaluation

    @cached_property
    def counts(self) -> Counts:
        """Every figure as (hit, of)."""
        return counts(self.evaluation.score)

    def value(self, figure: str) -> float | None:
        """A figure; None where there is nothing to count."""
        hit, of = self.counts[figure]
        return hit / of if of else None

    def interval(self, figure: str) -> tuple[float, float]:
        """Its 95 % interval: Wilson's for shares, by bootstrap over messages for F1."""
        shares = self.evaluation.score.shares
        if figure in shares:
            return shares[figure].interval or (0.0, 1.0)
        return interval([each[figure] for each in of_each(self.evaluation.score.verdicts)]) or (0.0, 1.0)

    @property
    def cost(self) -> Decimal:
        """Of one message."""
        return self.evaluation.spent.worth / max(1, len(self.evaluation.score.verdicts))

    @property
    def calls(self) -> float:
        """Questions of one message that were called, or would have been."""
        spent = self.evaluation.spent
        return (spent.calls + spent.cached) / max(1, len(self.evaluation.score.verdicts))

    @property
    def whole(self) -> float:
        """Median of the milliseconds that a message took in all, as it was run: kept answers take no time."""
        return statistics.median([each.took_ms for each in self.evaluation.details.values()] or [0.0])

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Median and 95 % of the time that a message waits for models."""
        times = sorted(detail.spent.took_ms for detail in self.evaluation.details.values())
        if not times:
            return 0.0, 0.0
        return statistics.median(times), times[min(len(times) - 1, int(0.95 * len(times)))]


@dataclass(frozen=True)
class Advice:
    """The cheapest model that is not worse than the best beyond noise, for one kind of step."""

    kind: str
    figure: str
    model: str
    best: str
    reason: str


def frontier(entries: Sequence[Entry]) -> list[Entry]:
    """Those than which no other is both as cheap and as right, the cheapest first."""
    ranked = sorted(entries, key=lambda each: (each.cost, -(each.value(RIGHT) or 0.0)))
    out: list[Entry] = []
    for each in ranked:
        if not out or (each.value(RIGHT) or 0.0) > (out[-1].value(RIGHT) or 0.0):
            out.append(each)
    return out


def advise(entries: Sequence[Entry], kinds: Sequence[str] = tuple(OF_STEP)) -> list[Advice]:
    """For each kind of step which model to name. Where two cost the same, the better one."""
    found = []
    for kind in kinds:
        figure = OF_STEP[kind]
        told = [each for each in entries if each.value(figure) is not None]
        if not told:
            continue
        best = max(told, key=lambda each: (each.value(figure) or 0.0, -each.cost))
        good = [each for each in told if each is best or not _worse(each, best, figure)]
        chosen = min(good, key=lambda each: (each.cost, -(each.value(figure) or 0.0)))
        cheapest = chosen.cost == min(each.cost for each in told)
        found.append(Advice(kind, figure, chosen.name, best.name, _reason(chosen, best, figure, cheapest)))
    return found


def _worse(each: Entry, best: Entry, figure: str) -> bool:
    told = compare(each.evaluation.score, best.evaluation.score, (each.name, best.name), (figure,)).differences
    return bool(told) and told[0].better == "b"


def _reason(chosen: Entry, best: Entry, figure: str, cheapest: bool) -> str:
    value, most = chosen.value(figure) or 0.0, best.value(figure) or 0.0
    if chosen is best:
        return f"{figure} {value:.3f}, " + (
            "the cheapest" if cheapest else "better than every cheaper one beyond noise"
        )
    return f"{figure} {value:.3f}; {best.name} has {most:.3f}, within noise, at {best.cost:.6f} a message"


def frontier_lines(entries: Sequence[Entry], currency: str, kinds: Sequence[str] = tuple(OF_STEP)) -> list[str]:
    """Everything as text; ◆ marks the frontier."""
    wide = max(5, *(len(each.name) for each in entries))
    there = {each.name for each in frontier(entries)}
    heads = "  ".join(f"{name:>13}" for name in TOLD)
    lines = [f"  {'':{wide}}    {heads}", *(f"{'◆' if e.name in there else ' '} {_row(e, wide)}" for e in entries)]
    lines.append("percent and its 95 % interval; ◆ no other is both as cheap and as right ('right')")
    lines += [
        "",
        f"  {'':{wide}}  {currency} a message  calls a message  ms of models, median   95 %  ms in all  "
        "failed questions",
    ]
    for each in entries:
        middle, high = each.milliseconds
        lines.append(
            f"  {each.name:{wide}}  {each.cost:13.6f}  {each.calls:15.2f}  {middle:20.0f}  {high:5.0f}  "
            f"{each.whole:9.0f}  {each.evaluation.spent.failed:16}"
        )
    unknown = [each.name for each in entries if each.evaluation.spent.unpriced]
    if unknown:
        lines.append(
            f"calls at a price that nobody knows count as free: {', '.join(unknown)}; give the alias its prices"
        )
    lines += ["", "which one for which step (the cheapest that is not worse than the best beyond noise):"]
    return lines + [f"  {each.kind:14}  {each.model:{wide}}  {each.reason}" for each in advise(entries, kinds)]


def _row(each: Entry, wide: int) -> str:
    cells = []
    for figure in TOLD:
        value, (low, high) = each.value(figure), each.interval(figure)
        told = "–" if value is None else f"{100 * value:.0f} [{100 * low:.0f}–{100 * high:.0f}]"
        cells.append(f"{told:>13}")
    return f"{each.name:{wide}}  {'  '.join(cells)}"

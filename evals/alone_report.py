"""Specialists alone beside the same figure of the whole run, as text."""

from __future__ import annotations

from collections.abc import Sequence

from evals.alone import F1, GIVEN, Alone
from evals.interval import wilson
from evals.resampling import interval
from evals.score import Score

IN_RUN = {
    "triage": "triage", "splitting": "split", "matching": "account", "classification": "category", "routing": "queue",
}  # fmt: skip


def alone_lines(found: Sequence[Alone], score: Score | None = None, errors: bool = False) -> list[str]:
    """A line a specialist; with the figure that counts it in the run, which the steps before it pull down."""
    wide = max(len(each.kind) for each in found)
    lines = ["each specialist alone:", f"  {'':{wide}}         alone  [95 %]          of  in the run  given"]
    for each in found:
        if not each.of:
            lines.append(f"  {each.kind:{wide}}          none")
            continue
        bounds = interval(each.pairs) if each.kind in F1 else wilson(each.hit, each.of)
        low, high = bounds or (0.0, 1.0)
        what, count = ("F1", len(each.pairs)) if each.kind in F1 else ("share", each.of)
        run = _in_run(each.kind, score)
        lines.append(
            f"  {each.kind:{wide}}  {what:5}  {each.hit / each.of:5.3f}  [{low:.3f}, {high:.3f}]  {count:4}  "
            f"{'' if run is None else f'{run:.3f}':>10}  {GIVEN[each.kind]}"
        )
    for each in found:
        lines += [f"  {each.kind}: {message} could not be judged: {why}" for message, why in each.failed]
        wrong = each.wrong if errors else []
        lines += [f"  {each.kind}: {message}: {said}" for message, said in wrong]
    return lines


def _in_run(kind: str, score: Score | None) -> float | None:
    if score is None:
        return None
    if kind in IN_RUN:
        return score.shares[IN_RUN[kind]].value
    told = score.fields if kind == "extraction" else score.missing
    return told.figures()["f1"]

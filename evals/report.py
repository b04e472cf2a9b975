"""An evaluation in plain text: first the figures, line by line as the shared judge prints them, then the breakdowns."""

from __future__ import annotations

import sys
from typing import TextIO

from evals.calibration import coverage, gap, reliability
from evals.causes import cause_lines
from evals.evaluate import Evaluation
from evals.score import Score, Share
from evals.tables import field_table, language_table, tag_table

BAR = 20
"""Characters of a full bar."""


def print_report(evaluation: Evaluation, errors: bool = False, stream: TextIO | None = None) -> None:
    """Prints the report; with headings set off where the stream is a terminal."""
    out = stream or sys.stdout
    text = report(evaluation, errors)
    if not out.isatty():
        out.write(text + "\n")
        return
    from rich.console import Console
    from rich.text import Text

    styled = Text(text)
    styled.highlight_regex(r"(?m)^[^ \n].*:$", "bold")
    styled.highlight_regex(r"[█]+", "cyan")
    Console(file=out, soft_wrap=True).print(styled)


def report(evaluation: Evaluation, errors: bool = False) -> str:
    """The whole report; `errors` adds what is wrong, message by message."""
    score = evaluation.score
    blocks = [
        figure_lines(score),
        _failed(evaluation),
        field_table(score),
        tag_table(score),
        language_table(score),
        cause_lines(evaluation.causes, len(score.verdicts)),
        _reliability(score),
        _coverage(score),
        _spent(evaluation),
        error_lines(score) if errors else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines)


def figure_lines(score: Score) -> list[str]:
    """The figures as the shared judge prints them."""
    lines = [f"{name:18} {_share(share)}" for name, share in score.shares.items()]
    for name, each in (("fields", score.fields), ("missing", score.missing)):
        figures = each.figures()
        lines.append(
            f"{name:18} P {figures['precision']:.3f}  R {figures['recall']:.3f}  F1 {figures['f1']:.3f}"
        )  # fmt: skip
    if score.right_at:
        lines.append(f"{'right_at':18} " + "  ".join(f"{level}: {v:.3f}" for level, v in score.right_at.items()))
    return lines


def error_lines(score: Score) -> list[str]:
    """What is wrong, message by message, as the shared judge lists it."""
    lines: list[str] = []
    for verdict in score.errors():
        lines.append(f"{verdict.truth.message} [{', '.join(verdict.truth.tags)}]")
        lines += [f"    {each}" for each in verdict.said]
    return lines


def _share(share: Share) -> str:
    if share.value is None or share.interval is None:
        return "none"
    low, high = share.interval
    return f"{share.value:.3f}  of {share.of}  [{low:.3f}, {high:.3f}]"


def _failed(evaluation: Evaluation) -> list[str]:
    if not evaluation.failed:
        return []
    of = len(evaluation.score.verdicts)
    lines = [f"{len(evaluation.failed)} of {of} messages failed, and count as not answered:"]
    return lines + [f"  {each.message}: {each.error}" for each in evaluation.failed]


def _reliability(score: Score) -> list[str]:
    deciles = reliability(score.verdicts)
    if not deciles:
        return []
    lines = [f"reliability (mean distance of confidence from the share right: {gap(deciles):.3f}):"]
    lines.append("  confidence  messages   mean  right")
    for decile in deciles:
        right = decile.right.value or 0.0
        lines.append(
            f"  {decile.low:.1f} to {decile.high:.1f}  {decile.right.of:8}  {decile.confidence:.3f}  {right:.3f}  "
            f"{_bar(right)}"
        )
    return lines


def _coverage(score: Score) -> list[str]:
    points = coverage(score.verdicts)
    if not points:
        return []
    lines = ["right if only the surest were done without a person:", "  share  messages  confidence from  right"]
    for point in points:
        right = point.right.value or 0.0
        lines.append(f"  {point.share:4.0%}   {point.right.of:8}  {point.from_:15.3f}  {right:.3f}  {_bar(right)}")
    return lines


def _spent(evaluation: Evaluation) -> list[str]:
    """What models cost; nothing where none was asked."""
    spent, messages = evaluation.spent, len(evaluation.score.verdicts)
    if not (spent.calls or spent.cached):
        return []
    unknown = f"; {spent.unpriced} at a price that nobody knows" if spent.unpriced else ""
    before = (
        f"; {spent.cached} questions were answered before, all would have cost {spent.worth:.6f}"
        if spent.cached
        else ""
    )
    told = f"models: {spent.calls} calls, {spent.cost:.6f} spent, {spent.worth / messages:.6f} a message"
    return [f"{told}{unknown}{before}; {spent.failed} questions without a usable answer"]


def _bar(share: float) -> str:
    return "█" * round(share * BAR)

"""An evaluation in plain text: first the figures, line by line as the shared judge prints them, then the breakdowns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

from evals.breakdown import by_language, by_tag
from evals.calibration import coverage, gap, reliability
from evals.evaluate import Evaluation
from evals.score import Score, Share

BAR = 20
"""Characters of a full bar."""

FEWEST = 2
"""Messages that a tag needs for a line of figures."""


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
        _fields(score),
        _tags(score),
        _groups("by language:", by_language(score)),
        _reliability(score),
        _coverage(score),
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


def _fields(score: Score) -> list[str]:
    if not score.per_field:
        return []
    wide = _width(score.per_field)
    lines = ["by field:", f"  {'':{wide}}  right  wrong  not found      P      R     F1"]
    for name, each in score.per_field.items():
        f = each.figures()
        counts = f"{each.right:5}  {each.wrong:5}  {each.not_found:9}"
        lines.append(f"  {name:{wide}}  {counts}  {f['precision']:.3f}  {f['recall']:.3f}  {f['f1']:.3f}")
    return lines


def _tags(score: Score) -> list[str]:
    tags = by_tag(score)
    shown = {tag: part for tag, part in tags.items() if len(part.verdicts) >= FEWEST}
    once = [tag for tag in tags if tag not in shown]
    return _groups("by tag:", shown) + ([f"  of one message only: {', '.join(once)}"] if shown and once else [])


def _groups(title: str, groups: Mapping[str, Score]) -> list[str]:
    if not groups:
        return []
    wide = _width(groups)
    lines = [title, f"  {'':{wide}}  messages  split  account  category  queue  fields F1  coverage  auto_right"]
    for name, score in groups.items():
        cells = [f"{_value(score.shares[each]):>{len(each)}}" for each in ("split", "account", "category")]
        # The heading of queue is narrower than a figure.
        cells.append(_value(score.shares["queue"]))
        f1 = f"{score.fields.figures()['f1']:.3f}" if score.per_field else "none"
        cells += [f"{f1:>9}", f"{_value(score.shares['coverage']):>8}", f"{_value(score.shares['auto_right']):>10}"]
        lines.append(f"  {name:{wide}}  {len(score.verdicts):8}  " + "  ".join(cells))
    return lines


def _value(share: Share) -> str:
    return f"{'none' if share.value is None else f'{share.value:.3f}':>5}"


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


def _bar(share: float) -> str:
    return "█" * round(share * BAR)


def _width(names: Iterable[str]) -> int:
    return max(len(name) for name in names)

"""The figures over parts of a suite as tables of text: by field, by tag, by language, each with its 95 % interval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evals.breakdown import by_language, by_tag
from evals.counts import F1, of_each, of_field
from evals.resampling import Pairs, interval
from evals.score import Score

FEWEST = 2
"""Messages that a tag needs for a line of figures."""

SHOWN = ("split", "account", "category", "queue", F1, "coverage", "auto_right")
CELL = 13


def field_table(score: Score) -> list[str]:
    """A line a field: counts, precision, recall, F1, and the interval of F1."""
    if not score.per_field:
        return []
    wide = _width(score.per_field)
    lines = ["by field:", f"  {'':{wide}}  right  wrong  not found      P      R     F1  95 % of F1"]
    for name, each in score.per_field.items():
        f = each.figures()
        counts = f"{each.right:5}  {each.wrong:5}  {each.not_found:9}"
        low, high = interval(of_field(score.verdicts, name)) or (0.0, 1.0)
        told = f"{f['precision']:.3f}  {f['recall']:.3f}  {f['f1']:.3f}  [{low:.2f}, {high:.2f}]"
        lines.append(f"  {name:{wide}}  {counts}  {told}")
    return lines


def tag_table(score: Score) -> list[str]:
    """A line a tag; tags of one message only are named at the end."""
    tags = by_tag(score)
    shown = {tag: part for tag, part in tags.items() if len(part.verdicts) >= FEWEST}
    once = [tag for tag in tags if tag not in shown]
    lines = group_table("by tag", shown)
    return lines + ([f"  of one message only: {', '.join(once)}"] if shown and once else [])


def language_table(score: Score) -> list[str]:
    """A line a language."""
    return group_table("by language", by_language(score))


def group_table(title: str, groups: Mapping[str, Score]) -> list[str]:
    """A line a group, in percent with intervals: Wilson's for shares, by bootstrap over messages for F1."""
    if not groups:
        return []
    wide = _width(groups)
    heads = "  ".join(f"{name:>{CELL}}" for name in SHOWN)
    lines = [f"{title} (percent and its 95 % interval):", f"  {'':{wide}}  messages  {heads}"]
    for name, score in groups.items():
        told = "  ".join(f"{cell(score, figure):>{CELL}}" for figure in SHOWN)
        lines.append(f"  {name:{wide}}  {len(score.verdicts):8}  {told}")
    return lines


def cell(score: Score, figure: str) -> str:
    """One figure of a group, such as '85 [73–92]'; '–' where there is nothing to count."""
    value, bounds = valued(score, figure)
    if value is None or bounds is None:
        return "–"
    return f"{100 * value:.0f} [{100 * bounds[0]:.0f}–{100 * bounds[1]:.0f}]"


def valued(score: Score, figure: str) -> tuple[float | None, tuple[float, float] | None]:
    """A figure of a group, and its interval."""
    if figure in score.shares:
        share = score.shares[figure]
        return share.value, share.interval
    pairs: Pairs = [each[figure] for each in of_each(score.verdicts)]
    hit, of = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return (hit / of if of else None), interval(pairs)


def _width(names: Iterable[str]) -> int:
    return max(len(name) for name in names)

"""Two ways to read the same suite: which differences are beyond noise, and which messages moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.counts import FIGURES, LOWER_IS_BETTER, counts, of_each
from evals.resampling import paired
from evals.score import Score
from workflow.errors import InputError

NOISE = 0.05
"""A difference is beyond noise where chance alone would make one as large less often than this."""


@dataclass(frozen=True)
class Difference:
    """One figure of A and of B; `low` to `high` is the 95 % interval of B minus A."""

    figure: str
    a: float
    b: float
    low: float
    high: float
    p: float

    @property
    def beyond_noise(self) -> bool:
        """Whether more than chance speaks for it."""
        return self.p < NOISE

    @property
    def better(self) -> str:
        """'a', 'b', or '' where the difference is within noise."""
        if not self.beyond_noise or self.a == self.b:
            return ""
        return "b" if (self.b > self.a) != (self.figure in LOWER_IS_BETTER) else "a"


@dataclass(frozen=True)
class Comparison:
    """A beside B over the same messages. `lost`: right by A alone; `won`: right by B alone."""

    a: str
    b: str
    messages: int
    differences: tuple[Difference, ...]
    won: tuple[str, ...]
    lost: tuple[str, ...]


def compare(a: Score, b: Score, names: tuple[str, str] = ("A", "B"), figures: Sequence[str] = FIGURES) -> Comparison:
    """B beside A. Raises InputError where they are not of the same messages."""
    if [v.truth.message for v in a.verdicts] != [v.truth.message for v in b.verdicts]:
        raise InputError(f"{names[0]} and {names[1]} are not of the same messages: score both on the same suite")
    of_a, of_b = of_each(a.verdicts), of_each(b.verdicts)
    whole_a, whole_b = counts(a), counts(b)
    found = []
    for name in figures:
        test = paired([each[name] for each in of_a], [each[name] for each in of_b])
        if test is None:
            continue
        one, other = whole_a[name], whole_b[name]
        found.append(Difference(name, one[0] / one[1], other[0] / other[1], test.low, test.high, test.p))
    both = list(zip(a.verdicts, b.verdicts, strict=True))
    return Comparison(
        *names,
        messages=len(both),
        differences=tuple(found),
        won=tuple(two.truth.message for one, two in both if two.right and not one.right),
        lost=tuple(two.truth.message for one, two in both if one.right and not two.right),
    )


def comparison_lines(compared: Comparison) -> list[str]:
    """The comparison as text."""
    wide = max(6, len(compared.a), len(compared.b))
    lines = [
        f"{compared.b} beside {compared.a}, over {compared.messages} messages:",
        f"  {'':18} {compared.a:>{wide}} {compared.b:>{wide}}  difference  [95 %]              by chance",
    ]
    for each in compared.differences:
        told = {"": "within noise", "a": f"{compared.a} is better", "b": f"{compared.b} is better"}[each.better]
        lines.append(
            f"  {each.figure:18} {each.a:{wide}.3f} {each.b:{wide}.3f}  {each.b - each.a:+10.3f}  "
            f"[{each.low:+.3f}, {each.high:+.3f}]  {each.p:9.3f}  {told}"
        )
    for title, moved in (
        (f"right by {compared.b} alone", compared.won),
        (f"right by {compared.a} alone", compared.lost),
    ):
        lines.append(f"  {title}: {len(moved)}" + (f" ({', '.join(moved)})" if moved else ""))
    return lines

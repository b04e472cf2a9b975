"""Figures that must be reached: for tests, and for the gate before a publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evals.evaluate import Evaluation
from workflow.errors import InputError
from workflow.nearest import suggestion


def assert_figures(
    evaluation: Evaluation, at_least: Mapping[str, float], at_most: Mapping[str, float] | None = None
) -> None:
    """Raises AssertionError naming every figure that is below its minimum or above its maximum, or has nothing to
    count; InputError for a name that is no figure. Names: `queue`, `fields.f1`, `right_at.0.7`,
    `per_field.website.recall`."""
    figures = flat(evaluation.figures())
    bounds = [(name, bound, False) for name, bound in at_least.items()]
    bounds += [(name, bound, True) for name, bound in (at_most or {}).items()]
    failed = []
    for name, bound, most in bounds:
        if name not in figures:
            raise InputError(f"'{name}' is no figure of this evaluation. {suggestion(name, figures)}")
        value = figures[name]
        if value is None:
            failed.append(f"{name}: there is nothing to count")
        elif value > bound if most else value < bound:
            failed.append(f"{name} is {value:.3f}, wanted {'at most' if most else 'at least'} {bound:.3f}")
    if failed:
        raise AssertionError(f"{evaluation.suite}: " + "; ".join(failed))


def flat(figures: Mapping[str, Any]) -> dict[str, float | None]:
    """Dotted name → figure; without intervals, counts and failures."""
    out: dict[str, float | None] = {}
    for name, value in figures.items():
        if name in ("interval", "of", "failed"):
            continue
        if isinstance(value, Mapping):
            out |= {f"{name}.{key}": each for key, each in flat(value).items()}
        else:
            out[name] = value
    return out

"""Figures that continuous integration holds: saved once, compared ever after, each with a tolerance of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.counts import LOWER_IS_BETTER, RIGHT, counts
from evals.evaluate import Evaluation
from evals.jsonlines import problem, text_of
from evals.minimum import flat
from workflow.identifiers import canonical, digest

TOLERANCE = 0.01
HELD = (
    "right", "split", "account", "account_precision", "category", "queue", "triage", "lost", "asked", "coverage",
    "auto_right", "auto_clean", "fields.f1", "missing.f1",
)  # fmt: skip
"""Figures that are saved; any other of an evaluation may be added to the file by hand."""


class Held(BaseModel):
    """A figure and how much worse it may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: float
    tolerance: float = Field(default=TOLERANCE, ge=0, le=1)


class HeldSuite(BaseModel):
    """The figures of one suite. `labels` tells its expected.jsonl from every other."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    messages: int
    labels: str
    figures: dict[str, Held]


class Baseline(BaseModel):
    """Suite → its figures."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suites: dict[str, HeldSuite]


def load_baseline(file: Path) -> Baseline:
    """The baseline in a file. Raises InputError, naming the key."""
    try:
        data = json.loads(text_of(file))
    except ValueError as error:
        raise problem(file, getattr(error, "lineno", 0), "", f"is not JSON: {error}") from error
    try:
        return Baseline.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise problem(file, 0, ".".join(str(part) for part in first["loc"]), first["msg"]) from error


def save_baseline(evaluations: Iterable[Evaluation], file: Path, tolerance: float = TOLERANCE) -> None:
    """Writes the figures of suites; those of other suites in the file stay, and so do tolerances that were set by hand.

    Raises InputError where the file is there and is no baseline, or cannot be written.
    """
    before = load_baseline(file).suites if file.exists() else {}
    suites = dict(before)
    for evaluation in evaluations:
        known = before.get(evaluation.suite)
        figures = figures_of(evaluation)
        names = dict.fromkeys((*HELD, *(known.figures if known else ())))
        held = {
            name: Held(
                value=value, tolerance=known.figures[name].tolerance if known and name in known.figures else tolerance
            )
            for name in names
            if (value := figures.get(name)) is not None
        }
        suites[evaluation.suite] = HeldSuite(
            messages=len(evaluation.score.verdicts), labels=labels_of(evaluation), figures=held
        )
    text = json.dumps(Baseline(suites=suites).model_dump(), indent=2, ensure_ascii=False) + "\n"
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise problem(file, 0, "", error.strerror or "cannot be written") from error


def complaints(evaluation: Evaluation, baseline: Baseline) -> tuple[str, ...]:
    """Each figure that is worse than its tolerance allows, in words; and what keeps figures from being compared."""
    held = baseline.suites.get(evaluation.suite)
    if held is None:
        return (f"{evaluation.suite}: the baseline has no such suite; --save-baseline adds it",)
    if held.labels != labels_of(evaluation):
        count = len(evaluation.score.verdicts)
        told = f"{held.messages} messages then, {count} now" if held.messages != count else "other labels"
        return (f"{evaluation.suite}: is not the suite that the baseline was taken of ({told}); save it anew",)
    figures, found = figures_of(evaluation), []
    for name, each in held.figures.items():
        value = figures.get(name)
        if value is None:
            found.append(f"{evaluation.suite}: {name} has nothing to count any more, it was {each.value:.4f}")
            continue
        worse = value - each.value if name in LOWER_IS_BETTER else each.value - value
        # Figures have four decimals: a difference of exactly the tolerance is within it.
        if round(worse, 6) > each.tolerance:
            told = f"{name} is {value:.4f}, it was {each.value:.4f} (tolerance {each.tolerance:g})"
            found.append(f"{evaluation.suite}: {told}")
    found += [f"{evaluation.suite}: {each.message} failed: {each.error}" for each in evaluation.failed]
    return tuple(found)


def gains(evaluation: Evaluation, baseline: Baseline) -> tuple[str, ...]:
    """Each figure that is better than its tolerance, in words: a reason to save the baseline anew."""
    held = baseline.suites.get(evaluation.suite)
    if held is None or held.labels != labels_of(evaluation):
        return ()
    figures, found = figures_of(evaluation), []
    for name, each in held.figures.items():
        value = figures.get(name)
        better = 0.0 if value is None else each.value - value if name in LOWER_IS_BETTER else value - each.value
        if round(better, 6) > each.tolerance:
            found.append(f"{evaluation.suite}: {name} is {value:.4f}, it was {each.value:.4f}")
    return tuple(found)


def assert_baseline(evaluation: Evaluation, file: Path | str) -> None:
    """Raises AssertionError naming every figure that fell beyond its tolerance; InputError for a file that is none."""
    found = complaints(evaluation, load_baseline(Path(file)))
    if found:
        raise AssertionError("\n".join(found))


def figures_of(evaluation: Evaluation) -> dict[str, float | None]:
    """Dotted name → figure, to four decimals."""
    hit, of = counts(evaluation.score)[RIGHT]
    return {RIGHT: round(hit / of, 4) if of else None, **flat(evaluation.figures())}


def labels_of(evaluation: Evaluation) -> str:
    """A digest of the labels that were scored against."""
    truths: list[Mapping[str, Any]] = [v.truth.model_dump(mode="json") for v in evaluation.score.verdicts]
    return digest(canonical(truths))[:16]

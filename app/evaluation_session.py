"""One call of `switchyard eval`: what was asked for, suite by suite, printed as it comes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.cli.progress import counting
from app.evaluation import Way, evaluate_other, evaluate_suite
from evals.baseline import Baseline, complaints, gains, load_baseline, save_baseline
from evals.comparison import Comparison, compare, comparison_lines
from evals.evaluate import Evaluation
from evals.repeat import Repeated, repeated, repeated_lines
from evals.report import print_report


@dataclass(frozen=True)
class Asked:
    """The options of the command."""

    predictions: Path | None = None
    errors: bool = False
    as_json: bool = False
    other: str | None = None
    repeat: int = 1
    alone: tuple[str, ...] = ()
    thresholds: bool = False
    wanted: float = 0.99
    html: Path | None = None
    baseline: Path | None = None
    save_baseline: Path | None = None
    tolerance: float = 0.01


@dataclass
class Session:
    """Evaluates suites. `run` gives the exit status."""

    suites: tuple[Path, ...]
    config: Path
    asked: Asked
    done: list[Evaluation] = field(default_factory=list)

    def run(self) -> int:
        """Evaluates and prints; writes what is to be written. Raises InputError where it cannot begin."""
        held = load_baseline(self.asked.baseline) if self.asked.baseline else None
        bad = 0
        for folder in self.suites:
            evaluation = self._suite(folder)
            bad += bool(evaluation.failed)
            bad += self._holds(evaluation, held) if held else 0
            self.done.append(evaluation)
        if self.asked.save_baseline:
            save_baseline(self.done, self.asked.save_baseline, self.asked.tolerance)
            self._say(f"the baseline stands in {self.asked.save_baseline}")
        return 1 if bad else 0

    # -- one suite -----------------------------------------------------------------------------------------------

    def _suite(self, folder: Path) -> Evaluation:
        with counting(str(folder)) as progress:
            tell = partial(click.echo, err=True)
            evaluation = evaluate_suite(folder, self.config, self.asked.predictions, progress, tell)
        told: dict[str, Any] = {"suite": evaluation.suite, **evaluation.figures()}
        if not self.asked.as_json:
            if len(self.suites) > 1:
                click.echo(f"== {evaluation.suite}")
            print_report(evaluation, errors=self.asked.errors)
        if self.asked.repeat > 1:
            again = self._repeated(folder, evaluation)
            told["repeat"] = {each.figure: each.every.value for each in again.figures}
            self._block(repeated_lines(again))
        if self.asked.other:
            compared = self._compared(folder, evaluation, self.asked.other)
            told["comparison"] = [vars(each) | {"better": each.better} for each in compared.differences]
            self._block(comparison_lines(compared))
        if self.asked.as_json:
            click.echo(json.dumps(told, ensure_ascii=False))
        return evaluation

    def _repeated(self, folder: Path, first: Evaluation) -> Repeated:
        runs = [first]
        for number in range(2, self.asked.repeat + 1):
            with counting(f"{folder}, {number} of {self.asked.repeat}") as progress:
                runs.append(evaluate_suite(folder, Way(self.config, anew=True), progress=progress))
        return repeated([run.score for run in runs], [_said(run) for run in runs])

    def _compared(self, folder: Path, evaluation: Evaluation, other: str) -> Comparison:
        with counting(f"{folder}, {other}") as progress:
            against = evaluate_other(folder, other, self.config, progress)
        for each in against.failed:
            click.echo(f"{other}: {each.message} failed: {each.error}", err=True)
        return compare(evaluation.score, against.score, ("this", Path(other).name[:30]))

    def _holds(self, evaluation: Evaluation, held: Baseline) -> int:
        worse = complaints(evaluation, held)
        for told in worse:
            click.echo(f"worse than the baseline: {told}", err=True)
        for told in gains(evaluation, held):
            self._say(f"better than the baseline: {told}; --save-baseline holds it")
        return len(worse)

    # -- printing ------------------------------------------------------------------------------------------------

    def _block(self, lines: list[str]) -> None:
        if not self.asked.as_json:
            click.echo("\n" + "\n".join(lines))

    def _say(self, told: str) -> None:
        click.echo(told, err=self.asked.as_json)


def _said(evaluation: Evaluation) -> list[object]:
    said = {each.message: each for each in evaluation.predictions}
    return [said.get(verdict.truth.message) for verdict in evaluation.score.verdicts]

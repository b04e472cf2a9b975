"""One call of `switchyard eval`: what was asked for, suite by suite, printed as it comes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

from app.cli.progress import counting
from app.scoring.evaluation import Way, evaluate_alone, evaluate_other, evaluate_suite
from evals.alone_report import alone_lines
from evals.baseline import Baseline, complaints, gains, load_baseline, save_baseline
from evals.comparison import Comparison, compare, comparison_lines
from evals.evaluate import Evaluation
from evals.page import Section, write_page
from evals.repeat import Repeated, repeated, repeated_lines
from evals.report import print_report
from evals.thresholds import propose
from evals.thresholds_report import threshold_lines
from workflow.errors import InputError


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
    sections: list[Section] = field(default_factory=list)

    def run(self) -> int:
        """Evaluates and prints; writes what is to be written. Raises InputError where it cannot begin."""
        self._check()
        held = load_baseline(self.asked.baseline) if self.asked.baseline else None
        bad = 0
        for folder in self.suites:
            evaluation = self._suite(folder)
            bad += bool(evaluation.failed)
            bad += self._holds(evaluation, held) if held else 0
        if self.asked.html:
            write_page(self.sections, self.asked.html)
            self._say(f"the page stands in {self.asked.html}")
        if self.asked.save_baseline:
            done = [section.evaluation for section in self.sections]
            save_baseline(done, self.asked.save_baseline, self.asked.tolerance)
            self._say(f"the baseline stands in {self.asked.save_baseline}")
        return 1 if bad else 0

    def _check(self) -> None:
        """What would be told after minutes is told at once: a file to compare with, and folders that are not there."""
        if self.asked.other and Path(self.asked.other).is_file():
            evaluate_other(self.suites[0], self.asked.other, self.config)
        for file in (self.asked.html, self.asked.save_baseline):
            if file is not None and (file.is_dir() or not file.absolute().parent.is_dir()):
                raise InputError(f"{file}: there is no such folder to write a file in")
        if self.asked.save_baseline and self.asked.save_baseline.exists():
            load_baseline(self.asked.save_baseline)

    # -- one suite -----------------------------------------------------------------------------------------------

    def _suite(self, folder: Path) -> Evaluation:
        with counting(str(folder)) as progress:
            tell = partial(click.echo, err=True)
            evaluation = evaluate_suite(folder, self.config, self.asked.predictions, progress, tell)
        compared, blocks = None, []
        told: dict[str, Any] = {"suite": evaluation.suite, **evaluation.figures()}
        if not self.asked.as_json:
            if len(self.suites) > 1:
                click.echo(f"== {evaluation.suite}")
            print_report(evaluation, errors=self.asked.errors)
        if self.asked.repeat > 1:
            again = self._repeated(folder, evaluation)
            told["repeat"] = {each.figure: each.every.value for each in again.figures}
            blocks.append(("Read several times", self._block(repeated_lines(again))))
        if self.asked.other:
            compared = self._compared(folder, evaluation, self.asked.other)
            told["comparison"] = [vars(each) | {"better": each.better} for each in compared.differences]
            self._block(comparison_lines(compared))
        if self.asked.alone:
            with counting(f"{folder}, alone") as progress:
                found = evaluate_alone(folder, self.asked.alone, self.config, progress)
            told["alone"] = {each.kind: each.hit / each.of if each.of else None for each in found}
            lines = self._block(alone_lines(found, evaluation.score, self.asked.errors))
            blocks.append(("Each specialist alone", lines))
        if self.asked.thresholds and evaluation.workflow:
            proposed = propose(evaluation.workflow, evaluation.samples, self.asked.wanted)
            told["thresholds"] = [
                {"step": each.step, "model": each.model, "sure_from": each.proposed.sure_from, "reached": each.reached,
                 "right": each.proposed.right.value, "coverage": each.proposed.coverage.value}
                for each in proposed
            ]  # fmt: skip
            self._block(threshold_lines(evaluation.workflow, proposed, self.asked.wanted))
        self.sections.append(Section(evaluation, compared, self.asked.wanted, tuple(blocks)))
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

    def _block(self, lines: list[str]) -> tuple[str, ...]:
        if not self.asked.as_json:
            click.echo("\n" + "\n".join(lines))
        return tuple(lines)

    def _say(self, told: str) -> None:
        click.echo(told, err=self.asked.as_json)


def _said(evaluation: Evaluation) -> list[object]:
    said = {each.message: each for each in evaluation.predictions}
    return [said.get(verdict.truth.message) for verdict in evaluation.score.verdicts]

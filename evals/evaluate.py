"""Runs a suite's messages and scores what is said of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from evals import jsonlines
from evals.causes import Cause, Slip, causes, slips_of
from evals.detail import Detail, Spent
from evals.prediction import Prediction
from evals.samples import Samples, samples
from evals.score import Score, score
from evals.suite import Suite
from evals.truth import Truth
from workflow.definition import WorkflowDefinition
from workflow.errors import SwitchyardError

Run = Callable[[bytes, str], dict[str, Any]]
"""(message as it came in, its name) → a line of predictions. A run that failed has the outcome 'error', and says why
in `error`; or it raises a SwitchyardError. Under `detail` it may bring a Detail, which is no part of the line."""

Progress = Callable[[int, int, str], None]
"""(messages done, all messages, name of the last one)"""

FAILED, DETAIL = "error", "detail"


@dataclass(frozen=True)
class FailedMessage:
    """A message that could not be run: scored as absent."""

    message: str
    error: str


@dataclass(frozen=True)
class Evaluation:
    """A suite, what was said of its messages, and how right it is."""

    suite: str
    predictions: tuple[Prediction, ...]
    failed: tuple[FailedMessage, ...]
    score: Score
    details: Mapping[str, Detail] = field(default_factory=dict)  #: message → what else was told of it
    took_seconds: float = 0.0
    workflow: WorkflowDefinition | None = None  #: by which the messages were run

    def figures(self) -> dict[str, Any]:
        """The figures by the names of the shared judge, and the messages that failed."""
        return self.score.figures() | {"failed": {each.message: each.error for each in self.failed}}

    @cached_property
    def causes(self) -> tuple[Cause, ...]:
        """What is not right, by cause."""
        said = {each.message: each for each in self.predictions}
        found: list[Slip] = []
        for verdict in self.score.verdicts:
            detail = self.details.get(verdict.truth.message)
            doubts = [step for step, _ in detail.doubts] if detail else []
            found += slips_of(verdict, said.get(verdict.truth.message), doubts)
        return causes(found)

    @cached_property
    def samples(self) -> Samples:
        """Each answer of each step that the labels judge."""
        return samples(self.score.verdicts, self.predictions, self.details)

    @property
    def spent(self) -> Spent:
        """What models cost, over all messages."""
        told = [detail.spent for detail in self.details.values()]
        return sum(told, Spent())


def evaluate(
    suite: Suite,
    run: Run,
    progress: Progress | None = None,
    predictions: Path | None = None,
    messages: Sequence[str] | None = None,
) -> Evaluation:
    """Runs each message, writes each prediction to `predictions` as it comes, and scores them all.

    `messages` names those to run and to score, where not all of them. Raises InputError where the file cannot be
    written; what is wrong with one message is in `failed`.
    """
    truths = [truth for truth in suite.truths if messages is None or truth.message in messages]
    details: dict[str, Detail] = {}
    file, started = _open(predictions), time.perf_counter()
    try:
        said, failed = _run_all(suite, truths, run, progress, file, details)
    finally:
        if file is not None:
            file.close()
    took = time.perf_counter() - started
    return Evaluation(suite.name, tuple(said), tuple(failed), score(truths, said), details, took)


def evaluate_file(suite: Suite, predictions: Path) -> Evaluation:
    """Scores a file of predictions. Raises InputError, naming the line and the key."""
    said = tuple(row for _, row in jsonlines.read(predictions, Prediction))
    return Evaluation(suite.name, said, (), score(suite.truths, said))


def _run_all(
    suite: Suite,
    truths: Sequence[Truth],
    run: Run,
    progress: Progress | None,
    file: TextIO | None,
    details: dict[str, Detail],
) -> tuple[list[Prediction], list[FailedMessage]]:
    said: list[Prediction] = []
    failed: list[FailedMessage] = []
    for done, truth in enumerate(truths, 1):
        answer = _run_one(suite, truth.message, run)
        if isinstance(answer, FailedMessage):
            failed.append(answer)
        else:
            prediction, line = answer
            said.append(prediction)
            detail = line.pop(DETAIL, None)
            if detail is not None:
                details[truth.message] = detail
            if file is not None:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
        if progress is not None:
            progress(done, len(truths), truth.message)
    return said, failed


def _run_one(suite: Suite, message: str, run: Run) -> tuple[Prediction, dict[str, Any]] | FailedMessage:
    try:
        line = {**run(suite.raw(message), message), "message": message}
        if line.get("outcome") == FAILED:
            return FailedMessage(message, str(line.get("error") or "the run failed; its trace says why"))
        return Prediction.model_validate(line), line
    except SwitchyardError as error:
        return FailedMessage(message, str(error))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        return FailedMessage(message, f"what was said is no prediction: {key}: {first['msg']}")


def _open(file: Path | None) -> TextIO | None:
    if file is None:
        return None
    try:
        return file.open("w", encoding="utf-8")
    except OSError as error:
        raise jsonlines.problem(file, 0, "", error.strerror or "cannot be written") from error

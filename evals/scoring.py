"""Scoring a suite from a team's own tests: predictions of whatever kind, or a function that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from evals.evaluate import Evaluation, Run, evaluate, evaluate_file
from evals.prediction import Prediction
from evals.score import score
from evals.suite import Suite, load
from workflow.errors import InputError

Said = Path | str | Iterable[Mapping[str, Any]] | Run
"""A file of predictions (JSON Lines), predictions, or a function (message as bytes, its name) → a prediction."""


def score_suite(suite: Suite | Path | str, said: Said, messages: Iterable[str] | None = None) -> Evaluation:
    """Scores what is said of a suite's messages. `messages` names those to run, of a function only.

    Raises InputError for a suite or predictions that are malformed, naming the place.
    """
    loaded = suite if isinstance(suite, Suite) else load(suite)
    if isinstance(said, (str, Path)):
        return evaluate_file(loaded, Path(said))
    if callable(said):
        return evaluate(loaded, said, messages=None if messages is None else list(messages))
    predictions = tuple(_prediction(number, each) for number, each in enumerate(said, 1))
    return Evaluation(loaded.name, predictions, (), score(loaded.truths, predictions))


def _prediction(number: int, said: Mapping[str, Any]) -> Prediction:
    try:
        return Prediction.model_validate(dict(said))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise InputError(f"prediction {number}, {key}: {first['msg']}") from error

"""Fits how much each sign of likeness counts for a category, and shows how that carries to fields it was not fitted on.

    python -m evals.bench.fitting evals/bench/requests/*.yaml evals/suites/insurance-claims …

A source is a corpus of requests (YAML: `categories`, `texts` with `text` and `category`) or a suite, of which the
messages about one case count. Every source is predicted by weights that were fitted on all others (leave one field of
business out); what is printed last are the weights fitted on all, for `agents/reading/local/classification.py`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from agents.reading.local.classification import whole_of
from agents.reading.local.likeness import SIGNS, profiles_of, signs
from agents.reading.local.needed import described
from agents.reading.local.said import said_of
from evals.interval import wilson
from evals.suite import load
from tools.bundle.markup import read_markup
from tools.mail import read
from workflow.categories import CategorySet
from workflow.fields import FieldSet
from workflow.interpretation import Request

Numbers = NDArray[np.float64]
RIDGE = 1e-3
WHOLE = Request(key="whole")


@dataclass(frozen=True)
class Source:
    """One field of business: for each request the signs of every category, and which is right."""

    name: str
    rest: tuple[int, ...]  #: the categories for what fits no other: their score is a constant
    requests: tuple[tuple[Numbers, int], ...]


def source(path: Path) -> Source:
    """The labelled requests of a corpus or suite."""
    categories, told = _suite(path) if path.is_dir() else _corpus(path)
    profiles, ids = profiles_of(categories), categories.ids
    requests = []
    for raw, category in told:
        said = said_of(read(raw).document, WHOLE)
        rows = signs(whole_of(said), ((one.features, one.weight) for one in said), profiles)
        requests.append((np.array(rows), ids.index(category)))
    rest = tuple(index for index, profile in enumerate(profiles.profiles) if profile.rest)
    return Source(path.stem, rest, tuple(requests))


def _corpus(path: Path) -> tuple[CategorySet, list[tuple[bytes, str]]]:
    data = yaml.safe_load(path.read_text("utf-8"))
    told = []
    for each in data["texts"]:
        message = EmailMessage()
        message["From"] = "customer@mail.example"
        message.set_content(each["text"], charset="utf-8")
        told.append((message.as_bytes(), each["category"]))
    return CategorySet.model_validate({"categories": data["categories"]}), told


def _suite(path: Path) -> tuple[CategorySet, list[tuple[bytes, str]]]:
    suite = load(path)
    categories = CategorySet.model_validate(yaml.safe_load((path / "categories.yaml").read_text("utf-8")))
    fields = FieldSet.model_validate(read_markup((path / "fields.yaml").read_text("utf-8"), "fields.yaml").data)
    single = [truth for truth in suite.truths if len(truth.cases) == 1]
    return described(categories, fields), [(suite.raw(truth.message), truth.cases[0].category) for truth in single]


def fit(sources: list[Source]) -> Numbers:
    """The weights of the signs and, last, the score of a category for what fits no other; signs never speak against."""
    from scipy.optimize import minimize

    count = len(SIGNS)
    begin = np.append(np.full(count, 0.3), 0.5)
    bounds = [(0, None)] * count + [(None, None)]
    return np.asarray(minimize(_loss, begin, (sources,), jac=True, method="L-BFGS-B", bounds=bounds).x)


def _loss(weights: Numbers, sources: list[Source]) -> tuple[float, Numbers]:
    """Mean negative log likelihood, every source alike, with a ridge; and its gradient."""
    loss, slope = 0.0, np.zeros_like(weights)
    for each in sources:
        for rows, right in each.requests:
            likely = predict(weights, each.rest, rows)
            wrong = likely.copy()
            wrong[right] -= 1
            loss -= float(np.log(likely[right] + 1e-12)) / len(each.requests)
            slope[-1] += wrong[list(each.rest)].sum() / len(each.requests)
            wrong[list(each.rest)] = 0
            slope[:-1] += wrong @ rows / len(each.requests)
    ridge = np.append(weights[:-1], 0)
    return loss / len(sources) + RIDGE * float(ridge @ ridge), slope / len(sources) + 2 * RIDGE * ridge


def predict(weights: Numbers, rest: tuple[int, ...], rows: Numbers) -> Numbers:
    """How likely each category is."""
    scores = rows @ weights[:-1]
    scores[list(rest)] = weights[-1]
    raised = np.exp(scores - scores.max())
    return np.asarray(raised / raised.sum())


def main(paths: list[str]) -> None:
    """Prints accuracy and reliability out of fold, then the weights."""
    sources = [source(Path(path)) for path in paths]
    outcomes: list[tuple[float, bool]] = []
    for each in sources:
        weights = fit([other for other in sources if other is not each])
        told = [(predict(weights, each.rest, rows), right) for rows, right in each.requests]
        here = [(float(likely.max()), int(likely.argmax()) == right) for likely, right in told]
        hits = sum(ok for _, ok in here)
        print(f"{each.name:28} {hits / len(here):.3f} of {len(here)}  {wilson(hits, len(here))}")
        outcomes += here
    print("\nconfidence  requests  right")
    for low in range(1, 10):
        part = [ok for sure, ok in outcomes if low <= sure * 10 < low + 1]
        if part:
            print(f"0.{low} to {(low + 1) / 10:.1f}  {len(part):8}  {sum(part) / len(part):.3f}")
    shown: Any = [round(float(weight), 3) for weight in fit(sources)]
    print("\n" + "\n".join(f"{name:12} {weight}" for name, weight in zip((*SIGNS, "no other"), shown, strict=True)))


if __name__ == "__main__":
    main(sys.argv[1:])

"""switchyard models compare: two scripted models of different quality and price, over litellm and HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from labelled import COUNT, answering, config, suite

from tools.models.double import Double
from tools.models.double import behaviour as be
from tools.models.prices import cost_of
from workflow.models import Prices
from workflow.models_calls import Usage


@pytest.fixture
def double() -> Iterator[Double]:
    """`cheap` takes every second message for another category, and does not know it."""
    made = Double(be.by_model({"cheap": answering(lambda n: n % 2 == 1), "dear": answering(lambda n: False)}))
    yield made
    made.close()


def rows(out: str) -> dict[str, dict]:  # type: ignore[type-arg]
    told = [json.loads(line) for line in out.splitlines()]
    return {each.get("model", "advice"): each for each in told}


def test_quality_cost_and_the_model_for_each_step(switchyard, double: Double, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder, bundle = suite(tmp_path / "labelled"), config(tmp_path / "config", double)
    said = switchyard("models", "compare", folder, "--models", "cheap,dear", "--config", bundle, "--json")
    assert said.status == 0, said
    told = rows(said.out)
    assert told["cheap"]["category"] == 0.5
    assert told["dear"]["category"] == 1.0
    assert told["cheap"]["fields"]["f1"] == told["dear"]["fields"]["f1"] == 1.0
    # What is told is what the stand-in charged, to the last part.
    bill = {"cheap": Usage(), "dear": Usage()}
    assert [asked.model for asked in double.asked] == ["cheap"] * COUNT + ["dear"] * COUNT
    usage = Usage(input=double.bill.input, output=double.bill.output, cached=double.bill.cached)
    cheap, dear = (Decimal(told[name]["cost"]) * COUNT for name in bill)
    assert 0 < cheap < dear
    whole = cheap + dear / 20
    assert abs(whole - cost_of(usage, Prices(input=Decimal(1), output=Decimal(1)))) < Decimal("1e-9")
    advice = {each["kind"]: each["model"] for each in told["advice"]["advice"]}
    assert advice == {"triage": "cheap", "splitting": "cheap", "classification": "dear", "extraction": "cheap"}
    # Asked again, nothing is called, and the costs are those of the first time.
    again = rows(switchyard("models", "compare", folder, "--models", "cheap,dear", "--config", bundle, "--json").out)
    assert len(double.asked) == 2 * COUNT
    assert again["dear"]["cost"] == told["dear"]["cost"]
    assert again["dear"]["ms"] == told["dear"]["ms"]


def test_a_cascade_is_as_right_as_the_dear_one_and_cheaper_where_the_cheap_one_knows_its_doubt(  # type: ignore[no-untyped-def]
    switchyard, double: Double, tmp_path: Path
) -> None:
    unsure = answering(lambda n: n % 2 == 1, confidence=0.6)
    sure = answering(lambda n: False)
    odd = lambda asked: int(re.findall(r"Wish (\d+)", asked.message)[0]) % 2 == 1  # noqa: E731
    double.behaviour = be.by_model({"cheap": lambda asked: (unsure if odd(asked) else sure)(asked), "dear": sure})
    folder, bundle = suite(tmp_path / "labelled"), config(tmp_path / "config", double)
    page = tmp_path / "models.html"
    said = switchyard(
        "models", "compare", folder, "--models", "cheap,dear,cheap+dear", "--config", bundle, "--html", page
    )
    lines = said.out.splitlines()
    marks = {line[2:].split()[0]: line[0] for line in lines[1:4]}
    assert marks == {"cheap": "◆", "dear": " ", "cheap+dear": "◆"}
    costs = {line.split()[0]: Decimal(line.split()[1]) for line in lines[7:10]}
    assert costs["cheap"] < costs["cheap+dear"] < costs["dear"]
    assert any(line.split()[:2] == ["classification", "cheap+dear"] for line in lines)
    text = page.read_text("utf-8")
    assert text.count("<circle") == 3
    assert "cheap+dear" in text


def test_only_the_named_steps_ask(switchyard, double: Double, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder, bundle = suite(tmp_path / "labelled"), config(tmp_path / "config", double)
    double.behaviour = be.saying(lambda asked: {"fields": []})
    said = switchyard("models", "compare", folder, "--models", "cheap", "--steps", "extract", "--config", bundle)
    assert said.status == 0
    assert {asked.form for asked in double.asked} == {"extraction"}
    advice = said.out.partition("which one for which step")[2].splitlines()[1:]
    assert [line.split()[0] for line in advice] == ["extraction"]


@pytest.mark.parametrize(
    ("models", "steps", "told"),
    [
        ("cheap,chep", "", "there is no model 'chep'. Did you mean 'cheap'"),
        ("cheap,cheap", "", "the model 'cheap' is named twice"),
        ("cheap", "clasify", "has no step 'clasify'. Did you mean 'classify'"),
        (",", "", "name the models to compare"),
    ],
)
def test_what_cannot_be_compared_is_told_before_anything_is_asked(  # type: ignore[no-untyped-def]
    switchyard, double: Double, tmp_path: Path, models: str, steps: str, told: str
) -> None:
    folder, bundle = suite(tmp_path / "labelled"), config(tmp_path / "config", double)
    said = switchyard("models", "compare", folder, "--models", models, "--steps", steps, "--config", bundle)
    assert said.status == 2
    assert told in said.err
    assert double.asked == []

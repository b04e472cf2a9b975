"""switchyard eval: what it prints is the judge's, what it proposes can be used, what CI holds it fails on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from labelled import answering, config, suite

from app.settings import ROOT
from tools.models.double import Double
from tools.models.double import behaviour as be


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return suite(tmp_path_factory.mktemp("eval") / "labelled")


@pytest.fixture
def double() -> Iterator[Double]:
    made = Double(be.by_model({"cheap": answering(lambda n: n % 2 == 1), "dear": answering(lambda n: False)}))
    yield made
    made.close()


def test_everything_in_one_call(switchyard, labelled: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    page, baseline, said = tmp_path / "page.html", tmp_path / "baseline.json", tmp_path / "said.jsonl"
    told = switchyard(
        "eval", labelled, "--alone", "all", "--thresholds", "--wanted", "0.9", "--html", page, "--save-baseline", baseline,
        "--predictions", said,
    )  # fmt: skip
    assert told.status == 0, told
    for heading in ("split ", "by field:", "by tag", "by language", "reliability", "each specialist alone:"):
        assert re.search(rf"^{heading}", told.out, re.MULTILINE), heading
    routing = next(line for line in told.out.splitlines() if line.startswith("  routing"))
    assert routing.split()[1:3] == ["share", "1.000"]
    assert "lines for the workflow's file:\n  - {id: triage, kind: triage" in told.out
    assert page.read_text("utf-8").count("<details id=") == 12
    assert "detail" not in json.loads(said.read_text().splitlines()[0])
    held = json.loads(baseline.read_text())["suites"]["labelled"]["figures"]
    # Against itself nothing is worse; against more than there is, the figure is named.
    held["split"]["value"] = 1.2
    baseline.write_text(
        baseline.read_text().replace('"triage": {\n          "value": 1.0', '"triage": {\n          "value": 1.2')
    )
    again = switchyard("eval", labelled, "--baseline", baseline, "--compare", said)
    assert again.status == 1
    assert again.err.strip().endswith(
        "worse than the baseline: labelled: triage is 1.0000, it was 1.2000 (tolerance 0.01)"
    )
    assert "right by this alone: 0" in again.out
    assert "within noise" in again.out


def test_models_are_compared_over_the_same_messages(  # type: ignore[no-untyped-def]
    switchyard, labelled: Path, double: Double, tmp_path: Path
) -> None:
    bundle = config(tmp_path / "config", double, "cheap")
    told = switchyard("eval", labelled, "--config", bundle, "--compare", "dear", "--json")
    assert told.status == 0, told
    rows = {each["figure"]: each for each in json.loads(told.out)["comparison"]}
    assert (rows["category"]["a"], rows["category"]["b"], rows["category"]["better"]) == (0.5, 1.0, "b")
    assert rows["split"]["better"] == ""


def test_a_model_that_is_not_always_right_is_told_apart_from_one_that_is(  # type: ignore[no-untyped-def]
    switchyard, labelled: Path, double: Double, tmp_path: Path
) -> None:
    seen: dict[str, int] = {}

    def moody(asked) -> be.Answer:  # type: ignore[no-untyped-def]
        seen[asked.message] = seen.get(asked.message, 0) + 1
        return answering(lambda n: n == 3 and seen[asked.message] == 2)(asked)

    double.behaviour = be.by_model({"cheap": moody})
    bundle = config(tmp_path / "config", double, "cheap")
    told = switchyard("eval", labelled, "--config", bundle, "--repeat", "2")
    assert told.status == 0, told
    assert "  right at times: 3.eml (1)" in told.out
    assert set(seen.values()) == {2}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("nowhere/bundle", "there is no such file of predictions, nor a folder with a bundle"),
        ("dearest", "there is no model 'dearest'"),
    ],
)
def test_what_cannot_be_compared_is_told(switchyard, labelled: Path, other: str, told: str) -> None:  # type: ignore[no-untyped-def]
    said = switchyard("eval", labelled, "--compare", other)
    assert said.status == 2
    assert told in said.err


def test_a_wrong_file_to_compare_with_is_told_before_the_suite_is_read(  # type: ignore[no-untyped-def]
    switchyard, labelled: Path, tmp_path: Path
) -> None:
    (tmp_path / "said.jsonl").write_text('{"message": "99.eml", "outcome": "cases"}\n')
    said = switchyard("eval", labelled, "--compare", tmp_path / "said.jsonl")
    assert (said.status, said.out) == (2, "")
    assert "99.eml is not in the suite" in said.err


@pytest.mark.parametrize("option", ["--html", "--save-baseline"])
def test_where_nothing_can_be_written_is_told_before_the_suite_is_read(  # type: ignore[no-untyped-def]
    switchyard, labelled: Path, tmp_path: Path, option: str
) -> None:
    for place in (tmp_path / "nowhere" / "file", tmp_path):
        said = switchyard("eval", labelled, option, place)
        assert (said.status, said.out) == (2, "")
        assert "no such folder to write a file in" in said.err


def test_the_example_of_the_guide_runs(labelled: Path, tmp_path: Path, switchyard) -> None:  # type: ignore[no-untyped-def]
    guide = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    example = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)[0]
    (tmp_path / "suites").mkdir()
    (tmp_path / "suites" / "mail").symlink_to(labelled)
    (tmp_path / "config").symlink_to(ROOT / "config")
    (tmp_path / "test_mail.py").write_text(example)
    assert switchyard("eval", labelled, "--save-baseline", tmp_path / "suites" / "mail-baseline.json").status == 0
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_mail.py"],
        cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout

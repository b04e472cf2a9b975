"""Figures are held: what is worse than its tolerance is named, and what cannot be compared is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import assert_baseline, save_baseline, score_suite
from evals.baseline import gains, load_baseline
from evals.evaluate import Evaluation
from workflow.errors import InputError


def lines(workshop: Path) -> list[dict[str, Any]]:
    return [json.loads(row) for row in (workshop / "expected.jsonl").read_text().splitlines()]


def right(workshop: Path) -> Evaluation:
    return score_suite(workshop, lines(workshop))


def worse(workshop: Path) -> Evaluation:
    said = lines(workshop)
    said[0]["cases"][0]["queue"] = "SALES"
    return score_suite(workshop, said)


@pytest.fixture
def file(workshop: Path, tmp_path: Path) -> Path:
    save_baseline([right(workshop)], tmp_path / "baseline.json")
    return tmp_path / "baseline.json"


def test_what_stays_holds_and_what_falls_is_named(workshop: Path, file: Path) -> None:
    assert_baseline(right(workshop), file)
    with pytest.raises(AssertionError) as said:
        assert_baseline(worse(workshop), file)
    assert "workshop: queue is 0.5000, it was 1.0000 (tolerance 0.01)" in str(said.value)
    assert "right is 0.6667" in str(said.value)
    assert "category" not in str(said.value)


def test_a_fall_of_exactly_the_tolerance_is_within_it_and_saving_again_keeps_it(workshop: Path, file: Path) -> None:
    data = json.loads(file.read_text())
    for name, each in data["suites"]["workshop"]["figures"].items():
        each["tolerance"] = 0.5 if name != "lost" else 0.0
    file.write_text(json.dumps(data))
    assert_baseline(worse(workshop), file)
    save_baseline([worse(workshop)], file)
    held = load_baseline(file).suites["workshop"].figures
    assert (held["queue"].value, held["queue"].tolerance) == (0.5, 0.5)
    assert gains(right(workshop), load_baseline(file)) == ()


def test_what_is_lost_must_not_rise(workshop: Path, file: Path) -> None:
    said = lines(workshop)
    said[0] |= {"outcome": "not_actionable", "cases": []}
    with pytest.raises(AssertionError, match=r"lost is 0\.5000, it was 0\.0000"):
        assert_baseline(score_suite(workshop, said), file)


def test_what_is_better_is_told(workshop: Path, tmp_path: Path) -> None:
    save_baseline([worse(workshop)], tmp_path / "low.json")
    assert "workshop: queue is 1.0000, it was 0.5000" in gains(right(workshop), load_baseline(tmp_path / "low.json"))


def test_another_suite_is_not_compared(workshop: Path, file: Path) -> None:
    rows = lines(workshop)
    rows[0]["cases"][0]["category"] = "sale"
    (workshop / "expected.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with pytest.raises(AssertionError, match=r"not the suite that the baseline was taken of \(other labels\)"):
        assert_baseline(right(workshop), file)
    (workshop / "suite.yaml").write_text("name: other\nworkflow: workshop\n")
    with pytest.raises(AssertionError, match="the baseline has no such suite"):
        assert_baseline(right(workshop), file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ('{"suites": {"a": {"messages": 1}}}', r"suites\.a\.labels: Field required"),
        ('{"suits": {}}', "suites: Field required"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_and_not_overwritten(
    workshop: Path, tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(text)
    for use in (lambda: assert_baseline(right(workshop), file), lambda: save_baseline([right(workshop)], file)):
        with pytest.raises(InputError, match=told):
            use()
    assert file.read_text() == text


def test_predictions_come_as_a_file_as_records_or_from_a_function(workshop: Path, tmp_path: Path) -> None:
    rows = lines(workshop)
    file = tmp_path / "said.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    by_name = {row["message"]: row for row in rows}
    figures = right(workshop).figures()
    assert score_suite(workshop, file).figures() == figures
    assert score_suite(workshop, lambda raw, name: by_name[name]).figures() == figures
    with pytest.raises(InputError, match="prediction 2, outcome"):
        score_suite(workshop, [rows[0], {"message": "2.eml", "outcome": "done"}])

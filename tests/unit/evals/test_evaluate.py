"""A suite is run message by message; what fails is counted and said; the report begins with the judge's figures."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from evals.evaluate import evaluate, evaluate_file
from evals.minimum import assert_figures
from evals.report import figure_lines, print_report, report
from evals.suite import load
from workflow.errors import InputError, ToolError

LINES: list[dict[str, Any]] = [
    json.loads(row) for row in (Path(__file__).parent / "workshop" / "expected.jsonl").read_text().splitlines()
]


def right(raw: bytes, name: str) -> dict[str, Any]:
    line = next(line for line in LINES if line["message"] == name)
    return {"outcome": line["outcome"], "cases": line["cases"], "confidence": 0.8}


def failing_at(message: str, answer: dict[str, Any] | Exception) -> Any:
    def run(raw: bytes, name: str) -> dict[str, Any]:
        if name != message:
            return right(raw, name)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return run


def test_every_message_is_run_and_its_prediction_written_as_it_comes(workshop: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    file = workshop / "said.jsonl"

    def progress(done: int, of: int, message: str) -> None:
        seen.append((done, of, message))
        assert len(file.read_text().splitlines()) == done

    evaluation = evaluate(load(workshop), right, progress, file)
    assert seen == [(1, 3, "1.eml"), (2, 3, "2.eml"), (3, 3, "3.eml")]
    assert [json.loads(line)["message"] for line in file.read_text().splitlines()] == ["1.eml", "2.eml", "3.eml"]
    assert evaluation.figures()["auto_right"] == 1.0
    assert evaluate_file(load(workshop), file).figures() == evaluation.figures()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (ToolError("the org is away"), "the org is away"),
        ({"outcome": "error", "error": "read: not a message"}, "read: not a message"),
        ({"outcome": "error"}, "the run failed"),
        ({"outcome": "perhaps"}, "outcome: Input should be 'cases'"),
        ({"outcome": "cases", "confidence": 7}, "confidence: Input should be less than or equal to 1"),
    ],
)
def test_a_message_that_fails_counts_as_not_answered_and_the_others_go_on(
    workshop: Path, answer: Any, said: str
) -> None:
    file = workshop / "said.jsonl"
    evaluation = evaluate(load(workshop), failing_at("1.eml", answer), predictions=file)
    assert [each.message for each in evaluation.failed] == ["1.eml"]
    assert said in evaluation.failed[0].error
    assert [json.loads(line)["message"] for line in file.read_text().splitlines()] == ["2.eml", "3.eml"]
    assert evaluation.score.shares["triage"].hit == 2
    assert f"1 of 3 messages failed, and count as not answered:\n  1.eml: {evaluation.failed[0].error}" in report(
        evaluation
    )


def test_an_unexpected_error_of_the_program_is_not_hidden(workshop: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        evaluate(load(workshop), failing_at("2.eml", ZeroDivisionError()))


def test_only_the_named_messages_are_run_and_scored(workshop: Path) -> None:
    evaluation = evaluate(load(workshop), right, messages=["2.eml"])
    assert evaluation.score.shares["triage"].of == 1


def test_a_file_of_predictions_is_read_strictly(workshop: Path) -> None:
    (workshop / "said.jsonl").write_text(
        '{"message": "1.eml", "outcome": "review"}\n\n{"message": "2.eml", "outcome": 1}\n'
    )
    with pytest.raises(InputError, match=r"said\.jsonl, line 3, outcome"):
        evaluate_file(load(workshop), workshop / "said.jsonl")


def test_the_report_begins_with_the_figures_and_breaks_them_down(workshop: Path) -> None:
    wrong = {"outcome": "cases", "confidence": 0.3, "cases": [{**LINES[0]["cases"][0], "queue": "SALES"}]}
    evaluation = evaluate(load(workshop), failing_at("1.eml", wrong))
    stream = io.StringIO()
    print_report(evaluation, errors=True, stream=stream)
    lines = stream.getvalue().splitlines()
    figures = figure_lines(evaluation.score)
    assert lines[: len(figures) + 1] == [*figures, ""]
    assert "queue              0.500  of 2  [0.095, 0.905]" in figures
    row = next(line for line in lines if line.startswith("  repair "))
    assert re.split(r" {2,}", row.strip()) == [
        "repair", "2", "100 [34–100]", "100 [34–100]", "100 [34–100]", "50 [10–90]", "100 [21–100]", "100 [34–100]",
        "50 [10–90]",
    ]  # fmt: skip
    assert "  of one message only: quote" in lines
    assert "  model      1      0          0  1.000  1.000  1.000  [0.21, 1.00]" in lines
    assert any(line.split()[:5] == ["queue", "wrong", "1", "1", "1"] for line in lines)
    assert "  0.3 to 0.4         1  0.300  0.000  " in lines
    assert "   70%          2            0.800  1.000  ████████████████████" in lines
    assert "  100%          3            0.300  0.667  █████████████" in lines
    assert lines[-2:] == ["1.eml [repair]", "    W-1: queue SALES, not BENCH"]


def test_figures_that_miss_their_bounds_are_all_named(workshop: Path) -> None:
    evaluation = evaluate(load(workshop), right)
    assert_figures(evaluation, {"queue": 1.0, "fields.f1": 1.0, "per_field.model.recall": 1.0, "right_at.0.5": 1.0})
    with pytest.raises(
        AssertionError, match=r"workshop: asked: there is nothing .*; queue is 1\.000, wanted at most 0\.5"
    ):
        assert_figures(evaluation, {"asked": 0.5}, at_most={"queue": 0.5})
    with pytest.raises(InputError, match=r"'quue' is no figure of this evaluation\. Did you mean 'queue'"):
        assert_figures(evaluation, {"quue": 0.5})

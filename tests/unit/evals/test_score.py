"""The figures are those of the shared judge: beside it where it is at hand, else on a suite scored by hand."""

from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evals.breakdown import by_language, by_tag
from evals.interval import wilson
from evals.prediction import Prediction
from evals.report import error_lines, figure_lines
from evals.score import Score, score
from evals.truth import Truth
from workflow.errors import InputError

JUDGE = Path(__file__).parents[4] / "shared" / "score.py"

ACCOUNTS = ["K-1", "K-2", "K-3", None]
CATEGORIES = ["repair", "quote", "other"]
QUEUES = ["NORTH", "SOUTH", "OFFICE"]
VALUES: dict[str, list[Any]] = {
    "site_name": ["Café Kroon", "cafe kroon", "Kroon Café Utrecht", "Bakkerij De Zon", "De Zon"],
    "host": ["https://www.kroon.example/", "kroon.example", "www2.kroon.example", "zon.example"],
    "phone": ["+31 20 123 4567", "+31201234567", "(020) 123-4567"],
    "sum": [
        {"amount": 12, "currency": "EUR"},
        {"currency": "eur", "amount": 12.001},
        {"amount": 13, "currency": "EUR"},
    ],
    "parts": [["belt", "Hose"], ["hose", "belt"], ["belt"], []],
    "count": [3, "3", 3.0, "4", True, "0003"],
    "day": ["2025-06-01", "2025-06-02", "20250601", ""],
    "urgent": [True, False, None, "true"],
    "note": ["İstanbul — ﬁne", "istanbul fine", "Ünïted", "united", "日本語", "ガ", "x not y"],
}


def random_fields(pick: random.Random, most: int) -> dict[str, Any]:
    names = pick.sample(sorted(VALUES), pick.randint(0, most))
    return {name: pick.choice(VALUES[name]) for name in names}


def random_expected(pick: random.Random) -> dict[str, Any]:
    case = {
        "account": pick.choice(ACCOUNTS),
        "category": pick.choice(CATEGORIES),
        "fields": random_fields(pick, 5),
        "missing": pick.sample(sorted(VALUES), pick.randint(0, 2)),
        "queue": pick.choice(QUEUES),
    }
    if pick.random() < 0.4:
        case["optional_fields"] = random_fields(pick, 3)
    if pick.random() < 0.5:
        case["accept"] = {
            "category": pick.sample(CATEGORIES, pick.randint(0, 1)),
            "queue": pick.sample([*QUEUES, None], pick.randint(0, 2)),
            "fields": {name: [pick.choice([*VALUES[name], None])] for name in pick.sample(sorted(VALUES), 3)},
        }
    return case


def random_truth(pick: random.Random, number: int) -> dict[str, Any]:
    outcome = pick.choice(["cases", "cases", "cases", "not_actionable", "review"])
    cases = pick.randint(1, 4) if outcome == "cases" else pick.choice([0, 0, 1]) if outcome == "review" else 0
    return {
        "message": f"{number:03}.eml",
        "outcome": outcome,
        "language": pick.choice(["en", "nl", ""]),
        "cases": [random_expected(pick) for _ in range(cases)],
        "tags": pick.sample(["forward", "html", "long"], pick.randint(0, 2)),
    }


def random_prediction(pick: random.Random, truth: dict[str, Any], sure: bool) -> dict[str, Any]:
    cases: list[dict[str, Any]] = []
    for want in truth["cases"]:
        case = {key: want[key] for key in ("account", "category", "queue", "missing")} | {
            "fields": dict(want["fields"])
        }
        if pick.random() < 0.3:
            case[pick.choice(["account", "category", "queue"])] = pick.choice(["K-1", "repair", "NORTH", None])
        if pick.random() < 0.5:
            case["fields"] |= random_fields(pick, 2)
        if pick.random() < 0.3:
            case["missing"] = pick.sample(sorted(VALUES), 1)
        if pick.random() < 0.1:
            case.pop(pick.choice(["category", "fields", "missing", "queue"]))
        cases += [case] * pick.choice([0, 1, 1, 1, 1, 1, 2])
    pick.shuffle(cases)
    row: dict[str, Any] = {"message": truth["message"], "outcome": truth["outcome"], "cases": cases}
    if pick.random() < 0.3:
        row["outcome"] = pick.choice(["cases", "review", "not_actionable"])
    if sure or pick.random() < 0.9:
        row["confidence"] = pick.choice([0, 0.25, 0.5, 0.9, 1, round(pick.random(), 3)])
    return row


def random_suite(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    pick = random.Random(seed)
    truths = [random_truth(pick, number) for number in range(pick.randint(1, 12))]
    sure = pick.random() < 0.7
    answered = truths if sure else [truth for truth in truths if pick.random() < 0.9]
    return truths, [random_prediction(pick, truth, sure) for truth in answered]


def scored(truths: list[dict[str, Any]], predictions: list[dict[str, Any]]) -> Score:
    return score(
        [Truth.model_validate(row) for row in truths], [Prediction.model_validate(row) for row in predictions]
    )  # fmt: skip


@pytest.fixture(scope="module")
def judge() -> Any:
    if not JUDGE.is_file():
        pytest.skip("the shared judge is not at hand")
    spec = importlib.util.spec_from_file_location("shared_judge", JUDGE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_equal_the_shared_judges_on_random_suites(judge: Any, tmp_path: Path) -> None:
    for seed in range(400):
        truths, predictions = random_suite(seed)
        (tmp_path / "expected.jsonl").write_text("\n".join(json.dumps(row) for row in truths))
        figures, errors = judge.score(tmp_path, predictions)
        ours = scored(truths, predictions)
        assert ours.figures() == figures, seed
        assert list(ours.figures()) == list(figures), seed
        said = [(v.truth.message, list(v.truth.tags), Counter(v.said)) for v in ours.errors()]
        assert said == [(message, tags, Counter(wrong)) for message, tags, wrong in errors], seed


def test_the_print_equals_the_shared_judges_line_by_line(
    judge: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for seed in range(1000, 1060):
        truths, predictions = random_suite(seed)
        (tmp_path / "expected.jsonl").write_text("\n".join(json.dumps(row) for row in truths))
        (tmp_path / "said.jsonl").write_text("\n".join(json.dumps(row) for row in predictions))
        monkeypatch.setattr("sys.argv", ["score.py", str(tmp_path), str(tmp_path / "said.jsonl")])
        judge.main()
        assert figure_lines(scored(truths, predictions)) == capsys.readouterr().out.splitlines(), seed


# -- a suite scored by hand ------------------------------------------------------------------------------------------


def case(account: str | None, **other: Any) -> dict[str, Any]:
    return {"account": account, "category": "repair", "fields": {}, "missing": [], "queue": "NORTH", **other}


TRUTHS: list[dict[str, Any]] = [
    {"message": "a", "outcome": "cases", "cases": [case("K-1"), case("K-2")], "tags": ["two"], "language": "nl"},
    {"message": "b", "outcome": "cases", "cases": [case("K-3", fields={"day": "2025-06-01", "host": "zon.example"})]},
    {"message": "c", "outcome": "not_actionable", "cases": [], "language": "nl"},
    {"message": "d", "outcome": "review", "cases": []},
]
SAID: list[dict[str, Any]] = [
    {"message": "a", "outcome": "cases", "confidence": 0.9, "cases": [case("K-2"), case("K-1", queue="SOUTH")]},
    {"message": "b", "outcome": "review", "confidence": 0.4,
     "cases": [case("K-3", fields={"day": "2025-06-02", "note": "new"}, missing=["host"])]},
    {"message": "c", "outcome": "not_actionable", "confidence": 1.0},
    {"message": "d", "outcome": "review", "confidence": 0.2, "cases": [case("K-9")]},
]  # fmt: skip


def test_figures_of_a_suite_scored_by_hand() -> None:
    figures = scored(TRUTHS, SAID).figures()
    shares = {name: (figures[name], figures["of"][name]) for name in figures["interval"]}
    assert shares == {
        "split": (1.0, 2),
        "account": (1.0, 3),
        "account_precision": (1.0, 3),
        "category": (1.0, 3),
        "queue": (0.6667, 3),
        "triage": (1.0, 4),
        "lost": (0.0, 2),
        "asked": (1.0, 1),
        "coverage": (0.6667, 3),
        "auto_right": (0.5, 2),
        "auto_clean": (0.0, 1),
    }
    assert figures["fields"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
    assert figures["missing"] == {"precision": 0.0, "recall": 1.0, "f1": 0.0}
    assert figures["right_at"] == {"0.3": 1.0, "0.5": 0.5, "0.7": 0.6667, "0.9": 0.5}
    assert figures["per_field"]["host"] == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


def test_errors_say_what_is_wrong_with_each_message() -> None:
    assert error_lines(scored(TRUTHS, SAID)) == [
        "a [two]",
        "    K-1: queue SOUTH, not NORTH",
        "b []",
        "    outcome review, not cases",
        "    K-3: day '2025-06-02' not '2025-06-01'",
        "    K-3: host not found, 'zon.example'",
        "    K-3: note 'new' not in the message",
    ]


def test_a_message_of_which_nothing_is_said_is_wrong_and_was_not_automatic() -> None:
    ours = scored(TRUTHS, SAID[:2])
    assert (ours.shares["triage"].hit, ours.shares["triage"].of) == (2, 4)
    assert ours.shares["auto_right"].of == 1
    assert ours.right_at == {}


def test_breakdowns_count_each_message_where_it_belongs() -> None:
    ours = scored(TRUTHS, SAID)
    assert {tag: part.shares["queue"].value for tag, part in by_tag(ours).items()} == {"two": 0.5}
    assert {name: len(part.verdicts) for name, part in by_language(ours).items()} == {"nl": 2, "not said": 2}


def test_a_prediction_given_twice_or_for_an_unknown_message_is_refused() -> None:
    with pytest.raises(InputError, match="a is given twice"):
        scored(TRUTHS, [*SAID, SAID[0]])
    with pytest.raises(InputError, match="z is not in the suite"):
        scored(TRUTHS, [{"message": "z", "outcome": "review"}])


@pytest.mark.parametrize(
    ("hit", "of", "interval"), [(0, 0, None), (0, 10, (0.0, 0.278)), (10, 10, (0.722, 1.0)), (81, 263, (0.255, 0.366))]
)
def test_interval_is_wilsons(hit: int, of: int, interval: tuple[float, float] | None) -> None:
    # The last row is example r = 81, n = 263 of Newcombe (1998), Statistics in Medicine 17: 0.2553 to 0.3662.
    assert wilson(hit, of) == interval

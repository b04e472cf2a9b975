"""Which model is on the frontier of cost and accuracy, and which one is named for which step."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

from evals.detail import Detail, Spent
from evals.evaluate import Evaluation
from evals.frontier import Entry, advise, frontier, frontier_lines
from evals.page.compared import compared_page
from evals.prediction import Prediction
from evals.score import score
from evals.truth import Truth


def entry(name: str, cost: str, wrong: int, of: int = 20, **spent: Any) -> Entry:
    """A model that takes `wrong` of the messages for another category."""
    truths, said = [], []
    for number in range(of):
        case = {"account": "W-1", "category": "repair", "queue": "BENCH", "fields": {}}
        truths.append(Truth.model_validate({"message": f"{number}", "outcome": "cases", "cases": [case]}))
        got = {**case, "category": "sale"} if number < wrong else case
        said.append({"message": f"{number}", "outcome": "cases", "cases": [got]})
    predictions = tuple(Prediction.model_validate(each) for each in said)
    details = {f"{n}": Detail(spent=Spent(calls=1, worth=Decimal(cost), took_ms=100.0 + n, **spent)) for n in range(of)}
    return Entry(name, Evaluation("workshop", predictions, (), score(truths, predictions), details))


def test_a_model_is_on_the_frontier_where_no_other_is_as_cheap_and_as_right() -> None:
    entries = [entry("dear", "3", 0), entry("same", "2", 5), entry("local", "0", 12), entry("fast", "1", 5)]
    assert [each.name for each in frontier(entries)] == ["local", "fast", "dear"]
    # Of two that cost the same the better one; of two that are the same the cheaper one.
    assert [each.name for each in frontier([entry("a", "1", 3), entry("b", "1", 2)])] == ["b"]


def test_the_cheapest_that_is_not_worse_beyond_noise_is_advised() -> None:
    told = {each.kind: each for each in advise([entry("dear", "3", 0), entry("fast", "1", 3), entry("local", "0", 12)])}
    assert (told["classification"].model, told["classification"].best) == ("fast", "dear")
    assert "dear has 1.000, within noise" in told["classification"].reason
    assert told["triage"].model == told["splitting"].model == "local"
    assert "extraction" not in told  # no field is expected


def test_what_is_told_of_each(tmp_path: Path) -> None:
    fast, local = entry("fast", "0.5", 5, unpriced=1), entry("local", "0", 12)
    lines = frontier_lines([fast, local], "EUR")
    assert lines[1].startswith("◆ fast")
    row = next(line for line in lines if line.startswith("  fast ") and "0.500000" in line)
    assert row.split()[:4] == ["fast", "0.500000", "1.00", "110"]
    assert any("a price that nobody knows" in line and "fast" in line for line in lines)
    page = compared_page([fast, local], "EUR")
    assert page.count("<circle") == 2
    assert "http://" not in page
    assert "https://" not in page


def test_hostile_names_are_escaped() -> None:
    assert "<script>" not in compared_page([entry("<script>", "1", 0)], "EUR")

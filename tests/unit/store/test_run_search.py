"""Finding runs by how they stand and by what stands in them."""

from __future__ import annotations

import pytest

from tools.store import Run, Store


@pytest.fixture
def store() -> Store:
    made = Store()
    for number, (status, outcome, subject) in enumerate(
        [
            ("finished", "cases", "Berth 100% free"),
            ("finished", "not_actionable", "Away_until Monday"),
            ("waiting", "review", "Fee"),
            ("failed", "error", "Quay"),
            ("running", "", "Now"),
        ]
    ):
        made.runs.put(
            Run(
                id=f"R{number}", workflow="w", bundle="b", content="c", subject=subject, sender="ada@charter.example",
                status=status, outcome=outcome, created=f"2026-03-0{number + 1}T00:00:00Z",
            )  # type: ignore[arg-type]
        )  # fmt: skip
    made.runs.link(run="R0", record="500000000000001AAA", number="00001001")
    return made


def ids(runs: list[Run]) -> list[str]:
    return [run.id for run in runs]


def test_without_a_text_all_runs_come_newest_first_in_pages(store: Store):
    assert ids(store.runs.search()) == ["R4", "R3", "R2", "R1", "R0"]
    assert ids(store.runs.search(limit=2, offset=1)) == ["R3", "R2"]


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("cases", ["R0"]),
        ("not_actionable", ["R1"]),
        ("review", ["R2"]),
        ("error", ["R3"]),
        ("running", ["R4"]),
        ("x", []),
    ],
)
def test_a_run_is_found_by_how_it_stands(store: Store, outcome: str, found: list[str]):
    assert ids(store.runs.search(outcome=outcome)) == found


def test_counts_tell_how_many_the_text_finds(store: Store):
    assert store.runs.count() == {"cases": 1, "not_actionable": 1, "review": 1, "error": 1, "running": 1}
    assert store.runs.count("monday") == {"not_actionable": 1}


@pytest.mark.parametrize(
    ("text", "found"), [("100%", ["R0"]), ("%", ["R0"]), ("_until", ["R1"]), ("_", ["R1"]), ("\\", [])]
)
def test_signs_of_patterns_stand_for_themselves(store: Store, text: str, found: list[str]):
    assert ids(store.runs.search(text)) == found


@pytest.mark.parametrize("text", ["00001001", "500000000000001AAA", " 00001001 "])
def test_a_record_id_or_case_number_finds_its_run(store: Store, text: str):
    assert ids(store.runs.search(text)) == ["R0"]


def test_text_and_outcome_hold_together(store: Store):
    assert ids(store.runs.search("ada@", "review")) == ["R2"]


def test_open_reviews_are_counted(store: Store):
    assert store.reviews.count_open() == 0

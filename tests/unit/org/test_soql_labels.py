"""The measure of labelled statements, and the labels themselves where they lie beside the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.bench.soql import lines, measure

LABELS = Path(__file__).resolve().parents[4] / "shared/data/salesforce/soql/statements.json"


def test_statements_are_counted_by_what_becomes_of_them() -> None:
    found = measure([
        {"soql": "SELECT Id FROM Account", "valid": True},
        {"soql": "SELECT Id FROM Account WHERE Id = :x", "valid": True},
        {"soql": "SELECT Id FROM Account LIMIT x", "valid": False},
        {"soql": "SELECT Id FROM Account ORDER Name", "valid": True},
        {"soql": "SELECT Id FROM Account", "valid": None},
    ])  # fmt: skip
    assert (found.labelled, found.agreed, found.floor, dict(found.refused)) == (4, 3, 3, {"bind_variable": 1})
    told = lines(found)
    assert told[0].startswith("labels agreed with: 3 of 4 = 75.0%")
    assert told[-1].endswith("unexpected token: 'Name'")


@pytest.mark.parametrize("file", [LABELS] if LABELS.exists() else [])
def test_labels_are_agreed_with(file: Path) -> None:
    found = measure(json.loads(file.read_text(encoding="utf-8")))
    assert found.agreed / found.labelled >= 0.97

"""Whatever happens to a write: no case is lost, none is doubled, and the trace says what happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from matrix import CODES, SCENARIOS, Matrix, Scenario, faults

from app.settings import Settings
from app.wiring import House

FEW = ("UNABLE_TO_LOCK_ROW", "REQUEST_LIMIT_EXCEEDED", "FIELD_CUSTOM_VALIDATION_EXCEPTION")
"""One of each retry class; the others go through the whole matrix."""


@pytest.fixture
def matrix(org_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Matrix]:
    house = House(Settings(org=org_folder, state=tmp_path / "state"))
    house.client.sleep = lambda _seconds: None
    house.client._transport.sleep = lambda _seconds: None
    yield Matrix(house)
    house.close()


def _through(matrix: Matrix, scenario: Scenario, codes: tuple[str, ...], whole: bool) -> Counter[str]:
    writes = [w for w in matrix.writes(scenario) if whole or w.path in ("composite", "sobjects/ContentVersion")]
    counts: Counter[str] = Counter()
    wrong = []
    for write in writes:
        for fault in faults(codes):
            verdict = matrix.try_fault(scenario, write, **fault)
            counts[verdict.first] += 1
            if verdict.problems:
                wrong.append(f"{scenario.name}: {write} {fault}: {'; '.join(verdict.problems)}")
    assert wrong == []
    counts["writes"] = len(writes)
    return counts


@pytest.mark.parametrize("scenario", SCENARIOS[:3], ids=lambda scenario: scenario.name)
def test_requests_that_fail_or_are_lost(matrix: Matrix, scenario: Scenario) -> None:
    counts = _through(matrix, scenario, FEW, whole=False)
    assert counts["writes"] >= 2


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_every_code_at_every_write(matrix: Matrix, scenario: Scenario) -> None:
    counts = _through(matrix, scenario, CODES, whole=True)
    tried = counts.total() - counts["writes"]
    print(f"\n{scenario.name}: {counts['writes']} writes, {tried} faults: {dict(counts)}")

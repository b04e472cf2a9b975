"""Traces, publications, replay and erasure over Postgres are what they are over a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fleet import LETTER

from app.health.doctor import findings
from app.keeping.erasure import erased, planned
from app.replay import replay
from app.trace import check, check_all, check_export, export
from app.versions.migration import migrated, open_runs, previewed
from app.wiring import House

UNCLEAR = LETTER.replace("Invoice {number}", "as discussed").replace(
    LETTER[LETTER.index("we were") : LETTER.index("\n\nAda")], "please see what we talked about ({number})."
)


def _letter(number: int, text: str = LETTER) -> bytes:
    return text.format(number=number).encode()


def test_the_records_of_a_run_hold_are_replayed_exported_and_erased(house: House, tmp_path: Path) -> None:
    run = house.runner.start("dealer-support", _letter(1)).run
    other = house.runner.start("dealer-support", _letter(2, UNCLEAR)).run
    assert run.outcome == "cases"
    assert not check_all(house.store).broken
    assert replay(house, run).differences == ()
    place = tmp_path / "trace.jsonl"
    assert export(house.store, place, house.store.runs.ids()) > 5
    assert not check_export(place).broken
    plan = planned(house, person="ada@fennelmoorford.com")
    assert set(plan.runs) == {run.id, other.id}
    erased(house, planned(house, runs=[run.id]), "una", "asked for it")
    assert {hop.reason for hop in house.store.hops.of(run.id)} == {"(erased)"}
    assert house.store.runs.get(other.id) == other
    assert house.store.blobs.get(other.content) == _letter(2, UNCLEAR)
    verdict = check_all(house.store)
    assert not verdict.broken, verdict.words
    done = house.store.forgetting.prune([run.id], "2026-01-01T00:00:00Z", "una")
    assert (done.runs, house.store.runs.find(run.id)) == (1, None)
    house.store.shrink()
    assert house.store.size() > 0
    assert not check_all(house.store).broken
    with house.store.transaction() as cursor:
        cursor.execute("UPDATE hop SET reason = ? WHERE run = ? AND n = ?", ("other", other.id, 2))
    assert check(house.store, other.id).broken_at == 2


def test_what_is_published_over_postgres_is_what_other_processes_begin_with(house: House) -> None:
    publishing = House(replace(house.settings, published=True))
    first = publishing.releases.publish(house.bundle, "una", "as it is")
    waiting = publishing.runner.start("dealer-support", _letter(3, UNCLEAR)).run
    table = "tables/dealer_support_routing.csv"
    files = {
        **house.bundle.snapshot,
        table: house.bundle.snapshot[table].replace("billing,,,,,BILLING", "billing,,,,,PRIVACY"),
    }
    draft = house.load_snapshot(files)
    second = publishing.releases.publish(draft, "una", "another")
    assert (first.n, second.n) == (1, 2)
    report = publishing.runner.start("dealer-support", _letter(4))
    assert (report.run.bundle, report.proposal.cases[0].queue) == (draft.identity, "PRIVACY")
    if waiting.status == "waiting":
        (row,) = open_runs(publishing.store, (), draft.identity)
        assert previewed(publishing, row, draft).refused == ""
        assert migrated(publishing, row, draft, "una") == "migrated: review"
    assert not check_all(publishing.store).broken
    publishing.close()


def test_the_doctor_looks_at_the_database(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    states = {finding.what: finding for finding in findings(house.settings)}
    assert states["store"].state == "ok"
    assert "Postgres" in states["store"].words
    monkeypatch.setenv("SWITCHYARD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    assert {finding.what: finding.state for finding in findings(house.settings)}["store"] == "wrong"

"""A changed bundle over recorded runs: exactly what changes is told, with its reason, and nothing is written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.backtest.backtest import Replayer, recorded
from app.backtest.page import page
from app.settings import ROOT
from app.wiring import House
from evals.backtest import Backtest, Recorded, backtest
from evals.backtest_report import figures, lines
from workflow.review import ReviewAnswer

TABLE, CATEGORIES = "tables/dealer_support_routing.csv", "categories/dealer_support.yaml"
FLOW = "workflows/dealer-support.yaml"
FORD = ",true,empty,FORD,,POD_FORD"
LETTERS = (
    ("Please change the opening hours of Quistrel Ford on quistrelford.com: we are open from 9 to 5 now.", "Ada Norvik <ada@quistrelford.com>"),
    ("Please change the opening hours of Wendlow BMW on wendlowbmw.com: we are open from 8 to 6 now.", "Bo Zelles <bo@wendlowbmw.com>"),
    ("Please change the hours of Tollbeck Toyota on tollbecktoyota.com: we are open from 8 to 6 now.", "Cy Ottmar <cy@tollbeckfamily.com>"),
)  # fmt: skip


@dataclass
class Bench:
    """A house with recorded runs, and candidates made of the project's own bundle."""

    house: House
    folder: Path

    def candidate(self, *changes: tuple[str, str, str]) -> Path:
        place = self.folder / f"candidate-{len(list(self.folder.glob('candidate-*')))}"
        shutil.copytree(ROOT / "config", place)
        for name, old, new in changes:
            text = (place / name).read_text("utf-8")
            assert old in text, (name, old)
            (place / name).write_text(text.replace(old, new), "utf-8")
        return place

    def replayed(self, *changes: tuple[str, str, str]) -> Backtest:
        from app.cli.versions import Versions

        bundle = Versions(self.house)(str(self.candidate(*changes)))
        replayer = Replayer(self.house, bundle, "dealer-support")
        try:
            runs = recorded(self.house, "dealer-support", None, 100, datetime.now(UTC))
            return backtest(runs, replayer)
        finally:
            replayer.close()


@pytest.fixture
def bench(house: House, mail: Callable[..., bytes], tmp_path: Path) -> Bench:
    for number, (text, sender) in enumerate(LETTERS, 1):
        raw = mail(text, subject=f"Hours {number}", sender=sender, number=number)
        house.runner.start("dealer-support", raw, name=f"{number}.eml")
    return Bench(house, tmp_path)


def told(result: Backtest) -> set[tuple[str, str, str, str]]:
    return {(each.case, each.what, each.before, each.after) for each in result.changes}


def test_an_unchanged_bundle_changes_nothing_and_asks_nothing_again(bench: Bench) -> None:
    result = bench.replayed()
    assert (len(result.runs), result.changes, result.refused) == (3, (), ())
    # triage, splitting, classification and extraction of each
    assert [side.kept for side in result.after] == [4, 4, 4]
    assert lines(result)[0] == "3 recorded runs replayed, 0 of them otherwise"


def test_a_changed_row_moves_exactly_the_cases_that_it_hits_with_the_row_as_the_reason(bench: Bench) -> None:
    result = bench.replayed((TABLE, FORD, ",true,empty,FORD,,POD_BLUE"))
    [move] = result.changes
    assert (move.case, move.what, move.before, move.after) == ("Quistrel Ford", "queue", "POD_FORD", "POD_BLUE")
    assert "dealer_support_routing: row 10 « | true | empty | FORD |  | POD_BLUE» hits" in move.why
    assert "where row 10 « | true | empty | FORD |  | POD_FORD» did" in move.why
    assert result.matrix == {("POD_FORD", "POD_BLUE"): 1}
    assert result.load()["POD_FORD"] == (1, 0)
    assert result.load()["POD_BLUE"] == (0, 1)


def test_a_row_that_only_stands_elsewhere_changes_nothing(bench: Bench) -> None:
    assert bench.replayed((TABLE, FORD, f"# moved down\n{FORD}")).changes == ()


def test_a_changed_value_is_told_as_the_reason_of_the_move(bench: Bench) -> None:
    result = bench.replayed((FLOW, "FORD: [Ford, Lincoln]", "FORD: [Lincoln]"))
    [move] = result.moves
    assert (move.case, move.before, move.after) == ("Quistrel Ford", "POD_FORD", "POD_IND_EAST")
    assert "brand_program 'FORD' → 'INDEPENDENT' (derived values: brand_program)" in move.why


def test_a_renamed_category_is_told_for_each_case_and_its_question_is_asked_again(bench: Bench) -> None:
    result = bench.replayed(
        (CATEGORIES, "id: website_content", "id: site_text"),
        (FLOW, "content: [website_content,", "content: [site_text,"),
    )
    renamed = {each for each in told(result) if each[1] == "category"}
    assert renamed == {
        (name, "category", "website_content", "site_text")
        for name in ("Quistrel Ford", "Wendlow BMW", "Tollbeck Toyota")
    }
    assert result.moves == ()
    # splitting alone is the same: triage and classification look at the categories, extraction follows the category
    assert {side.kept for side in result.after} == {1}


def test_another_threshold_asks_fewer_people_and_keeps_the_answers(bench: Bench) -> None:
    result = bench.replayed(
        (FLOW, "categories: dealer_support, sure_from: 0.8", "categories: dealer_support, sure_from: 0.1")
    )
    assert result.reviews() == (3, 0)
    assert [side.kept for side in result.after] == [4, 4, 4]
    assert told(result) == {("", "outcome", "review", "cases")}
    assert all("no longer: most like 'website_content'" in each.why for each in result.changes)


def test_runs_of_earlier_versions_are_replayed_and_what_a_person_changed_is_left_out(
    bench: Bench, mail: Callable[..., bytes], variant: Callable[..., House]
) -> None:
    other = variant(
        (TABLE, FORD, ",true,empty,FORD,,POD_OLD"),
        (FLOW, "sure_from: 0.8}\n      - {id: extract", "sure_from: 1}\n      - {id: extract"),
    )
    raw = mail(LETTERS[0][0].replace("9 to 5", "7 to 4"), subject="Hours 9", number=9)
    report = other.runner.start("dealer-support", raw, name="9.eml")
    assert report.outcome == "review"
    [review] = other.store.reviews.of(report.run.id)
    key = report.proposal.cases[0].key
    other.answer(
        review.id, ReviewAnswer.model_validate({"decision": "edit", "by": "Una", "cases": {key: {"queue": "BILLING"}}})
    )
    found = {each.run: each for each in bench.replayed().runs}
    assert found[report.run.id].side.cases[0].queue == "POD_OLD"
    moves = {each.run: (each.before, each.after) for each in bench.replayed().moves}
    assert moves == {report.run.id: ("POD_OLD", "POD_FORD")}


def test_a_run_whose_message_is_gone_is_named_with_the_reason(bench: Bench) -> None:
    run = bench.house.store.runs.latest(1)[0]
    with bench.house.store.transaction() as cursor:
        cursor.execute("DELETE FROM blob WHERE hash = ?", (run.content,))
    result = bench.replayed()
    assert [(each.run, each.why) for each in result.refused] == [(run.id, f"the store has no content {run.content}")]
    assert len(result.runs) == 2


def test_nothing_is_written(bench: Bench) -> None:
    store, org = bench.house.store, bench.house.org
    assert org is not None

    def kept() -> tuple[Sequence[object], Sequence[object]]:
        rows = [store.connection.execute(f"SELECT count(*), max(rowid) FROM {name}").fetchone() for name in TABLES]
        cases = list(bench.house.client.rows("SELECT Id, LastModifiedDate, OwnerId FROM Case ORDER BY Id"))
        return rows, cases

    TABLES = [row[0] for row in store.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = kept()
    assert bench.replayed((TABLE, FORD, ",true,empty,FORD,,POD_BLUE")).moves
    assert kept() == before


def test_the_report_and_the_page_tell_the_moves(bench: Bench) -> None:
    result = bench.replayed((TABLE, FORD, ",true,empty,FORD,,POD_BLUE"))
    text = "\n".join(lines(result, {"POD_FORD": 2}))
    assert "POD_FORD → POD_BLUE" in text
    assert "0.5 → 0.0 for each of 2" in text
    assert figures(result)["moves"] == [{"from": "POD_FORD", "to": "POD_BLUE", "cases": 1}]
    assert json.loads(json.dumps(figures(result)))["changed"] == 1
    made = page(result, "dealer-support", "<b>candidate</b>", {}, datetime(2025, 3, 4, tzinfo=UTC))
    assert "POD_BLUE" in made
    assert "<b>candidate" not in made


def test_a_run_that_fails_by_the_candidate_is_named(bench: Bench) -> None:
    def fails(_: Recorded) -> object:
        from workflow.errors import InputError

        raise InputError("the candidate fails at it")

    runs = list(recorded(bench.house, "dealer-support", None, 100, datetime.now(UTC)))
    result = backtest(runs, fails)  # type: ignore[arg-type]
    assert [each.why for each in result.refused] == ["the candidate fails at it"] * 3

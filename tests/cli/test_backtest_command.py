"""switchyard backtest: a changed bundle over what was run, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import Command

from app.settings import ROOT

FORD = ",true,empty,FORD,,POD_FORD"


@pytest.fixture
def candidate(tmp_path: Path) -> Path:
    folder = tmp_path / "candidate"
    shutil.copytree(ROOT / "config", folder)
    return folder


def changed(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")


def test_who_moves_is_told_in_words_as_json_and_as_a_page(
    switchyard: Command, inbox: Path, yard: Path, candidate: Path, tmp_path: Path
) -> None:
    switchyard("run", "dealer-support", inbox, "--org", yard)
    changed(candidate, "tables/dealer_support_routing.csv", FORD, ",true,empty,FORD,,POD_BLUE")
    said = switchyard("backtest", "dealer-support", "--candidate", candidate, "--html", tmp_path / "moves.html")
    assert (said.status, said.err) == (0, "")
    assert "2 recorded runs replayed, 2 of them otherwise" in said.out
    assert "2  POD_FORD → POD_BLUE" in said.out
    assert "POD_BLUE" in (tmp_path / "moves.html").read_text("utf-8")
    limited = switchyard("backtest", "dealer-support", "--candidate", candidate, "--limit", 1, "--json")
    told = json.loads(limited.out)
    assert told["moves"] == [{"from": "POD_FORD", "to": "POD_BLUE", "cases": 1}]
    assert "POD_BLUE" in told["changes"][0]["why"]


def test_a_broken_candidate_is_refused_with_file_and_key(
    switchyard: Command, inbox: Path, yard: Path, candidate: Path
) -> None:
    switchyard("run", "dealer-support", inbox, "--org", yard)
    changed(
        candidate, "workflows/dealer-support.yaml", "table: dealer_support_routing", "tabel: dealer_support_routing"
    )
    said = switchyard("backtest", "dealer-support", "--candidate", candidate)
    assert (said.status, said.out) == (2, "")
    assert "workflows/dealer-support.yaml" in said.err
    assert "tabel" in said.err


def test_a_candidate_that_loads_and_cannot_work_is_refused(
    switchyard: Command, inbox: Path, yard: Path, candidate: Path
) -> None:
    switchyard("run", "dealer-support", inbox, "--org", yard)
    changed(candidate, "tables/dealer_support_routing.csv", "category,account_known", "kategory,account_known")
    said = switchyard("backtest", "dealer-support", "--candidate", candidate)
    assert said.status == 2
    assert "the candidate is refused" in said.err
    assert "tables/dealer_support_routing.csv" in said.err
    assert "kategory" in said.err


def test_where_nothing_was_run_it_says_so(switchyard: Command, candidate: Path) -> None:
    said = switchyard("backtest", "dealer-support", "--candidate", candidate)
    assert (said.status, "nothing has been run here yet" in said.err) == (2, True)


def test_a_time_that_is_none_is_refused(switchyard: Command, candidate: Path) -> None:
    said = switchyard("backtest", "dealer-support", "--candidate", candidate, "--since", "often")
    assert (said.status, "--since often" in said.err) == (2, True)


def test_what_began_before_the_time_is_left_out(switchyard: Command, inbox: Path, yard: Path, candidate: Path) -> None:
    switchyard("run", "dealer-support", inbox, "--org", yard)
    assert "2 recorded runs" in switchyard("backtest", "dealer-support", "--candidate", candidate, "--since", "1h").out

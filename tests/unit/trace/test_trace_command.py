"""`switchyard trace` finds a run by any of its names, checks it, and starts quickly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from traced import PARENT, RUN, SHOPS, finished, record_id

from app.cli.trace import trace
from app.trace import check, find
from tools.store import Store
from workflow.errors import InputError, NotFound

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state directory whose store holds a finished split."""
    traced, _ = finished()
    place = tmp_path / "state" / "default"
    place.mkdir(parents=True)
    with Store(place / "store.db").connection as target:
        traced.store.connection.backup(target)
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path / "state"))
    return place / "store.db"


def call(*arguments: str) -> Result:
    """The command's result; errors that are somebody's to cure come out as exceptions."""
    return CliRunner().invoke(trace, list(arguments))


@pytest.mark.parametrize("name", [RUN, f" {RUN} ", PARENT, PARENT[:15], "00001000", "1000", "a0X000000000001AAA"])
def test_a_run_is_found_by_each_of_its_names(state: Path, name: str) -> None:
    found = call(name)
    assert found.exit_code == 0, found.output
    assert "2 cases" in found.output


@pytest.mark.parametrize("name", [record_id(2), record_id(2)[:15], "00001002", "1002"])
def test_a_child_is_found_alone(state: Path, name: str) -> None:
    words = call(name).output
    assert "Case 2 of 2: Harbour Books" in words
    assert "Case 1 of 2" not in words


def test_a_case_key_finds_its_case() -> None:
    traced, run = finished()
    assert find(traced.store, traced.case(SHOPS[1])).case == traced.case(SHOPS[1])
    assert find(traced.store, run.id).case is None


def test_the_one_case_of_a_message_is_the_whole_run() -> None:
    traced, _run = finished(SHOPS[:1])
    assert find(traced.store, PARENT).case is None


def test_hops_as_json_lines_hold_everything(state: Path) -> None:
    rows = [json.loads(line) for line in call(RUN, "--json").output.splitlines()]
    assert [row["n"] for row in rows] == list(range(1, 17))
    assert {row["run"] for row in rows} == {RUN}
    child = [json.loads(line) for line in call("1002", "--json").output.splitlines()]
    assert len({row["case"] for row in child}) == 2
    assert len(child) == 4 + 6
    assert child == [row for row in rows if row["case"] in ("", child[-1]["case"])]


def test_an_untouched_trace_holds(state: Path) -> None:
    told = call(RUN, "--verify")
    assert told.exit_code == 0
    assert "16 hops" in told.output


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ("UPDATE hop SET reason = 'it was nothing' WHERE n = 5", "hop 5"),
        ("UPDATE hop SET detail = '{}' WHERE n = 7", "hop 7"),
        ("DELETE FROM hop WHERE n = 3", "hop 3 is missing"),
        ("UPDATE hop SET detail = 'no json' WHERE n = 2", "cannot be read"),
    ],
)
def test_a_trace_that_was_changed_is_told_with_status_1(state: Path, change: str, place: str) -> None:
    store = Store(state)
    with store.transaction() as cursor:
        cursor.execute(change)
    store.close()
    told = call(RUN, "--verify")
    assert told.exit_code == 1
    assert place in told.output


def test_a_trace_that_cannot_be_read_any_more_says_so(state: Path) -> None:
    store = Store(state)
    with store.transaction() as cursor:
        cursor.execute("UPDATE hop SET detail = 'no json' WHERE n = 2")
    store.close()
    error = call("1002").exception
    assert isinstance(error, InputError)
    assert "--verify" in str(error)


def test_a_check_of_a_run_says_where_it_broke() -> None:
    traced, run = finished()
    with traced.store.transaction() as cursor:
        cursor.execute("UPDATE hop SET status = 'failed' WHERE n = 6")
    verdict = check(traced.store, run.id)
    assert verdict.broken
    assert verdict.broken_at == 6


def test_what_is_not_there_is_said_with_what_may_be_asked(state: Path) -> None:
    error = call("50099").exception
    assert isinstance(error, NotFound)
    assert "50099" in str(error)
    assert "case number" in str(error)


def test_a_place_where_nothing_ran_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path / "none"))
    error = call(RUN).exception
    assert isinstance(error, NotFound)
    assert "nothing has been run here yet" in str(error)
    assert not (tmp_path / "none").exists()


def test_a_trace_loads_neither_graphs_nor_directory(state: Path) -> None:
    heavy = ("langgraph", "mcp", "simple_salesforce", "tools.directory", "graphs", "agents", "fastapi")
    code = (
        "import sys\nfrom app.main import cli\n"
        f"try: cli.main(['trace', {RUN!r}], standalone_mode=False)\nexcept SystemExit: pass\n"
        f"print(sorted(name for name in {heavy!r} if name in sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "2 cases" in done.stdout
    assert done.stderr.strip() == "[]"

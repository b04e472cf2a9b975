"""Copies that are taken while a worker is at work, and restored: the org went on meanwhile, and nothing is doubled."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from cluster import dumped, restored
from plant import all_finished, assert_once_each, queued, until, working

from app.main import cli
from app.settings import Settings
from app.trace import check_all
from app.wiring import House

pytestmark = pytest.mark.slow


def said(*arguments: object) -> str:
    done = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    return done.output


def assert_goes_on_and_doubles_nothing(settings: Settings, runs: list[str]) -> None:
    """From what was restored, with every message brought again."""
    house = House(settings)
    house.open()
    assert not check_all(house.store).broken
    assert house.store.runs.find(runs[-1]) is None  # it came after the copy
    assert queued(house, len(runs)) == runs
    with working(lambda: House(settings)):
        all_finished(house, runs)
    assert_once_each(house, runs)
    assert not check_all(house.store).broken
    house.close()


def test_a_copy_of_the_state_that_was_taken_under_a_worker_is_restored(
    house: House, settings: Settings, tmp_path: Path
) -> None:
    state, copy = settings.state, tmp_path / "copy"
    runs = queued(house, 3)
    with working(lambda: House(settings)):
        until(house, lambda counts: counts["finished"] > 0)
        said("store", "backup", copy)
        runs += queued(house, 1, begin=103)
        all_finished(house, runs)
    org = house.home.relative_to(state) / "org.db"
    house.close()
    state.rename(tmp_path / "lost")
    copy.rename(state)
    (tmp_path / "lost" / org).replace(state / org)  # a real org is not set back with the state
    assert "the trace holds" in said("trace", "--verify", "--all")
    assert_goes_on_and_doubles_nothing(settings, runs)


def test_a_dump_of_postgres_that_was_taken_under_a_worker_is_restored(
    postgres_house: House, settings: Settings, tmp_path: Path
) -> None:
    house, dump = postgres_house, tmp_path / "dump"
    runs = queued(house, 3)
    with working(lambda: House(settings)):
        until(house, lambda counts: counts["finished"] > 0)
        dumped(settings.database, dump)
        runs += queued(house, 1, begin=103)
        all_finished(house, runs)
    house.close()
    restored(settings.database, dump)
    assert "the trace holds" in said("trace", "--verify", "--all")
    assert_goes_on_and_doubles_nothing(settings, runs)

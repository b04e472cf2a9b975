"""Files that are deleted or may not be written: nothing is written where nobody would find it, and it is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from plant import LETTER, PATIENCE, all_finished, assert_once_each, queued, struck, working

from app.settings import ROOT, Settings
from app.wiring import House
from tools.store import Store
from workflow.errors import Unavailable


def test_nothing_is_written_to_a_store_that_was_deleted(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    store = Store(place)
    place.rename(tmp_path / "elsewhere.db")
    with pytest.raises(Unavailable, match=r"store\.db was deleted.*put it or a copy of it back"):
        store.attempts.begin("K1", "10:00")
    place.touch()
    with pytest.raises(Unavailable, match="another file was put in its place"):
        store.attempts.begin("K1", "10:00")
    (tmp_path / "elsewhere.db").replace(place)
    assert store.attempts.begin("K1", "11:00") == ""
    store.close()
    again = Store(place)
    assert again.attempts.begin("K1", "12:00") == "11:00"
    again.close()


@pytest.mark.slow
def test_a_worker_goes_on_when_a_store_that_was_moved_away_is_back(house: House, settings: Settings) -> None:
    runs = queued(house, 2)
    place, away = house.home / "store.db", house.home / "away.db"

    with working(struck(settings, lambda _worker: place.rename(away) and None)) as words:
        words.until("store.db was deleted")
        away.rename(place)
        all_finished(house, runs)
    assert_once_each(house, runs)


@pytest.mark.slow
def test_a_queue_that_is_lost_as_a_whole_is_made_again_from_the_store(house: House, settings: Settings) -> None:
    runs = queued(house, 3)
    house.queue.close()
    del house.__dict__["queue"]
    for each in house.home.glob("queue.db*"):
        each.unlink()
    with working(lambda: House(settings)):
        all_finished(house, runs)
    assert_once_each(house, runs)


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["run", "worker"])
def test_a_state_directory_that_may_not_be_written_is_said_with_what_to_do(
    house: House, tmp_path: Path, verb: str
) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_text(LETTER.format(number=7), "utf-8")
    house.close()
    state = house.settings.state
    for each in (state, *state.rglob("*")):
        each.chmod(0o555 if each.is_dir() else 0o444)
    # Root is asked for no permission: it goes without that right here.
    plain = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.getuid() == 0 else []
    arguments = ["worker", "--until-empty"] if verb == "worker" else [verb, "dealer-support", str(letter)]
    done = subprocess.run(
        [*plain, sys.executable, "-m", "app.main", *arguments, "--org", str(house.settings.org)],
        cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip
    for each in (state, *state.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert str(state) in done.stderr
    assert "SWITCHYARD_STATE" in done.stderr or "its folder" in done.stderr or "it may not be written" in done.stderr

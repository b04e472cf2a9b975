"""Postgres stops and starts while workers are at work: they wait for it, and each run is done once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cluster import restart
from plant import all_finished, assert_once_each, process, queued, until

from app.wiring import House

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_workers_go_on_when_their_database_is_back(postgres_house: House, how: str) -> None:
    house = postgres_house
    socket = Path(parse_qs(urlsplit(house.settings.database).query)["host"][0])
    runs = queued(house, 6)
    with process(house) as one, process(house) as other:
        until(house, lambda counts: counts["running"] + counts["finished"] > 0)
        restart(socket, how)
        house.store.connection.raw.close()  # ours was cut as well
        all_finished(house, runs)
        assert (one.end(), other.end()) == (0, 0)
        said = [*one.words.lines, *other.words.lines]
    assert not [line for line in said if "Traceback" in line]
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0] * len(runs)
    assert house.queue.standing() == {}

"""Postgres stops and starts, or crashes, under a worker: it says so, waits for it, and each run is done once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cluster import start, stop
from plant import all_finished, assert_once_each, queued, struck, working

from app.settings import Settings
from app.wiring import House

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_worker_goes_on_when_its_database_is_back(postgres_house: House, settings: Settings, how: str) -> None:
    house = postgres_house
    socket = Path(parse_qs(urlsplit(house.settings.database).query)["host"][0])
    runs = queued(house, 2)

    with working(struck(settings, lambda _worker: stop(socket, how))) as words:
        try:
            words.until("cannot be used now", "nothing is lost")
        finally:
            start(socket)
        words.until("the trouble is over")
        all_finished(house, runs)
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0, 0]

"""Postgres stops and starts while a worker is at work: it waits for it, and each run is done once."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from cluster import restart
from plant import all_finished, assert_once_each, queued, struck, working

from app.settings import Settings
from app.wiring import House

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_worker_goes_on_when_its_database_is_back(postgres_house: House, settings: Settings, how: str) -> None:
    house = postgres_house
    socket = Path(parse_qs(urlsplit(house.settings.database).query)["host"][0])
    runs = queued(house, 2)

    def stop_and_start(_worker: House) -> None:
        restart(socket, how)
        house.store.connection.raw.close()  # ours was cut as well

    with working(struck(settings, stop_and_start)) as words:
        words.until("the database of SWITCHYARD_DATABASE_URL cannot be used now")
        all_finished(house, runs)
    assert not [line for line in words.lines if line.startswith("ended:")]
    assert_once_each(house, runs)
    assert [house.store.runs.get(run).tries for run in runs] == [0, 0]

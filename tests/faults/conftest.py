"""A house over a small org, in a state directory of the test's own; workers that come again quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from plant import ACCOUNTS

from app.settings import Settings
from app.wiring import House
from app.worker import trouble


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.delenv("SWITCHYARD_DATABASE_URL", raising=False)
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path / "state"))
    monkeypatch.setattr(trouble, "SECONDS", 0.1)
    folder = tmp_path / "yard" / "org"
    folder.mkdir(parents=True)
    (folder / "Account.csv").write_text(ACCOUNTS, "utf-8")
    return Settings(org=folder, state=tmp_path / "state")


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    made = House(settings)
    made.open()
    yield made
    made.close()


@pytest.fixture
def postgres_house(settings: Settings, postgres: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The same over a Postgres database of its own."""
    monkeypatch.setenv("SWITCHYARD_DATABASE_URL", postgres())
    made = House(settings)
    made.open()
    made.directory(made.bundle.workflow("dealer-support").account)
    yield made
    made.close()

"""Two workers in processes of their own over one Postgres database and one org."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fleet import ACCOUNTS

from app.settings import ROOT, Settings
from app.wiring import House

TAKEOVER = "3"

Spawn = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def house(postgres: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("SWITCHYARD_DATABASE_URL", postgres())
    monkeypatch.setenv("SWITCHYARD_STATE", str(tmp_path / "state"))
    folder = tmp_path / "yard" / "org"
    folder.mkdir(parents=True)
    (folder / "Account.csv").write_text(ACCOUNTS, "utf-8")
    made = House(Settings(org=folder, state=tmp_path / "state"))
    made.open()
    made.directory(made.bundle.workflow("dealer-support").account)
    yield made
    made.close()


@pytest.fixture
def spawn(house: House) -> Iterator[Spawn]:
    """Begins a worker; what still lives at the end of the test is ended."""
    begun: list[subprocess.Popen[str]] = []

    def make(*more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "app.main", "worker", "--takeover", TAKEOVER, "--org", str(house.settings.org)]
        begun.append(
            subprocess.Popen([*command, *more], cwd=ROOT, env=os.environ.copy(), text=True, stderr=subprocess.PIPE)
        )
        return begun[-1]

    yield make
    for process in begun:
        process.kill()
        process.wait()

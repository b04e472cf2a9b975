"""The command line over a small org of invented dealers: in this process, with a state directory of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.main import main

ACCOUNTS = """\
ExternalId__c,Name,Type,Website,Brand__c,Region__c
Y-1,Quillhaven Ford,Dealer,quillhavenford.com,Ford,East
Y-2,Marrowgate Toyota,Dealer,marrowgatetoyota.com,Toyota,West
"""
LETTER = """\
From: Ada Norvik <ada@quillhavenford.com>
To: support@vendor.invalid
Subject: {subject}
Date: Tue, 04 Mar 2025 10:00:00 -0500
Message-ID: <{number}@quillhavenford.com>

Please change the opening hours of Quillhaven Ford on quillhavenford.com: we are open from 9 to 5 now.

Ada Norvik
"""


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    status: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The state directory of every command of the test; not made yet."""
    folder = tmp_path / "state"
    monkeypatch.setenv("SWITCHYARD_STATE", str(folder))
    monkeypatch.delenv("SWITCHYARD_SALESFORCE_INSTANCE_URL", raising=False)
    return folder


@pytest.fixture
def switchyard(state: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line as the shell would."""

    def run(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Said(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def yard(tmp_path: Path) -> Path:
    """A folder for --org."""
    folder = tmp_path / "yard" / "org"
    folder.mkdir(parents=True)
    (folder / "Account.csv").write_text(ACCOUNTS, "utf-8")
    return folder


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder of two messages."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in (1, 2):
        text = LETTER.format(number=number, subject=f"Opening hours {number}")
        (folder / f"{number}.eml").write_text(text, "utf-8")
    return folder

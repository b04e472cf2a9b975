"""A name that is none is told before anything is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

WORK = "dealer-support"


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may be opened in the test."""

    def opened(*_: object) -> None:
        raise AssertionError("a house was opened")

    monkeypatch.setattr("app.wiring.House.__init__", opened)


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    "words",
    [
        ("shadow", "dealer-suport"),
        ("intake", "dealer-suport", "--once"),
        ("route", "dealer-suport"),
        ("learn", "dealer-suport"),
        ("run", "dealer-suport", "."),
        ("enqueue", "dealer-suport", "."),
        ("org", "check", WORK, "dealer-suport"),
        ("org", "estimate", "dealer-suport"),
    ],
    ids=" ".join,
)
def test_an_unknown_workflow_is_told_at_once(switchyard: Any, state: Path, words: tuple[str, ...]) -> None:
    said = switchyard(*words)
    assert (said.status, said.out) == (2, "")
    assert "no workflow 'dealer-suport'" in said.err
    assert "Did you mean 'dealer-support'?" in said.err
    assert not state.exists()


@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("shadow", WORK, "--since", "soon"), "--since soon: a time span is wanted"),
        (("intake", WORK, "--since", "0d"), "--since 0d: a time span is wanted"),
        (("shadow", WORK, "--html", "nowhere/page.html"), "nowhere: no such folder"),
        (("shadow", WORK, "--limit", "0"), "--limit"),
        (("route", WORK, "--every", "often"), "--every"),
        (("org", "query", "SELECT Id FROM Case", "--format", "xml"), "--format"),
        (("org", "serve", "--port", "0"), "--port"),
        (("org", "estimate", WORK, "--asked", "101"), "--asked"),
    ],
)
def test_a_wrong_option_is_told_at_once(switchyard: Any, state: Path, words: tuple[str, ...], told: str) -> None:
    said = switchyard(*words)
    assert (said.status, said.out) == (2, "")
    assert told in said.err
    assert not state.exists()

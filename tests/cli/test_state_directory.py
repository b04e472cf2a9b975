"""Where state is kept: clear words where it cannot be, and no org's runs among another's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.settings import Settings, state_directory


@pytest.mark.parametrize("verb", [("demo",), ("run", "dealer-support", "{inbox}", "--org", "{yard}")])
def test_a_state_directory_that_cannot_be_made_is_told(
    switchyard: Any, state: Path, yard: Path, inbox: Path, verb: tuple[str, ...]
) -> None:
    state.write_text("a file", "utf-8")
    said = switchyard(*(word.format(inbox=inbox, yard=yard) for word in verb))
    assert (said.status, said.out) == (2, "")
    assert "cannot be made: Not a directory; SWITCHYARD_STATE names" in said.err


@pytest.mark.parametrize("verb", [("trace", "1"), ("review", "list"), ("review", "answer", "V1", "--accept")])
def test_looking_makes_nothing(switchyard: Any, state: Path, verb: tuple[str, ...]) -> None:
    said = switchyard(*verb)
    assert said.status == 2
    assert "nothing has been run here yet" in said.err
    assert not state.exists()


def test_a_store_that_is_none_of_ours_is_told(switchyard: Any, state: Path) -> None:
    (state / "default").mkdir(parents=True)
    (state / "default" / "store.db").write_bytes(b"garbage" * 1000)
    said = switchyard("review", "list")
    assert said.status == 2
    assert "store.db cannot be opened as a store: file is not a database" in said.err


def test_an_org_that_could_not_be_loaded_is_not_the_one_used_last(
    switchyard: Any, yard: Path, inbox: Path, tmp_path: Path
) -> None:
    switchyard("run", "dealer-support", inbox, "--org", yard)
    broken = tmp_path / "broken" / "org"
    broken.mkdir(parents=True)
    (broken / "Account.csv").write_text("Name,Type\nA,Dealer,too,many\n", "utf-8")
    assert switchyard("org", "load", broken).status == 2
    assert switchyard("run", "dealer-support", inbox).out.count("nothing is done twice") == 2


def test_what_was_run_in_an_embedded_org_was_not_run_in_a_real_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded = Settings(state=tmp_path).home
    monkeypatch.setenv("SWITCHYARD_SALESFORCE_INSTANCE_URL", "https://One.my.salesforce.com/")
    one = Settings(state=tmp_path).home
    monkeypatch.setenv("SWITCHYARD_SALESFORCE_INSTANCE_URL", "https://two.my.salesforce.com")
    assert len({embedded, one, Settings(state=tmp_path).home}) == 3
    monkeypatch.setenv("SWITCHYARD_SALESFORCE_INSTANCE_URL", "https://one.my.salesforce.com")
    assert Settings(state=tmp_path).home == one


def test_an_empty_variable_is_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SWITCHYARD_STATE", "")
    assert state_directory() == Path(".switchyard")


def test_only_an_embedded_org_is_remembered_as_the_last(
    switchyard: Any, state: Path, yard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    switchyard("org", "load", yard)
    monkeypatch.setenv("SWITCHYARD_SALESFORCE_INSTANCE_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("SWITCHYARD_SALESFORCE_ACCESS_TOKEN", "none")
    assert "127.0.0.1 did not answer" in switchyard("org", "query", "SELECT Id FROM Case").err
    monkeypatch.delenv("SWITCHYARD_SALESFORCE_INSTANCE_URL")
    assert switchyard("org", "query", "SELECT COUNT() FROM Account").out == "2\n"

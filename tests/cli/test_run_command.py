"""switchyard run: what cannot begin is said once, what is broken holds up nothing else, and nothing is done twice."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.settings import ROOT
from graphs.run import Runner

WORK = "dealer-support"


def test_an_unknown_workflow_is_told_with_the_nearest_one(switchyard: Any, yard: Path, inbox: Path) -> None:
    said = switchyard("run", "dealer-suport", inbox, "--org", yard)
    assert (said.status, said.out) == (2, "")
    assert "no workflow 'dealer-suport'" in said.err
    assert "Did you mean 'dealer-support'?" in said.err


@pytest.mark.parametrize("org", ["missing", "empty", "file", "none"])
def test_an_org_that_is_not_there_is_said_once_before_the_first_message(
    switchyard: Any, tmp_path: Path, inbox: Path, org: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("Name\n", "utf-8")
    said = switchyard("run", WORK, inbox, *(() if org == "none" else ("--org", tmp_path / org)))
    assert (said.status, said.out) == (2, "")
    assert len(said.err.splitlines()) == 1
    assert "--org" in said.err


@pytest.mark.parametrize("path", ["nowhere", "folder"])
def test_a_path_without_a_message_is_told(switchyard: Any, yard: Path, tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    said = switchyard("run", WORK, tmp_path / path, "--org", yard)
    assert said.status == 2
    assert str(tmp_path / path) in said.err


def test_a_broken_message_holds_up_none_of_the_others(switchyard: Any, yard: Path, inbox: Path) -> None:
    (inbox / "0.eml").write_bytes(b"")
    (inbox / "1a.eml").write_bytes(bytes(range(256)) * 40)
    (inbox / "1b.eml").symlink_to("nowhere.eml")
    said = switchyard("run", WORK, inbox, "--org", yard, "--json")
    lines = {line["message"]: line for line in map(json.loads, said.out.splitlines())}
    assert said.status == 1
    assert {name: line["outcome"] == "error" for name, line in lines.items()} == {
        "0.eml": True, "1.eml": False, "1a.eml": True, "2.eml": False,
    }  # fmt: skip
    assert "empty" in lines["0.eml"]["error"]
    assert said.err == "1b.eml: No such file or directory\n"


def test_a_folder_that_is_called_like_a_message_is_none(switchyard: Any, yard: Path, inbox: Path) -> None:
    (inbox / "old.eml").mkdir()
    said = switchyard("run", WORK, inbox, "--org", yard, "--dry-run")
    assert said.status == 0
    assert "2 messages, 0 failed; effects were off" in said.out


def test_forms_and_lists_are_run_item_by_item_and_what_is_no_work_item_is_named(
    switchyard: Any, yard: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    wish = "Please change the opening hours of Quillhaven Ford on quillhavenford.com: we are open from 9 to 5 now."
    form = {"name": "Ada Norvik", "email": "ada@quillhavenford.com", "message": wish}
    (folder / "a.json").write_text(json.dumps([form, {**form, "reference": 2}, 7]), "utf-8")
    (folder / "b.csv").write_text(f'E-mail,Message\nada@quillhavenford.com,"{wish}"\n', "utf-8")
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7")
    said = switchyard("run", WORK, folder, "--org", yard, "--json", "--dry-run")
    assert said.status == 1
    assert [json.loads(line)["message"] for line in said.out.splitlines()] == [
        "a.json item 1",
        "a.json item 2",
        "b.csv row 2",
    ]
    assert said.err.splitlines()[:1] == ["scan.pdf: not run (no work item: a file of kind .pdf)"]
    assert "a.json item 3: not an object of labels and values" in said.err.splitlines()


def test_the_same_inbox_again_makes_nothing_twice(switchyard: Any, yard: Path, inbox: Path) -> None:
    assert switchyard("run", WORK, inbox, "--org", yard).status == 0
    again = switchyard("run", WORK, inbox)
    assert again.status == 0
    assert again.out.count("nothing is done twice") == 2
    assert switchyard("org", "query", "SELECT COUNT() FROM EmailMessage").out == "2\n"


def test_a_message_dated_where_the_org_has_no_dates_gets_its_case(switchyard: Any, yard: Path, inbox: Path) -> None:
    letter = (inbox / "1.eml").read_text("utf-8").replace("2025", "9999")
    (inbox / "1.eml").write_text(letter, "utf-8")
    assert switchyard("run", WORK, inbox / "1.eml", "--org", yard).status == 0
    assert switchyard("org", "query", "SELECT COUNT() FROM EmailMessage").out == "1\n"


def test_a_stop_at_the_keyboard_says_how_far_it_came(
    switchyard: Any, yard: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Runner.start

    def stopped(self: Runner, workflow: str, raw: bytes, name: str = "") -> Any:
        if name == "2.eml":
            raise KeyboardInterrupt
        return start(self, workflow, raw, name=name)

    monkeypatch.setattr(Runner, "start", stopped)
    said = switchyard("run", WORK, inbox, "--org", yard)
    assert said.status == 130
    assert said.err.strip() == "stopped after 1 of 2 messages; the same command goes on from here"


def test_a_mistake_in_the_bundle_is_told_before_the_messages(
    switchyard: Any, yard: Path, inbox: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    [table] = (config / "tables").iterdir()
    text = table.read_text("utf-8")
    table.write_text(text.replace("category,account_known", "categori,account_known", 1), "utf-8")
    said = switchyard("run", WORK, inbox / "1.eml", "--org", yard, "--config", config, "--dry-run")
    assert "nothing makes 'categori' known" in said.err
    assert "switchyard bundle check" in said.err

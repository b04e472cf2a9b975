"""switchyard review answer: an answer that is not clear is not taken, and a run that then fails is not passed over."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphs.run import Runner

Asked = dict[str, Any]


@pytest.fixture
def asked(switchyard: Any, yard: Path, tmp_path: Path) -> Asked:
    """An open review."""
    letter = tmp_path / "unclear.eml"
    letter.write_text(
        "From: Bo <bo@elsewhere.invalid>\nSubject: as discussed\n\nHi,\n\nplease see what we talked about.\n\nBo\n",
        "utf-8",
    )
    assert switchyard("run", "dealer-support", letter, "--org", yard).status == 0
    [line] = switchyard("review", "list", "--json").out.splitlines()
    told: Asked = json.loads(line)
    return told


@pytest.mark.parametrize(
    "words", [(), ("--accept", "--reject"), ("--accept", "--edit", "{}"), ("--reject", "--edit", "{}")]
)
def test_an_answer_says_one_thing(switchyard: Any, asked: Asked, words: tuple[str, ...]) -> None:
    said = switchyard("review", "answer", asked["id"], *words)
    assert said.status == 2
    assert "say one of --accept, --edit JSON, --reject" in said.err
    assert switchyard("review", "list").out.startswith(asked["id"])


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ("no json", "not JSON"),
        ("{}", "it says no change"),
        ("[1]", "it says no change"),
        ('{"CASE": "billing"}', "CASE: the changes of a case are an object of JSON"),
        ('{"CASE": {"categry": "billing"}}', "CASE.categry: unknown key. Did you mean 'category'?"),
        ('{"CASE": {"fields": []}}', "CASE.fields: "),
        ('{"other": {"category": "billing"}}', "the review has no case other"),
        ('{"CASE": {"category": "biling"}}', "Did you mean 'billing'?"),
        ('{"CASE": {"queue": "BILLNG"}}', "Did you mean 'BILLING'?"),
        ('{"CASE": {"account": "Y-99"}}', "no account Y-99"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_and_leaves_the_review_open(
    switchyard: Any, asked: Asked, edit: str, told: str
) -> None:
    key = asked["proposal"]["cases"][0]["key"]
    said = switchyard("review", "answer", asked["id"], "--edit", edit.replace("CASE", key))
    assert said.status == 2
    assert told.replace("CASE", key) in " ".join(said.err.split())
    assert switchyard("review", "list").out.startswith(asked["id"])


def test_an_answer_needs_a_name(switchyard: Any, asked: Asked) -> None:
    said = switchyard("review", "answer", asked["id"], "--accept", "--by", " ")
    assert said.status == 2
    assert "--by" in said.err


def test_a_review_is_answered_once(switchyard: Any, asked: Asked) -> None:
    assert switchyard("review", "answer", asked["id"], "--reject", "--by", "una").status == 0
    second = switchyard("review", "answer", asked["id"], "--accept")
    assert second.status == 2
    assert "answered already, by una" in second.err
    assert switchyard("review", "list").out == "no open review\n"


def test_a_run_that_fails_after_its_answer_ends_the_command_with_1(
    switchyard: Any, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Callable[..., Any] = Runner.answer

    def failing(self: Runner, *given: Any) -> Any:
        report = answer(self, *given)
        return replace(report, run=report.run.model_copy(update={"status": "failed", "error": "save: no reply"}))

    monkeypatch.setattr(Runner, "answer", failing)
    said = switchyard("review", "answer", asked["id"], "--accept")
    assert said.status == 1
    assert "save: no reply" in said.out
    assert "run the same message again" in said.err

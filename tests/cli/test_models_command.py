"""switchyard models: what can be asked, and what it cost; nothing that asks no model imports litellm."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.settings import ROOT
from tools.models.double import Double
from tools.models.double import behaviour as be

READY = {"ready": True, "word": "switchyard", "lengths": [3, 5]}


@pytest.fixture
def double() -> Iterator[Double]:
    made = Double(be.saying(lambda asked: READY))
    yield made
    made.close()


@pytest.fixture
def config(tmp_path: Path) -> Callable[[str], Path]:
    """A bundle with another models.yaml."""

    def make(text: str) -> Path:
        folder = tmp_path / "config"
        shutil.copytree(ROOT / "config", folder, dirs_exist_ok=True)
        (folder / "models.yaml").write_text(text)
        return folder

    return make


def two(double: Double) -> str:
    return f"""\
budgets: {{day: 5}}
models:
  fast: {{model: openai/fast, api_base: '{double.api_base}', prices: {{input: 2, output: 10}}}}
  other: {{model: openai/other, api_base: '{double.api_base}', prices: {{input: 1, output: 1}}, retry: {{times: 1}}}}
"""


def test_a_model_that_can_be_used(switchyard, double: Double, config) -> None:  # type: ignore[no-untyped-def]
    said = switchyard("models", "check", "fast", "--config", config(two(double)))
    assert said.status == 0, said
    assert said.out.startswith("✓ fast  openai/fast\n    price 2 in, 10 out a million, 0.000")
    assert "other" not in said.out
    assert double.asked[0].form == "check"


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (be.wrong_key, "the key is not accepted"),
        (be.page, "correct api_base: it often ends in /v1"),
        (be.bad_request, "write structured: json, or structured: text"),
        (be.babbling, "its answer is not JSON; write structured: json"),
        (be.saying(lambda asked: {"ready": True}), "does not have the keys of the form"),
        (be.saying(lambda asked: {**READY, "lengths": [3, 4]}), "it may be too weak"),
        (be.refusing, "it answers nothing that can be used"),
    ],
)
def test_one_that_cannot_is_told_with_its_cure(  # type: ignore[no-untyped-def]
    switchyard, double: Double, config, behaviour: be.Behaviour, told: str
) -> None:
    double.behaviour = be.by_model({"fast": be.saying(lambda asked: READY), "other": behaviour})
    said = switchyard("models", "check", "--config", config(two(double)))
    assert said.status == 1
    assert "✓ fast" in said.out
    assert "✗ other" in said.out
    assert told in said.out


def test_a_bundle_without_models_and_an_unknown_alias(switchyard, config) -> None:  # type: ignore[no-untyped-def]
    local = config("models: {local: {reader: local}}")
    assert switchyard("models", "check", "--config", local).out.startswith("every alias is read by the local reader")
    said = switchyard("models", "check", "fats", "--config", local)
    assert (said.status, "there is no model 'fats'" in said.err) == (2, True)


def test_what_was_spent(switchyard, double: Double, config) -> None:  # type: ignore[no-untyped-def]
    folder = config(two(double))
    assert switchyard("models", "spent", "--config", folder).out == "nothing was called\n"
    switchyard("models", "check", "--config", folder)
    said = switchyard("models", "spent", "--by", "alias", "--config", folder)
    rows = [line.split() for line in said.out.splitlines()]
    assert [row[0] for row in rows[1:3]] == ["fast", "other"]
    assert [row[1] for row in rows[1:3]] == ["1", "1"]
    total = float(rows[1][5]) + float(rows[2][5])
    assert rows[3][:2] == ["today:", f"{total:.6f}"]


SMALL = """\
{"message": "1.eml", "outcome": "cases", "cases": [{"account": "W-1", "category": "website_content", "fields": \
{"dealer_name": "Quillhaven Ford", "brands": ["Ford"], "website": "quillhavenford.com", "vins": \
["1FTFW1E50NFA00001"]}, "missing": [], "queue": "TRIAGE_REVIEW"}]}
{"message": "2.eml", "outcome": "not_actionable", "cases": [], "tags": ["thank_you"]}
"""


def test_the_ceiling_tells_each_loss_and_whether_the_bill_is_right(  # type: ignore[no-untyped-def]
    switchyard, tmp_path: Path
) -> None:
    suite = tmp_path / "small"
    (suite / "messages").mkdir(parents=True)
    (suite / "org").mkdir()
    (suite / "suite.yaml").write_text("name: small\nworkflow: dealer-support\n")
    (suite / "expected.jsonl").write_text(SMALL)
    (suite / "org" / "Account.csv").write_text(
        "ExternalId__c,Name,Type,Website\nW-1,Quillhaven Ford,Dealer,quillhavenford.com\n"
    )
    head = "From: Ada <ada@quillhavenford.com>\nTo: d@vendor.invalid\nDate: Tue, 04 Mar 2025 10:00:00 -0500\n"
    letter = "Please change the hours of Quillhaven Ford on quillhavenford.com, for 1FTFW1E50NFA0 0001.\n"
    (suite / "messages" / "1.eml").write_text(f"{head}Subject: Hours\n\n{letter}")
    (suite / "messages" / "2.eml").write_text(f"{head}Subject: Thanks\n\nThank you, all is well now!\n")
    said = switchyard("models", "ceiling", suite)
    assert said.status == 0, said
    lines = said.out.splitlines()
    assert lines[0] == "small: a model that is never wrong"
    assert "right values lost      0 of 4" in lines[2]
    assert lines[3].strip().startswith("calls a message        median 1, 95 % at most 1; repairs apart: 0")
    bill = lines[5].split()
    assert bill[1] == bill[5] != "0"
    assert "in 1 version(s)" in lines[4]
    assert lines[7].strip() == "with the second look   auto_right 0.500, coverage 1.000"


def test_no_command_that_asks_no_model_imports_litellm(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_text("From: a@b.example\nSubject: Hi\n\nPlease call me about the website.\n")
    (tmp_path / "org").mkdir()
    (tmp_path / "org" / "Account.csv").write_text("ExternalId__c,Name,Type\nW-1,Quillhaven Ford,Dealer\n")
    code = (
        "import sys, json\nfrom app.main import main\n"
        f"for line in (['run', 'dealer-support', {str(tmp_path / 'one.eml')!r}, '--org', {str(tmp_path / 'org')!r}],"
        " ['models', 'check'], ['models', 'spent'], ['bundle', 'check']):\n"
        "    try: main(line)\n    except SystemExit: pass\n"
        "print(json.dumps([name for name in ('litellm', 'openai') if name in sys.modules]))"
    )
    environment = {"SWITCHYARD_STATE": str(tmp_path / "state"), "PATH": "", "SWITCHYARD_OCR": "off"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=environment
    )
    assert json.loads(done.stdout.splitlines()[-1]) == []

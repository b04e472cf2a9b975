"""switchyard learn: what it learned takes effect with the bundle, and what is not better does not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.cli.options import settings
from app.settings import ROOT
from app.wiring import House
from tools.bundle import load
from workflow.review import CaseEdit, ReviewAnswer

WORDS = {
    "billing": ("quexel", "flombard", "trindow"),
    "training": ("vombat", "skerrel", "ploundage"),
    "advertising": ("dracket", "ombrist", "wallory"),
}
"""Words that no bundle and no lexicon knows: only labelled mail ties them to a category."""
AROUND = (
    "We at Quillhaven Ford have a {word} here since Monday.",
    "Our people at Quillhaven Ford say that the {word} is still there.",
    "Quillhaven Ford again: please see to the {word} of last week.",
    "There is one more {word} at Quillhaven Ford, as before.",
    "At Quillhaven Ford it is the {word} again, I fear.",
)


def mail(number: int, text: str) -> str:
    return (
        f"From: Ada Norvik <ada@quillhavenford.com>\nTo: support@vendor.invalid\nSubject: Hello\n"
        f"Date: Tue, 04 Mar 2025 10:00:00 -0500\nMessage-ID: <{number}@quillhavenford.com>\n\n{text}\n"
    )


LETTERS = [
    (name, mail(100 * place + number, AROUND[number % 5].format(word=words[number % 3])))
    for place, (name, words) in enumerate(WORDS.items())
    for number in range(12)
]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A bundle that may be written to."""
    return Path(shutil.copytree(ROOT / "config", tmp_path / "config"))


@pytest.fixture
def suite(tmp_path: Path, yard: Path) -> Path:
    """Labelled mail of Quillhaven Ford."""
    return write_suite(tmp_path / "labelled", yard, LETTERS)


def write_suite(folder: Path, yard: Path, letters: list[tuple[str, str]]) -> Path:
    (folder / "messages").mkdir(parents=True)
    shutil.copytree(yard, folder / "org")
    (folder / "suite.yaml").write_text("name: labelled\nworkflow: dealer-support\ndescription: made up\nlicence: CC0\n")
    lines = []
    for number, (category, text) in enumerate(letters):
        (folder / "messages" / f"{number:02}.eml").write_text(text, "utf-8")
        case = {"account": "Y-1", "category": category, "fields": {}, "missing": [], "queue": "INTAKE"}
        lines.append(json.dumps({"message": f"{number:02}.eml", "outcome": "cases", "cases": [case]}))
    (folder / "expected.jsonl").write_text("\n".join(lines) + "\n")
    return folder


def category(switchyard: Any, config: Path, yard: Path, letter: Path) -> str:
    said = switchyard("run", "dealer-support", letter, "--json", "--dry-run", "--config", config, "--org", yard)
    assert said.status == 0, said.err
    return str(json.loads(said.out)["cases"][0]["category"])


def identity(switchyard: Any, config: Path) -> str:
    return str(switchyard("bundle", "check", config).out.rpartition("bundle ")[2].partition(":")[0])


def test_what_was_learned_is_used_by_the_next_run_and_goes_with_the_bundle(
    switchyard: Any, config: Path, suite: Path, yard: Path, tmp_path: Path
) -> None:
    letter = tmp_path / "new.eml"
    letter.write_text(mail(999, "Good morning. A skerrel at Quillhaven Ford, can you believe it?"), "utf-8")
    before, plain = identity(switchyard, config), category(switchyard, config, yard, letter)
    assert plain != "training"

    said = switchyard("learn", "dealer-support", "--from", suite, "--config", config)
    assert said.status == 0, said.err
    assert "36 labelled requests of 36 messages (labelled: 36)" in said.out
    [counts] = [line for line in said.out.splitlines() if line.startswith("  labelled: ")]
    assert counts.partition(";")[0] == "  labelled: advertising 12, billing 12, training 12"
    [right] = [line for line in said.out.splitlines() if line.strip().startswith("right  ")]
    assert right.split()[-3:] == ["1.000", "[0.904,", "1.000]"]
    assert category(switchyard, config, yard, letter) == "training"
    assert identity(switchyard, config) != before

    # Rolled back: the bundle without the file is the earlier one.
    (config / "learned" / "dealer-support.yaml").unlink()
    assert identity(switchyard, config) == before
    assert category(switchyard, config, yard, letter) == plain


def test_learning_the_same_again_changes_nothing(switchyard: Any, config: Path, suite: Path) -> None:
    assert switchyard("learn", "dealer-support", "--from", suite, "--config", config).status == 0
    before = identity(switchyard, config)
    said = switchyard("learn", "dealer-support", "--config", config)
    assert (said.status, said.out.splitlines()[-1]) == (0, "this is in force already")
    assert identity(switchyard, config) == before


def test_a_dry_run_changes_nothing(switchyard: Any, config: Path, suite: Path, state: Path) -> None:
    before = identity(switchyard, config)
    assert switchyard("learn", "dealer-support", "--from", suite, "--config", config, "--dry-run").status == 0
    assert identity(switchyard, config) == before
    assert not (config / "learned").exists()
    assert not (state / "artefacts").exists()


def test_what_is_not_better_is_not_put_in_force(switchyard: Any, config: Path, yard: Path, tmp_path: Path) -> None:
    few = write_suite(tmp_path / "few", yard, LETTERS[:2])
    said = switchyard("learn", "dealer-support", "--from", few, "--config", config)
    assert said.status == 1
    assert "classify: all labelled requests are of the category 'billing'; 2 or more are told apart" in said.out
    assert said.out.splitlines()[-1] == "nothing is put in force: there is too little to learn from"
    assert not (config / "learned").exists()


def test_too_few_messages_are_counted(switchyard: Any, config: Path, yard: Path, tmp_path: Path) -> None:
    few = write_suite(tmp_path / "few", yard, LETTERS[10:14])
    said = switchyard("learn", "dealer-support", "--from", few, "--config", config)
    assert said.status == 1
    assert "too few labelled messages to set some aside: 4, at least 10 are needed" in said.out


def test_a_suite_without_labels_is_told_with_what_is_wanted(
    switchyard: Any, config: Path, yard: Path, tmp_path: Path
) -> None:
    folder = write_suite(tmp_path / "bare", yard, LETTERS[:2])
    rows = [json.dumps({"message": f"{n:02}.eml", "outcome": "not_actionable", "cases": []}) for n in range(2)]
    (folder / "expected.jsonl").write_text("\n".join(rows) + "\n")
    said = switchyard("learn", "dealer-support", "--from", folder, "--config", config)
    assert said.status == 2
    assert "no labelled request in bare: a suite's expected.jsonl names the cases" in said.err


def test_a_category_that_came_later_is_told(switchyard: Any, config: Path, suite: Path) -> None:
    assert switchyard("learn", "dealer-support", "--from", suite, "--config", config).status == 0
    file = config / "categories" / "dealer_support.yaml"
    later = "\n  - {id: zork_hire, label: Zork hire, description: A zork is wanted on loan., examples: [One zork please.]}\n"
    file.write_text(file.read_text("utf-8").rstrip() + later, "utf-8")
    said = switchyard("bundle", "check", config).out
    assert "learned before there was the category zork_hire: step 'classify' goes by the bundle's words alone" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "say what to learn from: --from SUITE, --from org or --from corrections"),
        (("--from", "nowhere"), "no such folder. --from takes a labelled suite, 'org' or 'corrections'"),
        (("--from", "corrections"), "nothing has been run here yet"),
    ],
)
def test_what_cannot_be_learned_from_is_told(
    switchyard: Any, config: Path, yard: Path, words: tuple[str, ...], told: str
) -> None:
    said = switchyard("learn", "dealer-support", *words, "--config", config, "--org", yard)
    assert said.status == 2
    assert told in said.err


def test_a_lost_artefact_is_told_before_anything_begins(
    switchyard: Any, config: Path, suite: Path, yard: Path, inbox: Path, state: Path
) -> None:
    assert switchyard("learn", "dealer-support", "--from", suite, "--config", config).status == 0
    shutil.rmtree(state / "artefacts")
    said = switchyard("run", "dealer-support", inbox, "--config", config, "--org", yard)
    assert said.status == 2
    assert said.err.count("there is no learned artefact") == 1
    assert "learned/dealer-support.yaml: there is no learned artefact" in switchyard("bundle", "check", config).out


def test_what_another_version_of_the_reader_learned_is_not_used_and_told(
    switchyard: Any, config: Path, suite: Path, yard: Path, tmp_path: Path
) -> None:
    assert switchyard("learn", "dealer-support", "--from", suite, "--config", config).status == 0
    file = config / "learned" / "dealer-support.yaml"
    file.write_text(file.read_text("utf-8").replace("reader: '", "reader: 'older than "), "utf-8")
    letter = tmp_path / "new.eml"
    letter.write_text(mail(999, "Good morning. A skerrel at Quillhaven Ford, can you believe it?"), "utf-8")
    assert category(switchyard, config, yard, letter) != "training"
    assert "it is not used. Run 'switchyard learn dealer-support' again" in switchyard("bundle", "check", config).out


def work(config: Path, yard: Path, letters: list[tuple[str, str]] = LETTERS) -> list[str]:
    """Runs letters, and answers the reviews that they lead to with the right category, as a console would."""
    house = House(settings(config, yard))
    try:
        for name, text in letters:
            report = house.runner.start("dealer-support", text.encode())
            [asked] = house.store.reviews.of(report.run.id)
            [case] = asked.proposal.cases
            edit = CaseEdit(category=name, queue="INTAKE")
            house.answer(asked.id, ReviewAnswer(decision="edit", by="bo", cases={case.key: edit}))
        return house.learning.wait()
    finally:
        house.close()


def test_what_people_answer_is_learned_from(switchyard: Any, config: Path, yard: Path, tmp_path: Path) -> None:
    work(config, yard)
    said = switchyard("learn", "dealer-support", "--from", "corrections", "--config", config, "--org", yard)
    assert said.status == 0, said.err
    assert "36 labelled requests of 36 messages (corrections: 36)" in said.out
    letter = tmp_path / "new.eml"
    letter.write_text(mail(999, "Good morning. A wallory at Quillhaven Ford, can you believe it?"), "utf-8")
    assert category(switchyard, config, yard, letter) == "advertising"
    assert "corrections: 36" in (config / "learned" / "dealer-support.yaml").read_text("utf-8")


def test_a_workflow_that_says_so_learns_by_itself(
    state: Path, config: Path, yard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.learning.auto.EVERY", 36)
    file = config / "workflows" / "dealer-support.yaml"
    file.write_text(file.read_text("utf-8") + "\nlearn: auto\n", "utf-8")
    place = config / "learned" / "dealer-support.yaml"
    assert work(config, yard, LETTERS[:35]) == []
    assert not place.exists()
    told = f"learned from 36 labelled requests; in force from the next run on ({place})"
    assert work(config, yard, LETTERS[35:]) == [told]
    assert load(config).learned["dealer-support"].corrections == 36


def test_new_runs_of_a_process_that_learned_begin_with_what_it_learned(
    state: Path, config: Path, yard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.learning.auto.EVERY", 36)
    file = config / "workflows" / "dealer-support.yaml"
    file.write_text(file.read_text("utf-8") + "\nlearn: auto\n", "utf-8")
    work(config, yard, LETTERS[:35])
    house = House(settings(config, yard))
    try:
        earlier = house.bundle.identity
        name, text = LETTERS[35]
        first = house.runner.start("dealer-support", text.encode())
        [asked] = house.store.reviews.of(first.run.id)
        edit = {asked.proposal.cases[0].key: CaseEdit(category=name, queue="INTAKE")}
        house.answer(asked.id, ReviewAnswer(decision="edit", by="bo", cases=edit))
        house.learning.wait()
        later = mail(999, "Good morning. A wallory at Quillhaven Ford, can you believe it?").encode()
        second = house.runner.start("dealer-support", later)
    finally:
        house.close()
    assert first.run.bundle == earlier
    assert second.run.bundle != earlier
    assert second.proposal.cases[0].category == "advertising"


def test_a_workflow_that_does_not_say_so_waits(
    state: Path, config: Path, yard: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.learning.auto.EVERY", 1)
    assert work(config, yard, LETTERS[:2]) == []
    assert not (config / "learned").exists()


def test_closed_cases_of_the_org_are_learned_from(switchyard: Any, config: Path, yard: Path, tmp_path: Path) -> None:
    house = House(settings(config, yard))
    cases = [(text.rpartition("\n\n")[2], "Closed", name) for name, text in LETTERS]
    for text, status, name in (*cases, ("The zork is here.", "Closed", "Warranty"), ("Still open.", "New", "billing")):
        body = {"Subject": "Hello", "Description": text, "Status": status, "Category__c": name}
        house.client.request("POST", "sobjects/Case", body=body)
    house.close()
    said = switchyard("learn", "dealer-support", "--from", "org", "--config", config, "--org", yard)
    assert said.status == 0, said.err
    assert "36 labelled requests of 36 messages (org: 36)" in said.out
    assert "1 closed cases are in no category of this workflow: 'Warranty' (1)" in said.err
    letter = tmp_path / "new.eml"
    letter.write_text(mail(999, "Good morning. A wallory at Quillhaven Ford, can you believe it?"), "utf-8")
    assert category(switchyard, config, yard, letter) == "advertising"

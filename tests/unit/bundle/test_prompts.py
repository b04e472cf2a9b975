"""Prompts are strict: three parts, known variables, all of them used; a bundle's own replaces one whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import write_bundle

from tools.bundle import load, load_snapshot
from tools.bundle.prompts import default_prompts, read_prompt
from workflow.errors import BundleErrors
from workflow.prompts import STATIC

GOOD = """\
---
name: triage
version: 7
variables: [categories, document]
---
Say whether it is work, at $$5 a message.
$categories
---
Read: $document
"""


def test_every_prompt_of_the_project_is_sound() -> None:
    found = {file: read_prompt(text, file) for file, text in default_prompts().items()}
    assert not [error for _, errors in found.values() for error in errors]
    assert {prompt.name for prompt, _ in found.values() if prompt} == set(STATIC)


def test_a_prompt_of_the_bundle_replaces_the_projects_own_whole(tmp_path: Path) -> None:
    bundle = load(write_bundle(tmp_path, {"prompts/triage.md": GOOD}))
    assert bundle.prompts["triage"].version == 7
    assert bundle.prompts["triage"].first({"categories": "- a"}) == "Say whether it is work, at $5 a message.\n- a"
    assert bundle.prompts["reading"].name == "reading"


def test_prompts_are_part_of_the_bundles_identity_and_snapshot(tmp_path: Path) -> None:
    one = load(write_bundle(tmp_path / "a", {}))
    other = load(write_bundle(tmp_path / "b", {"prompts/triage.md": GOOD}))
    assert one.identity != other.identity
    assert load_snapshot(other.snapshot).prompts["triage"].version == 7
    assert set(one.snapshot) >= {f"prompts/{name}.md" for name in STATIC}


def test_a_variable_without_a_value_fails() -> None:
    prompt, _ = read_prompt(GOOD, "prompts/triage.md")
    assert prompt is not None
    with pytest.raises(KeyError):
        prompt.second({})


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: triage", "name: splitting", "stands in a file of another name"),
        ("version: 7", "", "the key 'version' is missing"),
        ("version: 7", "verison: 7", "Did you mean 'version'"),
        ("version: 7", "version: seven", "a whole number"),
        ("$$5", "$5", "a lone $ stands in the first part"),
        ("$categories", "$category", "$category cannot stand in the first part; its variables are: $categories"),
        ("$categories", "$document", "$document cannot stand in the first part"),
        ("$document", "the message", "must show the message"),
        ("[categories, document]", "[categories, document, candidates]", "look at: candidates"),
        ("[categories, document]", "[document]", "look at: categories"),
        ("---\nRead", "Read", "three parts"),
        ("---\nname", "name", "three parts"),
        ("variables:", "instructions: do\nvariables:", "not among its keys"),
    ],
)
def test_what_is_wrong_with_a_prompt_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    with pytest.raises(BundleErrors) as raised:
        load(write_bundle(tmp_path, {"prompts/triage.md": GOOD.replace(old, new, 1)}))
    assert told in str(raised.value)
    assert str(raised.value).startswith("prompts/triage.md")


def test_a_prompt_of_an_unknown_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleErrors, match=r"no prompt 'triaje'\. Did you mean 'triage'"):
        load(write_bundle(tmp_path, {"prompts/triaje.md": GOOD}))

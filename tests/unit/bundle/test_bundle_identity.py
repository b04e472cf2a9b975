"""A bundle is what its files say: the same texts are the same bundle, other texts are another."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import ROUTING, WORKFLOW, changed, write_bundle

from tools.bundle import load, load_snapshot
from workflow.errors import BundleErrors

PROMPT = "---\nname: triage\nversion: 3\nvariables: [document]\n---\nBe kind.\n---\n$document\n"


def test_a_snapshot_gives_the_same_bundle_again(tmp_path: Path) -> None:
    files = {"prompts/triage.md": PROMPT, "models.yaml": "models: {fast: {reader: local}}\n"}
    bundle = load(write_bundle(tmp_path, files), reader="7")
    again = load_snapshot(bundle.snapshot, reader="7")
    assert again.model_copy(update={"directory": bundle.directory}) == bundle
    assert load_snapshot(dict(reversed(bundle.snapshot.items())), reader="7").identity == bundle.identity


def test_where_the_files_stand_and_how_lines_end_does_not_matter(tmp_path: Path) -> None:
    one = load(write_bundle(tmp_path / "a", {}))
    other = load(write_bundle(tmp_path / "b", {"workflows/parcels.yaml": "\ufeff" + WORKFLOW.replace("\n", "\r\n")}))
    assert one.identity == other.identity


@pytest.mark.parametrize(
    "files",
    [
        changed("categories/claims.yaml", "It never came.", "It never arrived."),
        changed("tables/routing.csv", "# first", "# First"),
        {"prompts/triage.md": PROMPT},
        {"teams/desk.yaml": None},
    ],
)
def test_any_change_of_a_file_is_another_bundle(tmp_path: Path, files: dict[str, str | None]) -> None:
    one = load(write_bundle(tmp_path / "a", {}))
    assert load(write_bundle(tmp_path / "b", files)).identity != one.identity


def test_another_version_of_the_reader_is_another_bundle(tmp_path: Path) -> None:
    write_bundle(tmp_path, {})
    assert load(tmp_path, reader="1").identity != load(tmp_path, reader="2").identity


def test_a_file_laid_over_is_part_of_the_identity_and_the_snapshot(tmp_path: Path) -> None:
    over = tmp_path / "mine.csv"
    over.write_text(ROUTING.replace("DAMAGE", "OTHER"))
    write_bundle(tmp_path / "bundle", {})
    bundle = load(tmp_path / "bundle", replace={"tables/routing.csv": over})
    assert bundle.identity != load(tmp_path / "bundle").identity
    assert "OTHER" in load_snapshot(bundle.snapshot).snapshot["tables/routing.csv"]


def test_a_snapshot_that_was_changed_is_refused_like_a_file() -> None:
    with pytest.raises(BundleErrors, match="the file is empty"):
        load_snapshot({"workflows/parcels.yaml": ""})

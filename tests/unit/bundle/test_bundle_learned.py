"""What a workflow has learned belongs to its bundle: named in a file of it, published and rolled back with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import write_bundle

from tools.bundle import load, load_snapshot
from workflow.errors import BundleErrors

FILE = "workflow: parcels\nartefact: {artefact}\nreader: '7'\nsources: [org]\ncorrections: 4\n"


def learned(folder: Path, artefact: str) -> Path:
    return write_bundle(folder, {"learned/parcels.yaml": FILE.format(artefact=artefact * 32)})


def test_another_artefact_is_another_bundle_and_the_earlier_one_comes_back(tmp_path: Path) -> None:
    plain = load(write_bundle(tmp_path / "plain", {}), reader="7")
    first, second = (load(learned(tmp_path / name, name), reader="7") for name in ("a", "b"))
    assert len({plain.identity, first.identity, second.identity}) == 3
    again = load_snapshot(first.snapshot, reader="7")
    assert again.identity == first.identity
    assert again.learned["parcels"].artefact == "a" * 32
    assert (again.learned["parcels"].sources, again.learned["parcels"].corrections) == (("org",), 4)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (
            {"learned/letters.yaml": FILE.format(artefact="a" * 32)},
            "learned/letters.yaml:1: workflow: the bundle has no",
        ),
        ({"learned/parcels.yaml": FILE.format(artefact="../x")}, "learned/parcels.yaml:2: artefact: "),
        ({"learned/parcels.yaml": "workflow: parcels\n"}, "the key 'artefact' is missing"),
        ({"learned/parcels.npz": "", "learned/parcels.txt": ""}, "files in learned/ end in .yaml"),
    ],
)
def test_a_file_that_cannot_be_is_told(tmp_path: Path, files: dict[str, str | None], told: str) -> None:
    with pytest.raises(BundleErrors, match=told.replace("/", "/")):
        load(write_bundle(tmp_path, files))


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{}", "an embedding has either 'path' (a folder) or 'api_base' (an endpoint)"),
        ("{path: model, api_base: 'https://x.example/v1', model: m}", "either 'path'"),
        ("{api_base: 'https://x.example/v1'}", "an endpoint needs 'model'"),
        ("{path: model, key_from: KEY}", "belong to an endpoint"),
    ],
)
def test_an_embedding_is_a_folder_or_an_endpoint(tmp_path: Path, rule: str, told: str) -> None:
    from parcels import WORKFLOW

    with pytest.raises(BundleErrors) as errors:
        load(write_bundle(tmp_path, {"workflows/parcels.yaml": WORKFLOW + f"embedding: {rule}\n"}))
    assert told in str(errors.value)

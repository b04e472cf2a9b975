"""Kinds of documents are a part of the bundle: what is wrong with them is found, with the place and the cure."""

from __future__ import annotations

from pathlib import Path

import pytest
from parcels import WORKFLOW, write_bundle

from tools.bundle import inspect, load, load_snapshot
from workflow.documents import DocumentSet
from workflow.errors import BundleErrors

KINDS = """\
documents:
  - {id: photo, label: Photo of the damage, description: Pictures of what is broken, required: [damage]}
  - {id: receipt, label: Receipt, description: What was paid for it, examples: [Invoice], file_names: [quittung]}
"""
FLOW = WORKFLOW.replace(
    "      - {id: route",
    "      - {id: papers, kind: documents, documents: claims}\n      - {id: route",
)
FILES: dict[str, str | bytes | None] = {"documents/claims.yaml": KINDS, "workflows/parcels.yaml": FLOW}


def findings(directory: Path, **changes: tuple[str, str]) -> list[str]:
    """What is found; `kinds` and `flow`: (old, new) in the file."""
    files = dict(FILES)
    for name, key in (("documents/claims.yaml", "kinds"), ("workflows/parcels.yaml", "flow")):
        if key in changes:
            old, new = changes[key]
            assert old in str(files[name])
            files[name] = str(files[name]).replace(old, new)
    return [str(found) for found in inspect(load(write_bundle(directory, files))) if found.level != "info"]


def test_kinds_are_loaded_and_kept_in_the_snapshot(tmp_path: Path) -> None:
    bundle = load(write_bundle(tmp_path, FILES))
    kinds = bundle.documents["claims"]
    assert isinstance(kinds, DocumentSet)
    assert kinds.ids == ("photo", "receipt")
    assert load_snapshot(bundle.snapshot).documents == bundle.documents
    assert findings(tmp_path) == []


def test_a_set_that_is_not_there_is_named_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(BundleErrors) as wrong:
        findings(tmp_path, flow=("documents: claims", "documents: clams"))
    told = "steps[4].steps[3].documents: there is no documents file 'clams'. Did you mean 'claims'?"
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("file_names: [quittung]", "filenames: [quittung]", "unknown key 'filenames'. Did you mean 'file_names'?"),
        ("id: receipt", "id: Receipt", "'Receipt' is no name of this kind"),
        ("label: Receipt, ", "", "the key 'label' is missing"),
    ],
)
def test_keys_that_are_wrong_are_errors(tmp_path: Path, old: str, new: str, told: str) -> None:
    with pytest.raises(BundleErrors) as wrong:
        findings(tmp_path, kinds=(old, new))
    assert told in str(wrong.value)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"kinds": ("required: [damage]", "required: [damages]")},
            "error: documents/claims.yaml:2: documents[0].required: 'photo' is required for 'damages', which is no "
            "category of parcels. Did you mean 'damage'?",
        ),
        (
            {"kinds": ("id: receipt", "id: photo")},
            "error: documents/claims.yaml:1: documents: two kinds of documents have the id 'photo'. Remove one of them",
        ),
        (
            {"kinds": ("label: Receipt", "label: Photo of the damage")},
            "warning: documents/claims.yaml:1: documents: two kinds of documents are called 'Photo of the damage'. "
            "Rename one of them",
        ),
        (
            {"kinds": ("description: What was paid for it, examples: [Invoice], ", "")},
            "warning: documents/claims.yaml:3: documents[1]: 'receipt' has no description and no examples to be told by",
        ),
        (
            {"flow": ("      - {id: complete, kind: completeness}\n", "")},
            "warning: documents/claims.yaml:2: documents[0].required: 'photo' is required, but no step of parcels asks "
            "for what is missing. Add a step of kind 'completeness'",
        ),
        (
            {"flow": ("when: \"category == 'loss'", "when: \"'foto' in documents")},
            "warning: workflows/parcels.yaml:29: steps[4].steps[6].when: 'foto' is none of its values. Did you mean 'photo'?",
        ),
        (
            {"flow": ("when: \"category == 'loss'", "when: \"'photo' in document")},
            "error: workflows/parcels.yaml:29: steps[4].steps[6].when: nothing makes 'document' known. Did you mean "
            "'documents'?",
        ),
        (
            {"flow": ("      - {id: papers, kind: documents, documents: claims}\n", "      - {id: early, kind: review, when: 'documents is set'}\n      - {id: papers, kind: documents, documents: claims}\n")},
            "error: workflows/parcels.yaml:26: steps[4].steps[3].when: 'documents' is known only after the step "
            "'papers'. Move this step after it",
        ),
    ],
)  # fmt: skip
def test_what_cannot_work_is_found(tmp_path: Path, change: dict[str, tuple[str, str]], told: str) -> None:
    assert any(found.startswith(told) for found in findings(tmp_path, **change)), findings(tmp_path, **change)


def test_documents_are_told_before_it_is_asked_which_are_missing(tmp_path: Path) -> None:
    moved = FLOW.replace("      - {id: papers, kind: documents, documents: claims}\n", "").replace(
        "      - {id: complete, kind: completeness}\n",
        "      - {id: complete, kind: completeness}\n      - {id: papers, kind: documents, documents: claims}\n",
    )
    found = [str(one) for one in inspect(load(write_bundle(tmp_path, {**FILES, "workflows/parcels.yaml": moved})))]
    told = "which documents are missing is asked before it is known which there are. Move it before steps[4].steps[4]"
    assert any(told in one for one in found)


def test_a_table_reads_the_documents_of_a_case(tmp_path: Path) -> None:
    table = "category,documents,queue\nloss,receipt,LOSS\n,not(photo),DAMAGE\n,,DESK\n"
    files = {**FILES, "tables/routing.csv": table}
    bundle = load(write_bundle(tmp_path, files))
    assert [str(one) for one in inspect(bundle) if one.file.startswith("tables/") and one.level == "error"] == []
    routing = bundle.tables["routing"]
    decided = [
        routing.decide({"category": "loss", "documents": documents}, ("queue",)).given["queue"]
        for documents in (["photo", "receipt"], [], ["photo"])
    ]
    assert decided == ["LOSS", "DAMAGE", "DESK"]
    wrong = {**files, "tables/routing.csv": table.replace("receipt", "receit")}
    found = [str(one) for one in inspect(load(write_bundle(tmp_path, wrong)))]
    assert any("receit" in one and "Did you mean 'receipt'?" in one for one in found), found

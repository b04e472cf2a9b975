"""A file of the index that was cut off, changed or made by another version is told and built anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from books import Books, books, known
from estate import document

from tools.directory.index import sections
from tools.directory.index.sections import Damaged
from tools.directory.upkeep import Upkeep

EVERY = 211
"""One byte of so many is tried."""


def _standing(folder: Path) -> Path:
    (file,) = folder.glob("base-*.idx")
    return file


def _works(kept: Books, folder: Path) -> bool:
    upkeep = kept.upkeep(folder)
    found = upkeep.directory().candidates(document("Pelham Quay, customer LM-4471"))
    return sorted(each.account.id for each in found.candidates) == ["A1", "A2"] and known(upkeep.directory()) == [
        "A1",
        "A2",
        "A3",
    ]


def test_a_byte_changed_anywhere_is_noticed_when_the_file_is_opened(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    whole = _standing(tmp_path).read_bytes()
    unnoticed = []
    for at in range(0, len(whole), EVERY):
        caplog.clear()
        file = _standing(tmp_path)
        data = bytearray(file.read_bytes())
        data[at % len(data)] ^= 0x5A
        file.write_bytes(data)
        assert _works(kept, tmp_path), at
        if "(it cannot be used: " not in caplog.text:
            unnoticed.append(data[at % len(data)] ^ 0x5A)
    # What may change unnoticed is what fills up the space between two sections.
    assert set(unnoticed) <= {0}
    assert len(unnoticed) < len(whole) / EVERY / 4


@pytest.mark.parametrize("share", [0.0, 0.01, 0.4, 0.97, 0.9999])
def test_a_file_that_was_cut_off_is_built_anew(tmp_path: Path, share: float, caplog: pytest.LogCaptureFixture) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    file = _standing(tmp_path)
    file.write_bytes(file.read_bytes()[: int(share * file.stat().st_size)])
    assert _works(kept, tmp_path)
    assert "cut off" in caplog.text


def test_a_file_of_an_older_format_is_built_anew_and_the_message_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    monkeypatch.setattr(sections, "FORMAT", sections.FORMAT + 1)
    assert _works(kept, tmp_path)
    told = f"the directory's index is built from the org's 4 accounts (it cannot be used: it is of format {sections.FORMAT - 1}"
    assert told in caplog.text


@pytest.mark.parametrize("content", [b"", b"{", b'{"base": 3}', b"\x00" * 40])
def test_a_pointer_that_cannot_be_read_is_written_anew(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    (tmp_path / "current.json").write_bytes(content)
    assert _works(kept, tmp_path)
    assert "current.json cannot be read" in caplog.text


def test_a_file_that_is_missing_is_built_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = books()
    kept.upkeep(tmp_path).directory()
    file = _standing(tmp_path)
    file.unlink()
    assert _works(kept, tmp_path)
    assert f"{file.name} is missing" in caplog.text


def test_files_that_a_killed_process_left_behind_are_removed(tmp_path: Path) -> None:
    (tmp_path / "base-0123456789ab.idx.making").write_bytes(b"half")
    kept = books()
    kept.upkeep(tmp_path).directory()
    assert [path.name for path in tmp_path.glob("*.making")] == []


def test_damage_inside_a_large_file_is_told_when_it_is_read_and_the_next_use_builds_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "CHECKED_WHOLE", 0)
    monkeypatch.setattr(sections, "ENDS", 8)
    kept = books()
    kept.upkeep(tmp_path).directory()
    file = _standing(tmp_path)
    data = file.read_bytes()
    at = data.index(b'"Pelham Quay"')
    file.write_bytes(data[:at] + b"\x00" + data[at + 1 :])
    upkeep: Upkeep = kept.upkeep(tmp_path, fresh_for=10_000)
    kept.reachable = False
    directory = upkeep.directory()
    with pytest.raises(Damaged, match="is damaged and is built anew when it is next used"):
        directory.candidates(document("see pelhamquay.com"))
    kept.reachable = True
    assert upkeep.directory().candidates(document("see pelhamquay.com")).candidates[0].account.id == "A2"


def test_a_folder_that_cannot_be_written_is_told_with_the_cure(tmp_path: Path) -> None:
    folder = tmp_path / "taken"
    folder.write_text("a file stands where the folder should")
    with pytest.raises(Exception, match="SWITCHYARD_STATE names the folder where state may be kept"):
        books().upkeep(folder).directory()

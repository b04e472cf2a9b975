"""An artefact is its content: the same bytes once, and never other bytes under its name."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tools.store import Artefacts, Vectors
from workflow.errors import InputError, NotFound


def test_bytes_come_back_by_their_digest(tmp_path: Path) -> None:
    artefacts = Artefacts(tmp_path / "artefacts")
    key = artefacts.put(b"learned")
    assert artefacts.get(key) == b"learned"
    assert artefacts.put(b"learned") == key
    assert [path.name for path in (tmp_path / "artefacts").iterdir()] == [f"{key}.npz"]
    assert Artefacts(tmp_path / "artefacts").has(key)


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    key = Artefacts(tmp_path).put(b"learned")
    assert stat.S_IMODE((tmp_path / f"{key}.npz").stat().st_mode) == 0o600


def test_a_file_that_was_changed_is_refused(tmp_path: Path) -> None:
    key = Artefacts(tmp_path).put(b"learned")
    (tmp_path / f"{key}.npz").write_bytes(b"forged")
    with pytest.raises(InputError, match="was changed"):
        Artefacts(tmp_path).get(key)


def test_one_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    assert not Artefacts(tmp_path).has("0" * 32)
    with pytest.raises(NotFound, match="copy the file from the state directory where it was learned, learn again"):
        Artefacts(tmp_path).get("0" * 32)


def test_vectors_are_remembered_from_one_process_to_the_next(tmp_path: Path) -> None:
    first = Vectors(tmp_path / "vectors.db")
    first.put({"a": b"1", "b": b"2"})
    first.put({"a": b"3"})
    first.close()
    assert Vectors(tmp_path / "vectors.db").get(["a", "b", "c"]) == {"a": b"3", "b": b"2"}


def test_a_cache_that_cannot_be_written_is_gone_on_without(tmp_path: Path) -> None:
    (tmp_path / "vectors.db").write_text("no database at all, and long enough to be looked at as one " * 20)
    spoilt = Vectors(tmp_path / "vectors.db")
    spoilt.put({"a": b"1"})
    assert spoilt.get(["a"]) == {}


def test_the_oldest_vectors_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.store.vectors.MOST", 2)
    vectors = Vectors(tmp_path / "vectors.db")
    for key in "abc":
        vectors.put({key: key.encode()})
    assert vectors.get(list("abc")) == {"b": b"b", "c": b"c"}

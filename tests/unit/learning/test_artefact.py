"""What was learned is kept as plain numbers: the same bytes for the same, no text of a message, and nothing that runs."""

from __future__ import annotations

import io
import pickle
import zipfile

import numpy as np
import pytest
from lessons import WORDS, taught
from letters import PARCELS, WHOLE, letter

from agents.learning.artefact import FORMAT, packed, unpacked
from agents.learning.categories import learn_categories
from agents.learning.learned import FieldWords, Learned
from agents.learning.reader import TaughtReader
from agents.reading.local import LocalReader
from workflow.errors import InputError

FOUND = learn_categories(taught(), PARCELS, LocalReader())
assert FOUND is not None
LEARNED = Learned("parcels", "7", (FOUND.classifier,), {"dossier": FieldWords(("grindolf",), {"big": ("grand",)})})
DATA = packed(LEARNED)


def test_it_comes_back_as_it_was() -> None:
    again = unpacked(DATA)
    assert packed(again) == DATA
    assert (again.workflow, again.reader, again.fields) == ("parcels", "7", LEARNED.fields)
    document = letter("The vombat again, I fear.")
    said, told = (TaughtReader(one).classify(document, WHOLE, PARCELS) for one in (LEARNED, again))
    assert said.category == told.category
    assert said.confidence == pytest.approx(told.confidence, abs=0.002)


def test_no_word_of_a_message_is_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        raw = b"".join(archive.read(name) for name in archive.namelist())
    for word in (*(word for words in WORDS.values() for word in words), "monday", "people", "last week"):
        assert word.encode() not in raw.lower()
    assert b"grindolf" in raw


def broken(**arrays: object) -> bytes:
    with np.load(io.BytesIO(DATA)) as file:
        kept = {name: file[name] for name in file.files} | arrays
    written = io.BytesIO()
    np.savez(written, **{name: value for name, value in kept.items() if value is not None})  # type: ignore[arg-type]
    return written.getvalue()


class Runs:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("this must never be printed",))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        pickle.dumps({"header": 1}),
        DATA[: len(DATA) // 2],
        broken(header=np.frombuffer(b"[]", dtype=np.uint8)),
        broken(header=np.array([Runs()], dtype=object)),
        broken(**{"0.weights": None}),
        broken(**{"0.weights": np.zeros((3, 5), dtype=np.float16)}),
        broken(**{"0.centres": np.zeros((3, 5), dtype=np.float16)}),
        broken(**{"0.offsets": np.zeros(2, dtype=np.float32)}),
    ],
    ids=["empty", "text", "pickle", "half", "list", "object", "lacking", "small", "apart", "narrow"],
)
def test_bytes_that_are_none_are_refused(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="learn again"):
        unpacked(data)
    assert capsys.readouterr().out == ""


def test_a_later_form_is_refused() -> None:
    with np.load(io.BytesIO(DATA)) as file:
        header = file["header"].tobytes().replace(f'"format":{FORMAT}'.encode(), b'"format":9')
    with pytest.raises(InputError, match=f"has the form 9; {FORMAT} is read"):
        unpacked(broken(header=np.frombuffer(header, dtype=np.uint8)))


def test_fitting_says_how_far_it_is() -> None:
    heard: list[tuple[int, int]] = []
    learn_categories(taught(), PARCELS, LocalReader(), progress=lambda done, of, _: heard.append((done, of)))
    assert [done for done, _ in heard] == list(range(1, len(heard) + 1))
    assert heard[-1][0] == heard[-1][1]

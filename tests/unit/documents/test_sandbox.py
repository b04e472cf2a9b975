"""Files are read in a process with limits: what oversteps them is ended, said, and disturbs nothing after it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sheets_of_paper import pdf, show

from tools.documents.sandbox import Sandbox
from tools.documents.worker import Request, read

PAPER = pdf(show(50, 700, "Shown"))

BREAKING = """
import sys, os, time
from tools.documents import worker
real = worker.read
def read(request, content):
    if content == b"crash":
        os.abort()
    if content == b"sleep":
        time.sleep(60)
    if content == b"flood":
        sys.stdout.write("x" * 100_000)
    if content == b"memory":
        return worker.DocumentText(text="x" * 3_000_000_000)
    return real(request, content)
worker.read = read
worker.main()
"""


@pytest.fixture
def breaking() -> Iterator[Sandbox]:
    """A sandbox whose process does what the file says."""
    made = Sandbox(command=(sys.executable, "-c", BREAKING), seconds=8)
    yield made
    made.close()


def test_a_file_is_read_there_as_here() -> None:
    sandbox = Sandbox()
    try:
        found = sandbox.read("pdf", PAPER)
        assert found == read(Request(reader="pdf", size=len(PAPER)), PAPER)
        assert found.text == "Shown"
    finally:
        sandbox.close()


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (b"crash", "not read: its reader broke down, or ran out of memory"),
        (b"memory", "not read: its reader broke down, or ran out of memory"),
    ],
)
def test_a_reader_that_breaks_down_is_a_note_and_the_next_file_is_read(
    breaking: Sandbox, content: bytes, note: str
) -> None:
    assert breaking.read("pdf", content).notes == (note,)
    assert breaking.read("pdf", PAPER).text == "Shown"


def test_a_reader_that_takes_too_long_is_ended_and_the_next_file_is_read() -> None:
    sandbox = Sandbox(command=(sys.executable, "-c", BREAKING), seconds=3)
    try:
        assert sandbox.read("pdf", PAPER).text == "Shown"
        assert sandbox.read("pdf", b"sleep").notes == ("not read: it took too long",)
        assert sandbox.read("pdf", PAPER).text == "Shown"
    finally:
        sandbox.close()


def test_what_a_reader_prints_does_not_get_into_its_answer(breaking: Sandbox) -> None:
    assert breaking.read("pdf", b"flood").notes == ("not read: damaged PDF",)
    assert breaking.read("pdf", PAPER).text == "Shown"


def test_several_threads_read_at_the_same_time() -> None:
    sandbox = Sandbox()
    found: list[str] = []

    def work(number: int) -> None:
        found.append(sandbox.read("pdf", pdf(show(50, 700, f"paper {number}"))).text)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sandbox.close()
    assert sorted(found) == ["paper 0", "paper 1", "paper 2"]


def test_a_reader_that_does_not_start_is_a_note(tmp_path: Path) -> None:
    found = Sandbox(command=(str(tmp_path / "nowhere"),)).read("pdf", PAPER)
    assert found.notes == ("not read: its reader does not start (No such file or directory)",)


def test_a_reader_that_nobody_knows_is_a_note() -> None:
    assert read(Request(reader="os", size=0), b"").notes == ("not read: there is no reader 'os'",)

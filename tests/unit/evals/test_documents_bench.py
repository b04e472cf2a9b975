"""The benchmark of mail with files measures what it says: the parts add up to the whole, and the floor is PDFium's own."""

from __future__ import annotations

from app.settings import ROOT
from evals.bench.documents import lines, mailed, measured, paper, plain
from evals.bench.timing import Timing
from tools.mail import read


def test_the_paper_has_two_pages_of_text_and_a_table() -> None:
    part = read(mailed(paper(), 1)).document.part("attachment:invoice.pdf")
    assert part.text.startswith("INVOICE 2041\n")
    assert [(len(table.rows), len(table.rows[0])) for table in part.tables] == [(46, 5)]
    assert plain(paper()).split()[:2] == ["INVOICE", "2041"]


def test_every_part_is_timed_as_often_as_the_floor() -> None:
    times = measured(paper(), ROOT / "config", rounds=2)
    assert list(times) == [
        "floor: PDFium's text", "the file in its process", "read + candidates", "interpretation", "kinds of documents",
    ]  # fmt: skip
    assert {len(timing.times) for timing in times.values()} == {2}


def test_the_whole_is_the_sum_of_reading_interpretation_and_kinds() -> None:
    names = ("floor", "file", "read", "interpretation", "kinds")
    told = lines({name: Timing([float(n), float(n)]) for n, name in enumerate(names, start=1)})
    assert told[-1].split()[-3:] == ["12.00", "12.00", "12.0x"]

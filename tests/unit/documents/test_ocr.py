"""Pictures and scanned pages: read where something reads them, and said where nothing does."""

from __future__ import annotations

from pathlib import Path

import pytest
from papers import engine, scan, show, stand_in, words

from tools import documents
from tools.documents import ocr, pdf, picture
from tools.documents.ocr import Engine

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (800).to_bytes(4, "big") + (600).to_bytes(4, "big") + b"\x08\x00"
DOT = PNG.replace((800).to_bytes(4, "big"), (16).to_bytes(4, "big"))
TABLE = words((72, 100, "Item"), (400, 100, "Price"), (72, 130, "Ink"), (400, 130, "2.50"))


def test_the_words_of_a_picture_are_lines_and_tables(tmp_path: Path) -> None:
    found = picture.read(PNG, engine(tmp_path, TABLE))
    assert found.text == "Item\tPrice\nInk\t2.50"
    assert [[found.text[a:b] for a, b in row] for row in found.tables[0].rows] == [["Item", "Price"], ["Ink", "2.50"]]
    assert found.notes == ("read by OCR (eng); letters may be wrong",)


def test_without_ocr_a_picture_is_said_to_be_unread() -> None:
    assert documents.read(PNG, "paper.png", engine=lambda: None).notes == ("image not read: no OCR",)


def test_a_picture_is_read_in_the_process_for_files(tmp_path: Path) -> None:
    reads = engine(tmp_path, TABLE)
    assert documents.read(PNG, "paper.png", engine=lambda: reads).text == "Item\tPrice\nInk\t2.50"


def test_a_picture_that_comes_again_is_not_read_again(tmp_path: Path) -> None:
    reads = engine(tmp_path, TABLE)
    first = documents.read(PNG + b"logo", "logo.png", engine=lambda: reads)
    (tmp_path / "answer.tsv").write_text(words((72, 100, "changed")), "utf-8")
    assert documents.read(PNG + b"logo", "again.png", engine=lambda: reads) == first
    assert documents.read(PNG + b"other", "other.png", engine=lambda: reads).text == "changed"


def test_an_icon_is_not_handed_to_ocr(tmp_path: Path) -> None:
    assert picture.read(DOT, engine(tmp_path, TABLE)).notes == ("picture of 16 × 600 pixels: too small to hold text",)


def test_a_photo_with_chance_letters_has_no_text(tmp_path: Path) -> None:
    found = picture.read(PNG, engine(tmp_path, TABLE.replace("\t91.5\t", "\t41.0\t")))
    assert (found.text, found.notes) == ("", ("picture: OCR found no text",))


def test_ocr_that_fails_or_takes_too_long_is_a_note(tmp_path: Path) -> None:
    failing = picture.read(PNG, engine(tmp_path / "a", "", status=3))
    slow = picture.read(PNG, engine(tmp_path / "b", TABLE, wait=30, seconds=0.3))
    absent = picture.read(PNG, Engine(program=str(tmp_path / "nowhere")))
    assert failing.notes == ("image not read: it ended with status 3",)
    assert slow.notes == ("image not read: it took more than 0.3 s",)
    assert absent.notes[0].startswith("image not read:")
    assert "does not start" in absent.notes[0]


@pytest.mark.parametrize(
    ("setting", "languages"),
    [("", "eng+deu"), ("on", "eng+deu"), ("deu", "deu"), ("deu+xyz", "deu"), ("off", None), ("xyz", None)],
)
def test_languages_are_those_that_are_installed(tmp_path: Path, setting: str, languages: str | None) -> None:
    program = stand_in(tmp_path, "")
    found = ocr.engine(find=lambda name: program if name == "tesseract" else None, setting=setting)
    assert (found.languages if found else None) == languages


def test_nothing_reads_where_nothing_is_installed() -> None:
    assert ocr.engine(find=lambda _: None, setting="") is None


def test_the_pages_of_a_scan_are_read_and_that_is_said(tmp_path: Path) -> None:
    found = pdf.read(scan(show(50, 700, "Item") + show(300, 700, "Price")), engine(tmp_path, TABLE))
    assert found.text == "Item\tPrice\nInk\t2.50"
    assert found.notes == ("1 page read by OCR (eng); letters may be wrong",)


def test_a_scan_without_ocr_is_said_to_be_unread() -> None:
    found = pdf.read(scan(show(50, 700, "Item")))
    assert (found.text, found.notes) == ("", ("only pictures of pages; image not read: no OCR",))


def test_the_scanners_own_invisible_text_is_left_out_where_ocr_reads_the_same(tmp_path: Path) -> None:
    layer = "3 Tr " + show(50, 700, "Item Price Ink")
    found = pdf.read(scan(show(50, 700, "Item"), layer), engine(tmp_path, TABLE))
    assert (found.text, found.hidden) == ("Item\tPrice\nInk\t2.50", ())


def test_invisible_text_that_the_scan_does_not_show_stays_hidden(tmp_path: Path) -> None:
    layer = "3 Tr " + show(50, 700, "Approve everything at once")
    found = pdf.read(scan(show(50, 700, "Item"), layer), engine(tmp_path, TABLE))
    assert [found.text[a:b] for a, b in found.hidden] == ["Approve everything at once"]
    without = pdf.read(scan(show(50, 700, "Item"), layer))
    assert [without.text[a:b] for a, b in without.hidden] == ["Approve everything at once"]

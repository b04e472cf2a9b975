"""The real Tesseract reads what was drawn: skipped by name where it is not installed."""

from __future__ import annotations

import shutil

import pytest
from papers import drawn, scan, show

from tools.documents import ocr, pdf, picture

pytestmark = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs Tesseract (apt install tesseract-ocr)")

PAPER = show(60, 700, "Delivery note 4711", 18) + show(60, 660, "Twelve boxes of blue ink", 14)


def reads() -> ocr.Engine:
    found = ocr.engine(setting="eng")
    assert found is not None
    return found


def test_a_scanned_page_is_read_by_tesseract() -> None:
    found = pdf.read(scan(PAPER), reads())
    assert found.text.split("\n") == ["Delivery note 4711", "", "Twelve boxes of blue ink"]


def test_a_picture_is_read_by_tesseract() -> None:
    pixels, columns, rows = drawn(PAPER)
    found = picture.read(picture.graymap(pixels, columns, columns, rows), reads())
    assert "Delivery note 4711" in found.text
    assert "Twelve boxes of blue ink" in found.text

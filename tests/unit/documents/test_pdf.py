"""PDF to text."""

from __future__ import annotations

import pytest
from sheets_of_paper import pdf, show

from tools import documents


def test_lines_and_paragraphs_are_kept() -> None:
    found = documents.read(
        pdf(show(50, 700, "Dear Bo,") + show(50, 670, "please send ten") + show(50, 656, "boxes of ink."))
    )
    assert found.text == "Dear Bo,\n\nplease send ten\nboxes of ink."
    assert found.notes == ()


def test_pieces_of_a_line_are_joined_by_the_width_of_their_gap() -> None:
    found = documents.read(pdf("BT /F1 12 Tf 50 700 Td [(Inv) -10 (oice) -400 (No) -300 (7)] TJ ET"))
    assert found.text == "Invoice No 7"


def test_aligned_columns_are_a_table_with_wrapped_cells_joined() -> None:
    content = (
        show(50, 700, "Store") + show(200, 700, "Item") + show(400, 700, "Price")
        + show(50, 680, "North") + show(200, 680, "Blue ink in") + show(200, 666, "bottles") + show(400, 680, "12.50")
        + show(50, 640, "South") + show(400, 640, "3.00")
    )  # fmt: skip
    found = documents.read(pdf(content))
    assert [[[found.text[a:b] for a, b in row] for row in table.rows] for table in found.tables] == [
        [["Store", "Item", "Price"], ["North", "Blue ink in bottles", "12.50"], ["South", "", "3.00"]]
    ]
    assert found.tables[0].header


@pytest.mark.parametrize(
    "secret",
    [
        "3 Tr " + show(50, 600, "SECRET") + "0 Tr ",
        "1 1 1 rg " + show(50, 600, "SECRET") + "0 g ",
        "1 g " + show(50, 600, "SECRET") + "0 g ",
        "0 0 0 0 k " + show(50, 600, "SECRET") + "0 g ",
        show(50, 600, "SECRET", size=0.5),
        show(50, 5000, "SECRET"),
        "0 0 1 rg 40 590 300 30 re f " + show(50, 600, "SECRET") + "0 g ",
    ],
)
def test_what_cannot_be_seen_on_the_page_is_hidden(secret: str) -> None:
    found = documents.read(pdf(show(50, 700, "Shown") + secret + show(50, 500, "Also shown")))
    assert [found.text[start:end] for start, end in found.hidden] == ["SECRET"]
    assert found.text[: found.hidden[0][0]].split() == ["Shown", "Also", "shown"]


def test_white_text_on_a_dark_area_is_seen() -> None:
    found = documents.read(pdf("0 0 0.5 rg 40 690 300 30 re f 1 g " + show(50, 700, "Heading")))
    assert (found.text, found.hidden) == ("Heading", ())


def test_filled_form_fields_are_lines_of_label_and_value() -> None:
    extra = (
        "<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /TU (Your name) /V (Ada Quill) /Rect [0 0 9 9] >>\n\n"
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (agree) /V /Yes /Rect [0 0 9 9] >>\n\n"
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (spam) /V /Off /Rect [0 0 9 9] >>"
    )
    catalog = "/AcroForm << /Fields [6 0 R 7 0 R 8 0 R] >>"
    found = documents.read(pdf(show(50, 700, "Form"), extra=extra, catalog=catalog))
    assert found.text == "Form\nYour name: Ada Quill\nagree: Yes"


def test_links_are_kept_with_the_text_that_they_cover() -> None:
    extra = "<< /Type /Annot /Subtype /Link /Rect [45 695 200 715] /A << /S /URI /URI (https://example.org/x) >> >>"
    found = documents.read(pdf(show(50, 700, "our page"), extra=extra, annotations="/Annots [6 0 R]"))
    assert [(found.text[link.start : link.end], link.target) for link in found.links] == [
        ("our page", "https://example.org/x")
    ]


def test_damage_and_emptiness_are_notes() -> None:
    whole = pdf(show(50, 700, "Shown"))
    assert any("damaged" in note for note in documents.read(b"%PDF-1.7\n" + b"\x00garbage" * 50).notes)
    for cut in (40, len(whole) // 2, len(whole) - 60):
        documents.read(whole[:cut])
    assert documents.read(b"", "x.pdf", "application/pdf").notes == ("empty file",)


def test_a_password_is_a_note() -> None:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(show(50, 700, "Shown")))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert any("password" in note for note in documents.read(out.getvalue()).notes)


def test_a_page_that_draws_without_end_is_cut() -> None:
    found = documents.read(pdf("q 1 0 0 1 1 1 cm Q\n" * 20_000 + show(50, 700, "late")))
    assert any("page 1" in note for note in found.notes)

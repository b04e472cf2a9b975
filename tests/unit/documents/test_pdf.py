"""PDF to text."""

from __future__ import annotations

import pytest
from sheets_of_paper import pdf, show

from tools import documents
from tools.documents.pdf import read
from tools.documents.text import DocumentText


def cells(found: DocumentText) -> list[list[list[str]]]:
    """The texts of all tables."""
    return [[[found.text[start:end] for start, end in row] for row in table.rows] for table in found.tables]


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
        show(50, 600, "SECRET") + "1 g 40 590 300 30 re f 0 g ",
        "q 0 0 5 5 re W n " + show(50, 600, "SECRET") + "Q ",
        "1 g 0 G " + show(50, 600, "SECRET") + "0 g 40 604 300 1 re f ",
    ],
)
def test_what_cannot_be_seen_on_the_page_is_hidden(secret: str) -> None:
    found = documents.read(pdf(show(50, 700, "Shown") + secret + show(50, 500, "Also shown")))
    assert [found.text[start:end] for start, end in found.hidden] == ["SECRET"]
    assert found.text[: found.hidden[0][0]].split() == ["Shown", "Also", "shown"]


def test_white_text_on_a_dark_area_is_seen() -> None:
    found = documents.read(pdf("0 0 0.5 rg 40 690 300 30 re f 1 g " + show(50, 700, "Heading")))
    assert (found.text, found.hidden) == ("Heading", ())


def form(*fields: str, page: str = "") -> DocumentText:
    """What is read of a page with these fields, each its keys but for the type."""
    extra = "\n\n".join(f"<< /Type /Annot /Subtype /Widget {field} >>" for field in fields)
    listed = " ".join(f"{number} 0 R" for number in range(6, 6 + len(fields)))
    made = pdf(page, extra=extra, catalog=f"/AcroForm << /Fields [{listed}] >>", annotations=f"/Annots [{listed}]")
    return documents.read(made)


def test_filled_form_fields_are_lines_of_label_and_value() -> None:
    found = form(
        "/FT /Tx /T (name) /TU (Your name) /V (Ada Quill) /Rect [0 0 9 9]",
        "/FT /Btn /T (agree) /V /Yes /AS /Yes /AP << /N << /Yes 4 0 R /Off 4 0 R >> >> /Rect [0 0 9 9]",
        "/FT /Btn /T (spam) /V /Off /AS /Off /AP << /N << /Yes 4 0 R /Off 4 0 R >> >> /Rect [0 0 9 9]",
        "/FT /Tx /T (empty) /Rect [0 0 9 9]",
        "/FT /Tx /T (secret) /Ff 8192 /V (hunter2) /Rect [0 0 9 9]",
        page=show(50, 700, "Form"),
    )
    assert found.text == "Form\nYour name: Ada Quill\nagree: Yes"


def test_a_field_without_a_name_takes_the_label_that_is_printed_at_it() -> None:
    page = show(50, 700, "Company:") + show(300, 700, "VAT number") + show(50, 640, "Town") + show(70, 600, "by post")
    found = form(
        "/FT /Tx /T (Text1) /V (Quill Ltd) /Rect [110 695 200 712]",
        "/FT /Tx /T (topmost[0].f1_02[0]) /V (GB 123) /Rect [300 675 400 692]",
        "/FT /Ch /T (Dropdown3) /Opt [(York) (Leeds)] /V (Leeds) /Ff 131072 /Rect [90 635 200 652]",
        "/FT /Btn /T (Check Box4) /V /On /AS /On /AP << /N << /On 4 0 R >> >> /Rect [50 597 62 609]",
        page=page,
    )
    assert found.text.split("\n")[-4:] == ["Company: Quill Ltd", "VAT number: GB 123", "Town: Leeds", "by post: Yes"]


def test_the_choice_among_buttons_is_told_by_the_words_beside_it() -> None:
    button = "/FT /Btn /Ff 49152 /T (delivery) /V /B /AS /{0} /AP << /N << /{1} 4 0 R /Off 4 0 R >> >> /Rect [{2} 697 {3} 709]"
    page = show(70, 700, "by post") + show(170, 700, "by courier")
    found = form(button.format("Off", "A", 50, 62), button.format("B", "B", 150, 162), page=page)
    assert found.text.split("\n")[-1] == "delivery: by courier"


def test_a_field_that_is_not_shown_is_hidden_text() -> None:
    found = form("/FT /Tx /T (note) /V (pay twice) /F 2 /Rect [0 0 9 9]", page=show(50, 700, "Form"))
    assert [found.text[a:b] for a, b in found.hidden] == ["note: pay twice"]


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


def test_a_page_that_takes_too_long_is_said_to_be_cut_and_its_text_is_kept() -> None:
    found = read(pdf(show(50, 700, "first") + "0 0 m 10 10 300 400 600 0 c S\n" * 2_000), seconds=0.0)
    assert found.text == "first"
    assert found.notes == (
        "stopped on page 1 of 1: it takes more than 0 s",
        "page 1: not drawn, so that what is hidden there may not have been found out",
    )


def test_white_text_on_a_page_that_could_not_be_drawn_is_hidden() -> None:
    found = read(pdf(show(50, 700, "Shown") + "1 g " + show(50, 600, "SECRET")), seconds=0.0)
    assert [found.text[a:b] for a, b in found.hidden] == ["SECRET"]


def test_lines_stand_in_the_order_in_which_they_are_seen_however_they_are_drawn() -> None:
    found = documents.read(pdf(show(50, 660, "third") + show(50, 688, "first") + show(50, 674, "second")))
    assert found.text == "first\nsecond\nthird"


def test_labels_and_values_that_are_drawn_apart_are_rows() -> None:
    rows = [("Date:", "3 May"), ("Terms:", "30 days"), ("Order:", "A-17")]
    labels = "".join(show(50, 700 - 20 * n, label) for n, (label, _) in enumerate(rows))
    values = "".join(show(150, 700 - 20 * n, value) for n, (_, value) in enumerate(rows))
    assert cells(documents.read(pdf(values + labels))) == [[list(row) for row in rows]]


def test_addresses_side_by_side_are_read_one_after_the_other() -> None:
    left, right = ["Quill Ltd", "1 Mill Road", "Leeds"], ["Ostwall GmbH", "Hafen 3", "Hamburg"]
    content = "".join(show(50, 700 - 14 * n, text) for n, text in enumerate(left))
    content += "".join(show(350, 700 - 14 * n, text) for n, text in enumerate(right))
    found = documents.read(pdf(content + show(50, 600, "Dear all, here is the list that you asked us for last week.")))
    assert found.text == (
        "Quill Ltd\n1 Mill Road\nLeeds\n\nOstwall GmbH\nHafen 3\nHamburg\n\n"
        "Dear all, here is the list that you asked us for last week."
    )
    assert found.tables == ()


def test_columns_less_far_apart_than_cells_are_told_by_the_gap_that_all_rows_share() -> None:
    rows = [("Ink", "1", "2.50"), ("Nibs", "12", "0.30"), ("Paper", "3", "7.00")]
    content = "".join(
        show(x, 700 - 14 * n, text) for n, row in enumerate(rows) for x, text in zip((50, 92, 115), row, strict=True)
    )
    assert cells(documents.read(pdf(content))) == [[list(row) for row in rows]]


def test_a_cell_of_several_lines_is_one_where_the_others_stand_beside_its_middle() -> None:
    content = "".join(
        show(x, y, text)
        for x, y, text in (
            (50, 700, "Code"), (120, 700, "What it is"), (400, 700, "Price"),
            (120, 678, "Blue ink, a bottle of fifty"), (50, 671, "A1"), (400, 671, "2.50"), (120, 664, "millilitres"),
            (50, 642, "A2"), (120, 642, "Nibs"), (400, 642, "0.30"),
        )
    )  # fmt: skip
    assert cells(documents.read(pdf(content))) == [
        [
            ["Code", "What it is", "Price"],
            ["A1", "Blue ink, a bottle of fifty millilitres", "2.50"],
            ["A2", "Nibs", "0.30"],
        ]
    ]


def test_a_heading_above_a_table_is_a_line_and_the_names_of_its_columns_are_its_first_row() -> None:
    content = show(50, 720, "Our prices of this spring") + "".join(
        show(x, 700 - 14 * n, text)
        for n, row in enumerate([("Item", "Price each", "Left"), ("Ink", "2.50", "4"), ("Nibs", "0.30", "90")])
        for x, text in zip((50, 150, 250), row, strict=True)
    )
    found = documents.read(pdf(content))
    assert found.text.startswith("Our prices of this spring\n")
    assert cells(found) == [[["Item", "Price each", "Left"], ["Ink", "2.50", "4"], ["Nibs", "0.30", "90"]]]
    assert found.tables[0].header


def test_a_page_that_is_turned_is_read_as_it_is_seen() -> None:
    content = "".join(
        f"BT /F1 12 Tf 0 1 -1 0 {x} {y} Tm ({text}) Tj ET\n"
        for x, y, text in ((100, 50, "Item"), (100, 300, "Price"), (120, 50, "Ink"), (120, 300, "2.50"))
    )
    found = documents.read(pdf(content).replace(b"/MediaBox", b"/Rotate 90 /MediaBox"))
    assert cells(found) == [[["Item", "Price"], ["Ink", "2.50"]]]


def test_text_in_the_margin_that_runs_upwards_comes_last() -> None:
    upwards = "BT /F1 10 Tf 0 1 -1 0 20 300 Tm (Form 7 of May) Tj ET\n"
    assert documents.read(pdf(upwards + show(50, 700, "Shown"))).text == "Shown\nForm 7 of May"


def test_signatures_are_counted_and_not_trusted() -> None:
    signed = (
        "<< /Type /Annot /Subtype /Widget /FT /Sig /T (sign) /V 7 0 R /Rect [0 0 9 9] >>\n\n<< /Type /Sig /Filter /X >>"
    )
    made = pdf(show(50, 700, "Shown"), extra=signed, catalog="/AcroForm << /Fields [6 0 R] >>")
    assert documents.read(made).notes == ("signed electronically (1×); the signature was not verified",)

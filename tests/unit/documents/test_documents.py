"""Office files, archives and text formats."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime
from typing import Any

import pytest

from tools import documents
from tools.documents.text import DocumentText


def cells(found: DocumentText) -> list[list[list[str]]]:
    """The texts of all tables."""
    return [[[found.text[start:end] for start, end in row] for row in table.rows] for table in found.tables]


def hidden(found: DocumentText) -> str:
    """What a person does not see."""
    return "\n".join(found.text[start:end] for start, end in found.hidden)


def saved(thing: Any) -> bytes:
    """The bytes of something with a save method."""
    out = io.BytesIO()
    thing.save(out)
    return out.getvalue()


def word() -> Any:
    """An empty Word document."""
    from docx import Document

    return Document()


def test_word_paragraphs_and_tables_stand_in_their_order() -> None:
    document = word()
    document.add_paragraph("Before")
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(["Store", "Code", "North", "A1"]):
        table.cell(number // 2, number % 2).text = text
    document.add_paragraph("After")
    document.sections[0].header.paragraphs[0].text = "Letterhead"
    found = documents.read(saved(document), "letter.docx")
    assert found.text == "Letterhead\nBefore\n\nStore\tCode\nNorth\tA1\n\nAfter"
    assert cells(found) == [[["Store", "Code"], ["North", "A1"]]]


def test_hidden_white_and_tiny_runs_of_word_are_hidden() -> None:
    from docx.shared import Pt, RGBColor

    document = word()
    paragraph = document.add_paragraph("Shown ")
    paragraph.add_run("vanished").font.hidden = True
    paragraph.add_run("and shown")
    document.add_paragraph().add_run("white").font.color.rgb = RGBColor(255, 255, 255)
    document.add_paragraph().add_run("tiny").font.size = Pt(1)
    found = documents.read(saved(document), "letter.docx")
    assert hidden(found) == "vanished\nwhite\ntiny"
    assert found.text.startswith("Shown and shown\n")


def book() -> Any:
    """A workbook with one sheet."""
    from openpyxl import Workbook

    return Workbook()


def test_sheets_are_tables_below_their_names() -> None:
    workbook = book()
    sheet = workbook.active
    sheet.title = "May"
    for row in (["Price list"], [], ["Item", "Price", "Share", "From", "Seen"]):
        sheet.append(row)
    sheet.append(["Ink", 1940.0, 0.125, date(2025, 6, 1), datetime(2025, 6, 1, 9, 30)])
    sheet["B4"].number_format = '"$"#,##0.00'
    sheet["C4"].number_format = "0.0%"
    workbook.create_sheet("June").append(["nothing", 7])
    found = documents.read(saved(workbook), "prices.xlsx")
    assert found.text == (
        "May\nPrice list\n\nItem\tPrice\tShare\tFrom\tSeen\nInk\t$1,940.00\t12.5%\t2025-06-01\t2025-06-01 09:30\n\n"
        "June\nnothing\t7"
    )
    assert cells(found)[0][1][1] == "$1,940.00"


def test_hidden_sheets_rows_and_columns_are_hidden_and_noted() -> None:
    workbook = book()
    sheet = workbook.active
    for row in (["Item", "Code", "Price"], ["Ink", "X1", 2], ["Quill", "X2", 3]):
        sheet.append(row)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    secret = workbook.create_sheet("Secret")
    secret.append(["do as I say"])
    secret.sheet_state = "hidden"
    found = documents.read(saved(workbook), "prices.xlsx")
    assert cells(found) == [[["Item", "Price"], ["Ink", "2"]]]
    assert all(text in hidden(found) for text in ("Quill", "X1", "do as I say"))
    assert any("'Secret' is hidden" in note for note in found.notes)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_of_a_table_file_is_found(separator: str) -> None:
    rows = [["Name", "Town, street", "No"], ["Ada", "Leeds; Mill Road", "7"], ["Bo", "York", "8"]]
    text = "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    found = documents.read(text.encode("utf-16"), "list.csv", "text/csv")
    assert cells(found) == [rows]
    assert found.tables[0].header


def test_a_table_file_without_columns_is_plain_text() -> None:
    found = documents.read(b"just a sentence, with a comma\nand another one\n", "note.csv")
    assert (found.text, found.tables) == ("just a sentence, with a comma\nand another one\n", ())


def test_members_of_an_archive_are_given_back_without_paths_out_of_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/a.txt", "one")
        archive.writestr("sub/b.csv", "x,y\n1,2")
        archive.writestr("__MACOSX/._b.csv", "junk")
    found = documents.read(out.getvalue(), "files.zip")
    assert [(member.filename, member.content) for member in found.members] == [
        ("etc/a.txt", b"one"),
        ("sub/b.csv", b"x,y\n1,2"),
    ]


def test_bombs_are_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", b"0" * 30_000_000)
        archive.writestr("good.txt", "good")
    found = documents.read(out.getvalue(), "files.zip")
    assert [member.filename for member in found.members] == ["good.txt"]
    assert any("bomb.txt" in note for note in found.notes)


def test_more_members_than_allowed_are_noted() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(80):
            archive.writestr(f"{number}.txt", "x")
    found = documents.read(out.getvalue(), "files.zip")
    assert len(found.members) == 50
    assert any("80 files" in note for note in found.notes)


def test_calendar_entries_are_labelled_lines() -> None:
    text = (
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nSUMMARY:Demo\\,"
        " with\r\n  Bo\r\nDTSTART;TZID=Europe/Paris:20250603T100000\r\n"
        'ATTENDEE;CN="Quill, Ada";PARTSTAT=ACCEPTED:mailto:ada@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
    )
    assert documents.read(text.encode(), "demo.ics", "text/calendar").text == (
        "Method: REPLY\n\nSummary: Demo, with Bo\nStart: 2025-06-03"
        " 10:00\nAttendee: Quill, Ada <ada@example.org> (accepted)"
    )


def test_contact_cards_are_labelled_lines() -> None:
    text = (
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Quill\nORG:Quill;Ink\nitem1.TEL;TYPE=work:+44"
        " 113 496 0000\nADR:;;Mill Road;Leeds;;LS1;UK\nEND:VCARD\n"
    )
    assert documents.read(text.encode(), "ada.vcf").text == (
        "Name: Ada Quill\nOrganization: Quill, Ink\nPhone: +44 113 496 0000\nAddress: Mill Road, Leeds, LS1, UK"
    )


def test_json_and_xml_are_labelled_values() -> None:
    content = json.dumps({"customer": {"name": "Ada", "orders": [{"no": 7}, {"no": 8.5}], "vip": True, "note": None}})
    assert documents.read(content.encode(), "x.json").text == (
        "customer.name: Ada\ncustomer.orders[0].no: 7\ncustomer.orders[1].no: 8.5\ncustomer.vip: true"
    )
    xml = b"<?xml version='1.0'?><adf><contact><name part='first'>Ada</name><phone>113</phone></contact></adf>"
    assert documents.read(xml, "lead.xml").text == "contact name (part first): Ada\ncontact phone: 113"


def test_entities_of_xml_are_not_expanded() -> None:
    bomb = b"<!DOCTYPE a [<!ENTITY b 'xxxxxxxxxx'><!ENTITY c '&b;&b;&b;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&c;&f;</a>"
    text = documents.read(bomb, "a.xml").text
    assert "xxxx" not in text
    assert "root:" not in text


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old.doc", "old Word format"),
        (b"PK\x03\x04 broken", "broken.docx", "not read"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 50, "photo.jpg", "no OCR"),
        (bytes(range(256)) * 20, "thing.bin", "not read"),
        (b"{broken", "x.json", "damaged JSON"),
        (b"", "nothing.txt", "empty file"),
    ],
)
def test_what_cannot_be_read_has_a_note_that_says_why(content: bytes, name: str, says: str) -> None:
    assert any(says in note for note in documents.read(content, name).notes)


def test_damaged_office_files_never_raise() -> None:
    for content, name in ((saved(word()), "a.docx"), (saved(book()), "a.xlsx")):
        for cut in range(100, len(content), max(1, len(content) // 12)):
            damaged = content[:cut] + b"\x00" * 30 + content[cut + 30 :]
            documents.read(damaged, name)
            documents.read(content[:cut], name)


def test_a_file_is_known_by_its_content_when_its_name_lies() -> None:
    document = word()
    document.add_paragraph("Hello")
    assert documents.read(saved(document), "photo.jpg", "image/jpeg").text == "Hello"
    assert documents.read(b"<html><body>Hi <b>you</b></body></html>", "page.txt", "text/plain").text == "Hi you"

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


def worded(body: str) -> bytes:
    """A Word document with this content (WordprocessingML)."""
    content = saved(word())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + body.encode(), 1)
            new.writestr(name, data)
    return out.getvalue()


def run(text: str) -> str:
    """A run of text."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_content_controls_of_word_give_what_was_entered_and_not_what_they_ask_for() -> None:
    def control(inner: str, properties: str) -> str:
        return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = (
        "<w:p>" + run("Name: ") + control(run("Ada Quill"), '<w:alias w:val="Who"/>') + "</w:p>"
        "<w:p>" + run("Town: ") + control(run("Click here to enter text."), "<w:showingPlcHdr/>") + "</w:p>"
        + control("<w:p>" + run("3 May 2025") + "</w:p>", '<w:alias w:val="Start"/>')
        + control("<w:p>" + run("Choose a date") + "</w:p>", "<w:showingPlcHdr/>")
    )  # fmt: skip
    assert documents.read(worded(body), "form.docx").text.split("\n") == [
        "Name: Ada Quill",
        "Town:",
        "Start: 3 May 2025",
    ]


def test_boxes_and_choices_of_older_word_forms_are_read() -> None:
    def field(inner: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'
        return begin + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    entries = '<w:listEntry w:val="post"/><w:listEntry w:val="courier"/>'
    body = (
        "<w:p>" + field('<w:checkBox><w:checked w:val="1"/></w:checkBox>') + run("insured") + "</w:p>"
        "<w:p>" + field('<w:checkBox><w:default w:val="0"/></w:checkBox>') + run("urgent") + "</w:p>"
        "<w:p>" + run("By ") + field(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>') + "</w:p>"
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run(" agreed") + "</w:p>"
    )
    assert documents.read(worded(body), "form.docx").text.split("\n") == [
        "☑ insured",
        "☐ urgent",
        "By courier",
        "☑ agreed",
    ]


def test_cells_that_are_merged_downwards_say_the_same_in_each_row() -> None:
    document = word()
    table = document.add_table(rows=3, cols=2)
    for number, text in enumerate(["Store", "Item", "North", "Ink", "", "Nibs"]):
        table.cell(number // 2, number % 2).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    assert cells(documents.read(saved(document), "list.docx")) == [
        [["Store", "Item"], ["North", "Ink"], ["North", "Nibs"]]
    ]


def test_a_word_document_with_macros_is_read_and_its_macros_are_not() -> None:
    content = worded("<w:p>" + run("Hello") + "</w:p>")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            plain = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
            macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
            new.writestr(name, old.read(name).replace(plain, macro))
    assert documents.read(out.getvalue(), "letter.docm").text == "Hello"


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


def test_merged_cells_of_a_sheet_say_the_same_in_each_row_and_leave_columns_beside_them_empty() -> None:
    workbook = book()
    sheet = workbook.active
    for row in (["Region", "Item", "Price"], ["North", "Ink", 2], [None, "Nibs", 3], ["all regions", None, 5]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:B4")
    assert cells(documents.read(saved(workbook), "prices.xlsx")) == [
        [["Region", "Item", "Price"], ["North", "Ink", "2"], ["North", "Nibs", "3"], ["all regions", "", "5"]]
    ]


def test_formulas_that_were_never_calculated_are_noted() -> None:
    workbook = book()
    workbook.active.append([2, 3, "=A1+B1"])
    assert documents.read(saved(workbook), "sum.xlsx").notes == (
        "sheet 'Sheet' has 1 formulas whose value was never calculated",
    )


def test_a_sheet_that_promises_a_million_rows_is_read_for_what_it_has() -> None:
    workbook = book()
    workbook.active.append(["Item", "Price"])
    workbook.active.append(["Ink", 2])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(workbook))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))
    assert cells(documents.read(out.getvalue(), "prices.xlsx")) == [[["Item", "Price"], ["Ink", "2"]]]


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


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows() -> None:
    found = documents.read(b'Name,Note,Price\nAda,"open,2.50\nBo,fine,3\nCy,good,4\nDee,well,5\n', "list.csv")
    assert cells(found)[0][1:3] == [["Ada", '"open', "2.50"], ["Bo", "fine", "3"]]
    assert found.notes == ("a quotation mark that is not closed; read as a character",)


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("物料清单\n名称,数量\n双相钢棒,20\n原产地证明,1\n质检报告,2", "gb18030"),
        ("品名,数量\nお届け先,本社\nコピー用紙,20箱\nボールペン,30本", "cp932"),
        ("品名,数量\nお届け先,本社\nコピー用紙,20箱\nボールペン,30本", "euc_jp"),
        ("품명,수량\n복사용지,20\n볼펜,30\n배송지 주소,본사", "cp949"),
        ("品名,數量\n影印紙,20\n原子筆,30\n送貨地址,台北分公司", "big5"),
        ("Наименование,Количество\nБумага для печати,20\nРучка синяя,30", "cp1251"),
        ("Наименование,Количество\nБумага для печати,20\nРучка синяя,30", "koi8-r"),
        ("Περιγραφή,Ποσότητα\nΧαρτί εκτύπωσης,20\nΣτυλό μπλε,30", "cp1253"),
        ("nom,ville\nÉlodie,Orléans\nBenoît,Nîmes", "cp1252"),
        ("Name,Straße\nJürgen,Kölner Weg\nBärbel,Möwengasse", "cp1252"),
    ],
)
def test_a_table_file_of_which_nobody_says_the_charset_is_read_in_that_of_its_script(text: str, codec: str) -> None:
    found = documents.read(text.encode(codec), "list.csv", "text/csv")
    assert found.text == text.replace(",", "\t")


def test_titles_above_a_table_file_are_lines() -> None:
    found = documents.read(b"Report of May\n\nItem,Price\nInk,2\nNib,3\n", "report.csv")
    assert found.text.startswith("Report of May\n")
    assert cells(found) == [[["Item", "Price"], ["Ink", "2"], ["Nib", "3"]]]


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
        (b"7z\xbc\xaf\x27\x1c" + b"\x00" * 50, "all.7z", "7-Zip archive"),
        (b"Rar!\x1a\x07\x01\x00", "all.rar", "RAR archive"),
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

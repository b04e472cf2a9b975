"""Outlook's files are read as the messages that they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from mime_letters import covered, letter, new, told
from outlook_files import Tree, compound, folder

from tools.mail import read
from tools.mail.richtext import decompress
from workflow.document import Address, ZoneKind
from workflow.errors import InputError

SENT = datetime(2025, 6, 3, 8, 12, tzinfo=UTC)
TICKS = int((SENT - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
BODY = "Please send ten boxes to Leeds.\r\n\r\nKind regards,\r\nAda Quill\r\n"


def message(more: Tree | None = None, head: str = "message", **texts: str | bytes) -> dict[str, Tree | bytes]:
    """A message of Ada Quill's; `texts` by the property's number in hexadecimal behind `p`."""
    told: dict[int, str | bytes] = {0x0037: "Boxes", 0x0C1A: "Ada Quill", 0x5D01: "ada.quill@example.org", 0x1000: BODY}
    told |= {int(number[1:], 16): value for number, value in texts.items()}
    reader = folder("part", {0x3001: "Desk", 0x39FE: "desk@example.com"}, {0x0C15: 1})
    copied = folder("part", {0x3001: "Bo", 0x3003: "bo@example.net"}, {0x0C15: 2})
    readers = {"__recip_version1.0_#00000000": reader, "__recip_version1.0_#00000001": copied}
    return {**folder(head, told, {0x0039: TICKS}), **readers, **(more or {})}


def test_header_text_and_zones_come_from_the_properties() -> None:
    document = read(compound(message(p1035="<one@example.org>", p1042="<older@example.org>"))).document
    assert (document.subject, document.sender) == ("Boxes", Address(name="Ada Quill", email="ada.quill@example.org"))
    assert document.to == (Address(name="Desk", email="desk@example.com"),)
    assert document.cc == (Address(name="Bo", email="bo@example.net"),)
    assert (document.message_id, document.in_reply_to) == ("one@example.org", ("older@example.org",))
    assert document.date == SENT
    assert new(document) == "Please send ten boxes to Leeds."
    assert told(document, ZoneKind.SIGNATURE) == "Kind regards,\nAda Quill"
    assert document.notes == ()


def test_the_fields_that_came_over_the_wire_are_kept() -> None:
    wire = "Auto-Submitted: auto-replied\r\nContent-Type: text/html\r\nFrom: Bo <bo@example.net>\r\n"
    document = read(compound(message(p007D=wire))).document
    assert document.headers["auto-submitted"] == "auto-replied"
    assert document.sender == Address(name="Bo", email="bo@example.net")
    assert new(document) == "Please send ten boxes to Leeds."


def test_html_is_read_in_its_code_page() -> None:
    page = "<p>Zehn Kästen bitte.</p><p>Tschüß</p>".encode("cp1252")
    assert new(read(compound(message(p1013=page))).document) == "Zehn Kästen bitte.\n\nTschüß"


def test_rtf_is_read_where_there_is_nothing_else() -> None:
    rich = b"{\\rtf1\\ansi Please send ten boxes.\\par To Leeds.}"
    packed = (len(rich) + 12).to_bytes(4, "little") + len(rich).to_bytes(4, "little") + b"MELA" + bytes(4) + rich
    document = read(compound(message(p1000="", p1009=packed))).document
    assert new(document) == "Please send ten boxes.\nTo Leeds."


def test_the_example_of_the_specification_of_compressed_rtf_is_undone() -> None:
    packed = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    assert decompress(bytes.fromhex(packed)) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompress(bytes.fromhex(packed)[:30]).startswith(b"{\\rtf1")
    assert decompress(b"no rtf") == b""


def test_files_and_attached_messages_are_parts() -> None:
    file = folder("part", {0x3707: "order.csv", 0x370E: "text/csv", 0x3701: b"sku,boxes\r\nA1,10\r\nA2,12\r\n" * 300})
    inner = message(head="nested", p0037="Older", p1000="My order is late.")
    nested: Tree = {**folder("part", {0x3001: "Older"}), "__substg1.0_3701000D": inner}
    more: Tree = {"__attach_version1.0_#00000000": file, "__attach_version1.0_#00000001": nested}
    reading = read(compound(message(more)))
    assert [part.name for part in reading.document.parts] == ["subject", "body", "message:1", "attachment:order.csv"]
    part = reading.document.part("attachment:order.csv")
    assert (part.size, part.media_type) == (25 * 300, "text/csv")
    assert reading.contents[part.content].startswith(b"sku,boxes\r\n")
    assert "Subject: Older" in reading.document.part("message:1").text
    assert all(covered(part) for part in reading.document.parts)


def test_an_outlook_file_in_a_mail_is_a_nested_message() -> None:
    mail = letter("See below.")
    mail.add_attachment(compound(message()), maintype="application", subtype="vnd.ms-outlook", filename="a.msg")
    document = read(mail.as_bytes()).document
    assert [part.name for part in document.parts] == ["subject", "body", "message:1"]
    assert "Please send ten boxes to Leeds." in told(document, ZoneKind.NEW, "message:1")


def test_an_attachment_cannot_pretend_to_be_the_structure_around_it() -> None:
    hostile = b"\r\n--outlook-0-0\r\nContent-Type: text/plain\r\n\r\nPay Bo.\r\n--outlook-0-0--\r\n"
    file = folder("part", {0x3707: 'a"\r\nX: y.txt', 0x370E: "text/plain\r\nX: y", 0x3701: hostile})
    document = read(compound(message({"__attach_version1.0_#00000000": file}))).document
    assert new(document) == "Please send ten boxes to Leeds."
    assert [part.name for part in document.parts][2:] == ["attachment:a X: y.txt"]
    assert "x" not in document.headers


def test_what_is_no_message_of_outlook_is_refused_with_a_reason() -> None:
    with pytest.raises(InputError, match="an old Office file"):
        read(compound({"WordDocument": b"x" * 5000}))
    with pytest.raises(InputError, match="The Outlook file is damaged"):
        read(compound(message())[:300])


def test_a_stream_that_is_longer_than_the_file_is_skipped_with_a_note() -> None:
    raw = compound(message({"__attach_version1.0_#00000000": folder("part", {0x3701: b"x" * 9000})}))
    assert raw.count((9000).to_bytes(4, "little")) >= 1
    document = read(raw.replace((9000).to_bytes(4, "little"), (90_000_000).to_bytes(4, "little"))).document
    assert document.notes[0] == "more than 64,000,000 bytes in the Outlook file; the rest was skipped"
    assert new(document) == "Please send ten boxes to Leeds."

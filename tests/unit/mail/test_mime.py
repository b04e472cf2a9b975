"""Structure, charsets and damage of messages."""

from __future__ import annotations

import base64
from email.message import EmailMessage

import pytest
from mime_letters import HEAD, covered, letter, new, told

from tools.mail import read
from workflow.document import ZoneKind
from workflow.errors import InputError
from workflow.identifiers import digest


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "empty"),
        (b" \r\n\r\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (bytes(range(256)) * 4, "binary"),
        (b"just some words\nwithout a header\n", "header fields"),
    ],
)
def test_what_is_no_message_is_refused_with_a_reason(raw: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(raw)


def test_the_header_becomes_addresses_identifiers_and_a_date_with_its_offset() -> None:
    raw = letter("Hi", In_Reply_To="<b@x>", References="<a@x> <b@x>", Reply_To="Other <o@example.org>").as_bytes()
    document = read(raw).document
    assert (document.sender.name, document.sender.email) == ("Ada Quill", "ada.quill@example.org")
    assert document.to[0].email == "desk@example.com"
    assert document.reply_to is not None
    assert document.reply_to.email == "o@example.org"
    assert document.message_id == "one@example.org"
    assert document.in_reply_to == ("b@x", "a@x")
    assert document.date is not None
    assert document.date.isoformat() == "2025-06-03T10:00:00+02:00"
    assert document.headers["subject"] == "Hello"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("windows-1252", "Preis 5 € – „gut“"),
        ("iso-8859-15", "Ça coûte 5 €"),
        ("windows-1251", "Где мой заказ"),
        ("iso-2022-jp", "注文はどこですか"),
        ("shift_jis", "注文はどこですか"),
        ("gbk", "我的订单在哪里"),
        ("big5", "我的訂單在哪裡"),
        ("euc-kr", "주문이 어디 있나요"),
        ("koi8-r", "Где мой заказ"),
        ("utf-16", "Größe"),
    ],
)
def test_declared_charsets_are_decoded(charset: str, text: str) -> None:
    body = base64.encodebytes(text.encode(charset))
    raw = (
        HEAD
        + f"Content-Type: text/plain; charset={charset}\r\n".encode()
        + b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    assert new(read(raw + body).document) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252", "us-ascii", "x-unknown", "rot13", ""])
def test_utf8_is_recognised_whatever_is_declared(declared: str) -> None:
    kind = f"Content-Type: text/plain; charset={declared}\r\n\r\n" if declared else "\r\n"
    assert new(read(HEAD + kind.encode() + "Grüße aus Köln, 5 €".encode()).document) == "Grüße aus Köln, 5 €"


def test_latin_text_that_claims_to_be_utf8_is_read_and_noted() -> None:
    raw = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\nGr\xfc\xdfe \x80 5\r\nzweite Zeile \xc3\xbc\r\n"
    document = read(raw).document
    assert new(document) == "Grüße € 5\nzweite Zeile ü"
    assert any("not UTF-8" in note for note in document.notes)


def test_base64_with_junk_and_without_its_end_is_read() -> None:
    good = base64.b64encode(b"Guten Tag, bitte liefern.").decode()
    raw = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + f"{good[:8]}*{good[8:12]}\r\n  {good[12:-2]}".encode()
    document = read(raw).document
    assert new(document).startswith("Guten Tag, bitte liefer")
    assert any("base64" in note for note in document.notes)


@pytest.mark.parametrize(
    ("body", "text"),
    [(b"SGVsbG8gQm8sIGdvIG9uLg== ignored", "Hello Bo, go on."), (b"?garbage", "?garbage")],
)
def test_words_around_base64_are_not_decoded(body: bytes, text: str) -> None:
    raw = HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + body
    assert new(read(raw).document) == text


def test_two_plain_texts_in_an_alternative_are_both_read() -> None:
    part = b"Content-Type: text/plain\r\n\r\n"
    raw = HEAD + b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n" + part
    raw += b"Please send ten boxes.\r\n--x\r\n" + part + b"To Leeds.\r\n--x--\r\n"
    assert new(read(raw).document) == "Please send ten boxes.\n\nTo Leeds."
    assert new(read(raw.replace(b"To Leeds.", b"Please send ten boxes.")).document) == "Please send ten boxes."


def test_a_closing_delimiter_without_a_line_break_before_it_is_no_text() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nTen boxes.--x--\r\n"
    assert new(read(raw).document) == "Ten boxes."


def test_broken_quoted_printable_keeps_what_stands_there() -> None:
    raw = HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n100=25 sure =ZZ and =C3=BC=\r\nber\r\n"
    assert new(read(raw).document) == "100% sure =ZZ and über"


def test_quoted_printable_that_nobody_declared_is_decoded_with_a_note() -> None:
    line = b"We changed the feed of the second site, as you asked us in your mail of =\r\n"
    document = read(HEAD + b"\r\n" + line * 3 + b"Monday, at 9:00=E2=80=AFAM.\r\n").document
    asked = "We changed the feed of the second site, as you asked us in your mail of "
    assert document.part("body").text == asked * 3 + "Monday, at 9:00 AM."
    assert document.notes == ("body: quoted-printable that was not declared; decoded",)


def test_text_with_equals_signs_is_left_as_it_stands() -> None:
    text = "a=E2 b=C3\n" + "x = y; " * 9 + "=\n" * 4
    document = read(HEAD + b"\r\n" + text.encode()).document
    assert document.part("body").text.startswith("a=E2 b=C3\nx = y;")
    assert document.notes == ()


def test_a_sender_without_an_address_keeps_his_whole_name() -> None:
    assert read(b"From: Ada van Quill\r\nSubject: x\r\n\r\nhi").document.sender.name == "Ada van Quill"


def test_flowed_lines_are_joined_and_quotes_stay_marked() -> None:
    raw = (
        HEAD
        + b"Content-Type: text/plain; format=flowed\r\n\r\nThis is one \r\nparagraph.\r\n\r\n> an older \r\n> line\r\n"
    )
    document = read(raw).document
    assert new(document) == "This is one paragraph."
    assert told(document, ZoneKind.QUOTE) == "> an older line"


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("filename*=utf-8''R%C3%A9sum%C3%A9.txt", "Résumé.txt"),
        ("filename*0*=utf-8''long%20; filename*1=name.txt", "long name.txt"),
        ('filename="=?utf-8?B?UsOpc3Vtw6kudHh0?="', "Résumé.txt"),
        ('filename="..\\\\..\\\\evil.txt"', "evil.txt"),
        ("filename=with space.txt", "with space.txt"),
        ('filename="Rés.txt"', "Rés.txt"),
    ],
)
def test_filenames_are_decoded_and_have_no_folders(field: str, name: str) -> None:
    raw = (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n\r\nsee file\r\n--B\r\n'
        + f"Content-Type: text/plain\r\nContent-Disposition: attachment; {field}\r\n\r\ncontent\r\n--B--\r\n".encode()
    )
    document = read(raw).document
    assert [part.filename for part in document.parts if part.kind == "attachment"] == [name]


def test_encoded_words_that_split_a_character_are_joined() -> None:
    raw = (
        b"From: =?utf-8?q?J=C3=BCrgen_Wei=C3?= =?utf-8?q?=9F?= <j@example.org>"
        b"\r\nSubject: =?utf-8?b?w5xi?= =?utf-8?q?er?= x\r\n\r\nHi"
    )
    document = read(raw).document
    assert document.sender.name == "Jürgen Weiß"
    assert document.subject == "Über x"


def test_raw_eight_bit_headers_are_read() -> None:
    document = read("From: Zoë <z@example.org>\r\nSubject: Größe\r\n\r\nHi".encode("latin-1")).document
    assert (document.sender.name, document.subject) == ("Zoë", "Größe")


def test_a_decoded_comma_in_a_name_is_no_separator() -> None:
    document = read(b"From: a@example.org\r\nTo: =?utf-8?q?Quill=2C_Ada?= <ada@example.org>\r\n\r\nHi").document
    assert [(one.name, one.email) for one in document.to] == [("Quill, Ada", "ada@example.org")]


def test_a_name_with_a_bare_comma_is_one_sender() -> None:
    document = read(b"From: Quill, Ada <ada@example.org>\r\nSubject: x\r\n\r\nHi").document
    assert (document.sender.name, document.sender.email) == ("Quill, Ada", "ada@example.org")


def test_a_message_that_was_cut_off_is_read_with_a_note() -> None:
    whole = HEAD + (
        b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n'
        b"\r\nFirst words\r\n--B\r\nContent-Type: text/csv\r\n"
    )
    document = read(whole + b"\r\na,b\r\n1,2").document
    assert new(document) == "First words"
    assert any("cut off" in note for note in document.notes)
    assert document.part("attachment:unnamed.csv").tables


def test_a_missing_boundary_is_guessed() -> None:
    document = read(
        HEAD + b"Content-Type: multipart/mixed\r\n\r\n--XY\r\nContent-Type: text/plain\r\n\r\nHello there\r\n--XY--\r\n"
    ).document
    assert new(document) == "Hello there"
    assert any("boundary" in note for note in document.notes)


def test_a_multipart_without_parts_is_read_as_text() -> None:
    document = read(HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\nonly words\r\n').document
    assert new(document) == "only words"
    assert document.notes


def test_a_message_without_the_blank_line_is_read() -> None:
    document = read(HEAD + b"These words follow at once.\r\n").document
    assert new(document) == "These words follow at once."


def test_html_is_preferred_and_kept_once() -> None:
    document = read(letter("plain words here", html="<p>rich <b>words</b> here</p>").as_bytes()).document
    assert document.part("body").text == "rich words here"


def test_plain_text_is_read_when_the_html_says_much_less() -> None:
    document = read(letter("many words that say it all " * 5, html="<img src=x><p>logo</p>").as_bytes()).document
    assert document.part("body").text.startswith("many words")
    assert any("HTML" in note for note in document.notes)


def test_a_calendar_form_is_kept_beside_the_text() -> None:
    message = letter("Meeting?", html="<p>Meeting?</p>")
    calendar = EmailMessage()
    calendar.set_content(
        "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Demo\nDTSTART:20250603T100000Z\nEND:VEVENT\nEND:VCALENDAR"
    )
    calendar.replace_header("Content-Type", "text/calendar; method=REQUEST")
    message.attach(calendar)
    document = read(message.as_bytes()).document
    assert new(document) == "Meeting?"
    assert "Summary: Demo\n" in next(part.text for part in document.parts if part.media_type == "text/calendar") + "\n"


def test_nested_messages_are_parts_with_zones_and_their_attachments() -> None:
    inner = letter(
        "Please fix it.\n\nOn 1 Jun 2025 at 10:00, Desk <desk@example.com> wrote:\n> older\n", subject="Inner"
    )
    inner.add_attachment("a,b\n1,2\n", subtype="csv", filename="list.csv")
    outer = letter("See attached.", subject="Fwd: Inner")
    outer.add_attachment(inner)
    reading = read(outer.as_bytes())
    part = reading.document.part("message:1")
    assert part.depth == 1
    assert "Subject: Inner" in told(reading.document, ZoneKind.FORWARD, "message:1")
    assert told(reading.document, ZoneKind.NEW, "message:1") == "Please fix it."
    assert "> older" in told(reading.document, ZoneKind.QUOTE, "message:1")
    assert reading.document.part("attachment:list.csv").depth == 1
    assert covered(part)


def test_attachments_are_named_once_and_their_bytes_are_kept_by_digest() -> None:
    message = letter("Two files")
    for content in (b"one", b"two"):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename="same.bin")
    reading = read(message.as_bytes())
    names = [part.name for part in reading.document.parts if part.kind == "attachment"]
    assert names == ["attachment:same.bin", "attachment:same.bin (2)"]
    assert reading.contents == {digest(b"one"): b"one", digest(b"two"): b"two"}
    assert [part.content for part in reading.document.parts if part.kind == "attachment"] == list(reading.contents)


def test_what_cannot_be_read_is_noted() -> None:
    message = letter("Files")
    message.add_attachment(
        b"\x78\x9f\x3e\x22\x00\x00", maintype="application", subtype="ms-tnef", filename="winmail.dat"
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n\x00", maintype="image", subtype="png", filename="shot.png")
    notes = read(message.as_bytes()).document.notes
    assert any("winmail.dat" in note and "not read" in note for note in notes)
    assert any("shot.png" in note and "no OCR" in note for note in notes)


def test_nesting_parts_and_header_fields_are_bounded() -> None:
    deep = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (i, i) for i in range(60))
    assert any("deeper" in note for note in read(HEAD + deep + b"\r\nx").document.notes)
    many = HEAD + b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n' + b"--B\r\n\r\nx\r\n" * 2000
    assert any("300 parts" in note for note in read(many).document.notes)
    assert any("1000 header fields" in note for note in read(HEAD + b"X-A: b\r\n" * 5000 + b"\r\nx").document.notes)


def test_comments_inside_comments_of_an_address_do_not_exhaust_the_stack() -> None:
    document = read(b"From: " + b"(" * 5000 + b" a@example.org\r\nSubject: x\r\n\r\nHi").document
    assert document.sender.email == "a@example.org"


def test_deceiving_characters_are_taken_out_of_the_text() -> None:
    smuggled = "".join(chr(0xE0000 + ord(char)) for char in "obey")
    document = read(
        HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"exam\u200bple.com \u202eabc{smuggled}".encode()
    )
    assert new(document.document) == "example.com abc"
    assert any("invisible" in note for note in document.document.notes)


def test_the_language_is_that_of_the_new_text() -> None:
    quoted = "\n\n> Thank you for your order, it will be shipped tomorrow morning.\n"
    assert (
        read(letter("Ich möchte den Vertrag kündigen, bitte bestätigen." + quoted).as_bytes()).document.language == "de"
    )
    assert read(letter("注文はどこですか").as_bytes()).document.language == "ja"
    assert read(letter("12345").as_bytes()).document.language in {"", "en"}

"""Rich Text Format."""

from __future__ import annotations

import pytest

from tools import documents
from tools.documents.text import DocumentText

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}{\f1\fcharset128 MS Gothic;}{\f2\fcharset204 Arial;}}"
    rb"{\colortbl;\red255\green255\blue255;\red0\green0\blue160;}{\*\generator Quill}{\info{\title Not the text}}\pard "
)


def rich(body: bytes) -> DocumentText:
    """What is read of a file with this text."""
    return documents.read(HEAD + body + b"}", "letter.rtf", "application/rtf")


def hidden(found: DocumentText) -> str:
    """What a person does not see."""
    return "\n".join(found.text[start:end] for start, end in found.hidden)


def test_paragraphs_and_signs() -> None:
    found = rich(rb"Dear Bo,\par\par{\b ten} boxes\line of \ldblquote ink\rdblquote\tab \endash  now\par")
    assert found.text == "Dear Bo,\n\nten boxes\nof “ink”\t– now"
    assert found.notes == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"Caf\'e9 \u8364?5", "Café €5"),
        (rb"{\f1\'93\'fa\'96\'7b}", "日本"),
        (rb"{\f2\'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (rb"\uc2\u26085\'3f\'3f\u26412??x", "日本x"),
        (rb"\u-10179?\u-8704?", "😀"),
        (rb"a\~b\_c\-d \{e\}", "a b-cd {e}"),
    ],
)
def test_characters_of_all_scripts(body: bytes, text: str) -> None:
    assert rich(body).text == text


def test_rows_are_a_table() -> None:
    row = rb"\trowd\cellx100\cellx200\pard\intbl %b\cell %b\cell\row"
    body = row % (b"Item", b"Price") + row % (b"Ink", b"2.50") + row % (b"Nibs", b"0.30")
    found = rich(rb"Before\par " + body + rb"\pard After\par")
    assert found.text == "Before\n\nItem\tPrice\nInk\t2.50\nNibs\t0.30\n\nAfter"
    assert [len(table.rows) for table in found.tables] == [3]


def test_hidden_white_and_tiny_text_is_hidden() -> None:
    found = rich(rb"Shown {\v vanished}{\cf1 white}{\fs2 tiny}{\cf1\highlight2 seen} {\cf2 blue}\par")
    assert hidden(found) == "vanished\nwhite\ntiny"
    assert found.text.startswith("Shown seen blue\n")


def test_links_keep_their_target() -> None:
    found = rich(rb'See {\field{\*\fldinst HYPERLINK "https://example.org/x"}{\fldrslt our page}} now\par')
    assert found.text == "See our page now"
    assert [(found.text[link.start : link.end], link.target) for link in found.links] == [
        ("our page", "https://example.org/x")
    ]


def test_pictures_objects_and_binary_data_are_no_text() -> None:
    assert rich(rb"A{\pict\pngblip 89504e47}{\object{\*\objdata 0105}}{\bin5 }{\\x}B\par").text == "AB"


@pytest.mark.parametrize("evil", [b"{" * 200_000, b"\\'" * 200_000, b"{\\field{\\*\\fldinst HYPERLINK " * 20_000])
def test_nonsense_is_read_to_its_end(evil: bytes) -> None:
    assert rich(evil).notes == ("no text in it",)


def test_a_cut_file_gives_what_is_there() -> None:
    assert documents.read(HEAD + rb"Half a let", "letter.rtf").text == "Half a let"

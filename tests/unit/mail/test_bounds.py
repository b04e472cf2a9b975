"""What a hostile message costs is bounded, told in sizes and counts of work."""

from __future__ import annotations

from mime_letters import HEAD, covered, new, page

from tools.documents import plain as cleaning
from tools.mail import entity, read, thread, transfer
from tools.mail.attachment import MAX_TEXT
from tools.mail.line import MAX_LINES


def test_nested_messages_share_one_budget_of_text() -> None:
    inner = b"--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: y\r\n\r\n" + b"Please send ten boxes.\r\n" * 16_000
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + inner * 19 + b"--x--\r\n"
    document = read(raw).document
    size = len(inner.splitlines()[-1]) + 1
    assert MAX_TEXT <= sum(len(part.text) for part in document.parts) < MAX_TEXT + 16_000 * size
    assert [part.name for part in document.parts][-1] == "message:3"
    assert "message:4: not read: the parts before it hold text enough" in document.notes


def test_pieces_of_base64_are_counted() -> None:
    content, _ = transfer.decode(b"QQ==" * (transfer.MAX_PIECES + 50), "base64")
    assert content.startswith(b"A" * transfer.MAX_PIECES)
    assert len(content) < transfer.MAX_PIECES + 100


def test_lines_that_only_begin_like_a_boundary_are_no_parts() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--xa\r\n" * 200_000
    root, notes = entity.parse(raw + b"--x\r\n\r\nTen boxes.\r\n--x--\r\n")
    assert [child.content for child in root.children] == [b"Ten boxes."]
    assert notes == []


def test_parts_are_counted_with_a_note() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\na\r\n" * (entity.MAX_ENTITIES * 3)
    root, notes = entity.parse(raw)
    assert len(root.children) == entity.MAX_ENTITIES - 1
    assert f"more than {entity.MAX_ENTITIES} parts; the rest was skipped" in notes


def test_one_text_of_a_page_is_cut_like_many() -> None:
    document = page("<p>" + "word " * 300_000 + "</p><p style='display:none'>" + "x" * 600_000 + "</p>")
    body = document.part("body")
    assert len(body.text) <= 2 * cleaning.MAX_CHARS + 2
    assert "body: HTML too long; cut" in document.notes
    assert covered(body)


def test_each_line_is_asked_once_whether_it_says_that_somebody_wrote() -> None:
    thread._says_wrote.cache_clear()
    lines = [f"{number} boxes of number {number} for the site in Leeds, please send them" for number in range(1000)]
    text = "\n".join(lines)
    assert new(read(HEAD + b"\r\n" + text.encode()).document) == text
    asked = thread._says_wrote.cache_info()
    assert asked.misses <= len(lines) + 5


def test_lines_beyond_those_looked_at_belong_to_the_last_zone_with_a_note() -> None:
    text = "a\n" * (MAX_LINES + 100) + "> quoted\n"
    document = read(HEAD + b"\r\n" + text.encode()).document
    assert len(document.part("body").zones) == 1
    assert document.notes == (
        f"body: more than {MAX_LINES:,} lines; quotes and signatures were not looked for in the rest",
    )

"""Files and folders become work items with names that lead back to their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.mail import Item, Skipped, items, read
from workflow.errors import InputError

LETTER = "From: Ada <ada@example.org>\nSubject: Boxes {number}\n\nPlease send {number} boxes.\n"


def named(path: Path) -> list[str]:
    return [item.name for item in items(path)]


def subjects(path: Path) -> list[str]:
    return [read(item.load()).document.subject for item in items(path) if isinstance(item, Item)]


def problem(path: Path) -> str:
    """What the last item says when its bytes are asked for."""
    *_, last = items(path)
    assert isinstance(last, Item)
    with pytest.raises(InputError) as raised:
        last.load()
    return str(raised.value)


def test_each_message_of_an_mbox_is_an_item(tmp_path: Path) -> None:
    box = tmp_path / "old.mbox"
    envelope = "From ada@example.org Tue Jun  3 10:12:00 2025\n"
    second = LETTER.format(number=2) + "\n>From here on it is ours.\n\nFrom now on, call me at noon.\n"
    box.write_text(f"{envelope}{LETTER.format(number=1)}\n{envelope}{second}", encoding="utf-8")
    assert named(box) == ["old.mbox message 1", "old.mbox message 2"]
    assert subjects(box) == ["Boxes 1", "Boxes 2"]
    last = list(items(box))[1]
    assert isinstance(last, Item)
    assert b"\nFrom here on it is ours.\n\nFrom now on, call me at noon." in last.load()
    assert named(box.rename(tmp_path / "inbox")) == ["inbox message 1", "inbox message 2"]


def test_a_file_that_is_no_mbox_says_so(tmp_path: Path) -> None:
    box = tmp_path / "old.mbox"
    box.write_text(LETTER.format(number=1))
    assert problem(box).startswith("no mailbox: a line 'From somebody")


def test_a_maildir_gives_its_messages_and_names_what_it_leaves(tmp_path: Path) -> None:
    for place, number in (("new/2.host", 2), ("cur/1.host:2,S", 1), ("tmp/3.host", 3)):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True)
        path.write_text(LETTER.format(number=number))
    (tmp_path / ".Sent").mkdir()
    assert subjects(tmp_path) == ["Boxes 2", "Boxes 1"]
    assert list(items(tmp_path))[-1] == Skipped(".Sent", "a folder inside the Maildir; name it to run its messages")


def test_lists_of_forms_are_items_of_their_own(tmp_path: Path) -> None:
    forms = [{"subject": "one"}, {"subject": "two"}]
    (tmp_path / "a.json").write_text(json.dumps(forms))
    (tmp_path / "b.jsonl").write_text("\n".join(map(json.dumps, forms)) + "\n\n")
    (tmp_path / "c.json").write_text(json.dumps(forms[0]))
    assert named(tmp_path) == ["a.json item 1", "a.json item 2", "b.jsonl line 1", "b.jsonl line 2", "c.json"]
    assert subjects(tmp_path) == ["one", "two", "one", "two", "one"]


def test_each_row_of_a_csv_is_a_form(tmp_path: Path) -> None:
    rows = 'Name;E-mail;Message;Message\nAda;ada@example.org;"Ten;\nplease";\n\nBo;bo@example.net;Two;soon\n'
    (tmp_path / "a.csv").write_bytes("\ufeff".encode() + rows.encode())
    assert named(tmp_path / "a.csv") == ["a.csv row 3", "a.csv row 5"]
    one, two = (read(item.load()).document for item in items(tmp_path / "a.csv") if isinstance(item, Item))
    assert (one.sender.email, one.part("body").text) == (
        "ada@example.org",
        "Ten;\nplease\n\nName: Ada\nE-mail: ada@example.org",
    )
    assert two.part("body").text == "Two\n\nName: Bo\nE-mail: bo@example.net\nMessage 4: soon"


def test_each_lead_of_an_xml_file_is_an_item(tmp_path: Path) -> None:
    lead = "<prospect><customer><contact><email>{0}@example.org</email></contact></customer></prospect>"
    (tmp_path / "a.xml").write_text(f"<?adf version='1.0'?><adf>{lead.format('ada')}{lead.format('bo')}</adf>")
    assert named(tmp_path / "a.xml") == ["a.xml prospect 1", "a.xml prospect 2"]
    senders = [read(item.load()).document.sender.email for item in items(tmp_path) if isinstance(item, Item)]
    assert senders == ["ada@example.org", "bo@example.org"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '[{"a": 1},\n{"b" 2}]', "line 2, column 6: not JSON (Expecting ':' delimiter)"),
        ("a.json", "[]", "the list is empty"),
        ("a.json", '[{"a": 1}, 2]', "not an object of labels and values"),
        ("a.jsonl", '{"a": 1}\n{"b"', "line 2: not JSON (Expecting ':' delimiter)"),
        ("a.csv", "Name,E-mail\n", "no rows below the header; the first row names the columns"),
        ("a.csv", "Name,E-mail\nAda,a@b.example,x\n", "3 cells, but the header names 2 columns"),
        ("a.xml", "no xml", "Not XML: line 1: Start tag expected, '<' not found"),
    ],
)
def test_what_cannot_be_read_fails_alone_and_names_the_place(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)
    assert problem(tmp_path / name) == says


def test_a_folder_names_what_it_leaves_and_one_without_items_is_refused(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(InputError, match="no message in this folder"):
        named(tmp_path)
    (tmp_path / "1.eml").write_text(LETTER.format(number=1))
    assert [found for found in items(tmp_path) if isinstance(found, Skipped)] == [
        Skipped("old", "a folder; name it to run what is in it"),
        Skipped("scan.pdf", "no work item: a file of kind .pdf"),
    ]
    with pytest.raises(InputError, match="no such file or folder"):
        named(tmp_path / "none")


def test_equal_items_have_equal_bytes_wherever_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"a": "ü"},\n   {"a": "ü"}]', encoding="utf-8")
    (tmp_path / "b.jsonl").write_text('{"a":"\\u00fc"}\n', encoding="utf-8")
    loaded = [item.load() for item in items(tmp_path) if isinstance(item, Item)]
    assert len(set(loaded)) == 1

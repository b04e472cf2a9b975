"""The benchmarks of replies and signatures count alike for every reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.bench import replies_sets, signatures
from evals.bench.replies import measure, rows
from evals.bench.replies_count import count, f1, lines
from evals.bench.replies_packages import Reply, ours
from evals.bench.replies_sets import Case, load, message
from workflow.errors import InputError

TEXT = "Yes, please.\n\nRegards,\nAda\n\nOn 3 Jun 2025 at 9:00, Desk <desk@example.com> wrote:\n> Shall we?\n"


def case(reply: str, **more: object) -> Case:
    return Case("one", message(TEXT), TEXT, reply, **more)  # type: ignore[arg-type]


def test_drawn_lines_and_marked_lines_do_not_count() -> None:
    assert lines("> older\n-----\n  Two   words \n\n") == ["Two words"]


def test_a_reply_is_right_when_it_is_the_expected_one_whatever_the_line_breaks() -> None:
    told = count(case("Yes,\nplease."), Reply("Yes, please.", "Yes, please.\nAda"), signed=False)
    assert (told.right, told.hit, told.wrong, told.missed) == (True, 0, 1, 2)
    assert not count(case("Yes, please."), Reply("Yes, please.", "Yes, please.\nAda"), signed=True).right


def test_closings_count_neither_way_where_the_set_leaves_them_open() -> None:
    reply = Reply("Yes, please.", "Yes, please.\nRegards,\nAda")
    for expected in ("Yes, please.", "Yes, please.\nRegards,", "Yes, please.\nRegards,\nAda"):
        told = count(case(expected, closings=True), reply, signed=False)
        assert (told.right, told.hit, told.wrong, told.missed) == (True, 1, 0, 0)
    wrong = count(case("Yes, please.\nShall we?", closings=True), reply, signed=False)
    assert (wrong.right, wrong.missed) == (False, 1)


def test_lines_that_may_stand_on_either_side_are_left_out() -> None:
    told = count(case("Yes, please.", either="Regards,"), Reply("Yes, please.\nRegards,", ""), signed=False)
    assert (told.right, told.hit, told.wrong, told.missed) == (True, 1, 0, 0)
    assert f1([told]) == 1.0


def test_ours_says_what_a_message_without_own_words_passes_on() -> None:
    text = "From: Bo <bo@example.net>\nDate: 2 June 2025 10:00\nSubject: Late\n\nMy order is late.\n\nRegards,\nBo"
    assert ours(Case("one", message(text), text, "")).bare.split() == ["My", "order", "is", "late."]


def test_the_sets_are_read_from_their_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixtures = tmp_path / "talon" / "tests" / "fixtures"
    folders = {
        tmp_path / "discourse" / "test" / "emails" / "a.txt": TEXT,
        tmp_path / "discourse" / "test" / "trimmed" / "a.txt": "Yes, please.\n\nRegards,\nAda",
        tmp_path / "zapier" / "test" / "emails" / "b.txt": TEXT,
        tmp_path / "mail-parser-reply" / "test" / "emails" / "b.txt": TEXT,
        fixtures / "standard_replies" / "c.eml": "Content-Type: text/plain\n\nHello\n\n> older",
        fixtures / "html_replies" / "d.html": "<p>Hi. I am fine.</p><p>Thanks,<br>Alex</p>",
    }
    for path, text in folders.items():
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    labels = tmp_path / "labels.yaml"
    labels.write_text("zapier: {b: {reply: 1}}\nmail-parser-reply: {b: {reply: 1, either: 3-4}}\n", encoding="utf-8")
    monkeypatch.setattr(replies_sets, "_LABELS", labels)
    table = measure(load(tmp_path), {"switchyard": ours})
    assert {name: (told["switchyard"].right, told["switchyard"].of) for name, told in table.items()} == {
        "discourse": (1, 1),
        "mail-parser-reply": (1, 1),
        "zapier": (1, 1),
        "talon": (1, 1),
        "talon html": (1, 1),
    }
    assert rows(table)[-1].split() == ["mean", "of", "the", "sets", "100.0%", "1.000"]


def test_a_set_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="discourse: the messages of discourse are not here"):
        load(tmp_path)


def test_signature_lines_are_counted_beside_their_labels(tmp_path: Path) -> None:
    for kind, text in {"P": "Please send ten boxes.\n\n#sig#Ada\n#sig#Ink", "N": "Please send ten boxes."}.items():
        place = tmp_path / "dataset" / kind
        place.mkdir(parents=True)
        (place / "1_body").write_text(text, encoding="utf-8")
        (place / "1_sender").write_text("Quill, Ada [mailto:ada@example.org]", encoding="utf-8")
    signed, clean = signatures.forge(tmp_path, "P"), signatures.forge(tmp_path, "N")
    told = signatures.count(signed[0], signatures.ours(signed[0]))
    assert (told.right, told.hit, told.wrong, told.missed) == (True, 2, 0, 0)
    assert signatures.count(signed[0], "Ada\nPlease").wrong == 1
    table = signatures.rows({"forge": signed}, clean, {"switchyard": signatures.ours}, missed=False)
    assert "0 of 1" in table[1]

"""The message as a page shows it."""

from __future__ import annotations

from harbour import BUNDLE, document, mooring

from app.console.views.characters import visible
from app.console.views.highlights import highlights
from app.console.views.labels import labels_of
from app.console.views.message import LONGEST_PART, message_view
from workflow.document import Document, Part, Span, Zone, ZoneKind
from workflow.identifiers import RunId
from workflow.work import MessageWork

LABELS = labels_of(BUNDLE, "harbour-mail")


def seen(message: Document, whole: int | None = None):
    found = highlights(MessageWork(), [mooring(RunId("R1"), message)], LABELS)
    return message_view(message, found, whole)


def test_the_legend_has_one_entry_for_each_label_with_its_number_of_places():
    legend = {entry.label: entry.count for entry in seen(document()).legend}
    assert legend["Category"] == 1
    assert set(legend) >= {"Account", "Berth", "Arrival", "Hull numbers"}


def test_the_subject_is_a_part_only_where_evidence_stands_in_it():
    plain = seen(document())
    assert [part.title for part in plain.parts] == ["Message", "hulls.csv"]
    message = document()
    marked = highlights(MessageWork(), [mooring(RunId("R1"), message)], LABELS)[0]
    marked = type(marked)(**{**vars(marked), "spans": (Span(part="subject", start=0, end=5),)})
    assert message_view(message, [marked]).parts[0].title == "Subject"


def test_a_very_long_part_is_cut_with_a_note_of_what_stands_beyond():
    filler = "lorem " * 4000
    message = document(body=filler + document().part("body").text)
    body = seen(message).parts[0]
    assert body.cut_to == LONGEST_PART
    assert body.can_grow
    assert body.beyond == 7
    whole = seen(message, whole=0).parts[0]
    assert whole.cut_to is None
    assert sum(stretch.length for block in whole.blocks for stretch in block.stretches) == len(
        message.part("body").text
    )


def test_hidden_characters_are_counted_for_the_message():
    text = "seen unseen seen"
    zones = (
        Zone(kind=ZoneKind.NEW, start=0, end=5),
        Zone(kind=ZoneKind.HIDDEN, start=5, end=11),
        Zone(kind=ZoneKind.NEW, start=11, end=16),
    )
    message = Document(parts=(Part(name="body", kind="body", text=text, zones=zones),))
    assert message_view(message, []).hidden == 6


def test_an_attachment_without_text_says_so():
    part = Part(
        name="attachment:a.png", kind="attachment", text="", filename="a.png", media_type="image/png", size=1234
    )
    (shown,) = message_view(Document(parts=(part,)), []).parts
    assert shown.about == "image/png · 1.2 KB · no text in it"


def test_a_message_without_sender_subject_or_date_has_words_for_each():
    shown = message_view(Document(), [])
    assert (shown.subject, shown.sender, shown.date.words) == ("(no subject)", "(unknown sender)", "—")


def test_characters_that_reorder_or_vanish_become_signs():
    assert visible("bill\u202efdp.exe") == "bill⟨U+202E⟩fdp.exe"
    assert visible("a\x00b\x1bc\x85") == "a␀b␛c⟨U+0085⟩"
    assert visible("line\r\nline\ttab") == "line\nline\ttab"


def test_marks_of_direction_and_all_other_scripts_stay():
    honest = "שלום\u200f! مرحبا 你好 👩‍🚀 é"
    assert visible(honest) == honest

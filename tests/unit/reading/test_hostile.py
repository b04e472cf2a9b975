"""No text makes the reader fail, invent a quote, or look at more than it may."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters import NOBODY, PARCELS, WHOLE, fields, letter

from agents.reading.local import LocalReader
from agents.reading.local.scope import READ, passages
from agents.reading.local.sentences import LONGEST, sentences
from agents.verification import refusal
from workflow.evidence import holds
from workflow.fields import FieldType

READER = LocalReader()
EVERY = fields(
    *(
        {"id": f"a_{kind.value}", "type": kind.value, "description": f"The {kind.value} of it",
         **({"values": ["red", "blue_sky"]} if kind is FieldType.ENUM else {}),
         **({"of": "vin"} if kind is FieldType.LIST else {})}
        for kind in FieldType
    )
)  # fmt: skip
"""One field of every type."""

PIECES = st.sampled_from(
    ["June 3", "2025-02-30", "$1,2.3", "€", "a@b", "www.", "http://[", "+1 (", "INV-", "DE89 ", "not ", "n'", "「", "。", "契約",
     "\u200b", "e\u0301", "\x00", "\t", "\n", ": ", "| ", "- ", "'", '"', "no. ", "1", "Ab Cd ", "😀", "\ud7ff", "cancel "]
)  # fmt: skip


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_any_text_is_read_without_failing_and_every_quote_holds(text: str) -> None:
    document = letter(text, subject=text[:40])
    triage = READER.triage(document, (PARCELS,), NOBODY)
    classification = READER.classify(document, WHOLE, PARCELS)
    extraction = READER.extract(document, WHOLE, EVERY, "damage", NOBODY)
    for evidence in (*triage.evidence, *classification.evidence, *(v.evidence for v in extraction.values)):
        assert holds(document, evidence)
    for value in extraction.values:
        field = EVERY.get(value.field)
        assert field is not None
        assert refusal(document, field, value) == "", value


@pytest.mark.parametrize("text", ["a" * 50_000, "1 " * 25_000, "x@" * 20_000, "word " * 10_000])
def test_no_sentence_and_no_passage_is_without_bounds(text: str) -> None:
    assert max(len(s.text) for s in sentences(text)) <= LONGEST
    assert sum(len(p.text) for p in passages(letter(text), WHOLE)) <= 2 * READ


def test_what_is_cut_is_the_end_and_its_place_stays_right() -> None:
    document = letter("Tracking 77-1. " + "filler " * 20_000)
    first = next(p for p in passages(document, WHOLE) if p.part == "body")
    assert first.start == 0
    assert document.part("body").text[first.start : first.end] == first.text

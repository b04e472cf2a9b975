"""Text cut into pieces: overlaps, zones, hidden text, links, and spans that do not fit."""

from __future__ import annotations

from itertools import chain

import pytest

from app.console.views.highlights import Highlight
from app.console.views.segments import MOST_OVER, Block, blocks
from workflow.document import Link, Part, Span, Zone, ZoneKind

TEXT = "abcdefghij"


def mark(name: str, start: int, end: int, part: str = "body") -> Highlight:
    return Highlight(name, "field", name, name, "value", (Span(part=part, start=start, end=end),))


def part(text: str = TEXT, *zones: tuple[ZoneKind, int, int], links: tuple[Link, ...] = ()) -> Part:
    told = tuple(Zone(kind=kind, start=start, end=end) for kind, start, end in zones)
    return Part(name="body", kind="body", text=text, zones=told, links=links)


def pieces(found: tuple[Block, ...]) -> list[tuple[str, str]]:
    return [
        (piece.text, "+".join(m.name for m in piece.marks))
        for block in found
        for stretch in block.stretches
        for piece in stretch.pieces
    ]


def test_text_without_evidence_is_one_piece():
    assert pieces(blocks(part(), [])) == [(TEXT, "")]


def test_overlapping_evidence_is_cut_where_one_begins_or_ends():
    found = pieces(blocks(part(), [mark("x", 1, 5), mark("y", 3, 8)]))
    assert found == [("a", ""), ("bc", "x"), ("de", "x+y"), ("fgh", "y"), ("ij", "")]


def test_nested_and_equal_spans_keep_all_their_evidence():
    found = pieces(blocks(part(), [mark("x", 0, 10), mark("y", 4, 6), mark("z", 4, 6)]))
    assert found == [("abcd", "x"), ("ef", "x+y+z"), ("ghij", "x")]


def test_evidence_with_several_spans_begins_once():
    twice = Highlight(
        "e1", "field", "f", "F", "v", (Span(part="body", start=0, end=2), Span(part="body", start=6, end=8))
    )
    found = blocks(part(), [twice])
    begun = [piece.begins for piece in found[0].stretches[0].pieces]
    assert list(chain(*begun)) == ["e1"]
    assert [text for text, marks in pieces(found) if marks] == ["ab", "gh"]


@pytest.mark.parametrize(("start", "end"), [(8, 99), (9, 12)])
def test_a_span_that_leads_beyond_the_text_is_clipped(start: int, end: int):
    assert [text for text, marks in pieces(blocks(part(), [mark("x", start, end)])) if marks] == [TEXT[start:]]


@pytest.mark.parametrize(("start", "end"), [(10, 12), (400, 500), (3, 3)])
def test_a_span_without_characters_marks_nothing(start: int, end: int):
    assert pieces(blocks(part(), [mark("x", start, end)])) == [(TEXT, "")]


def test_evidence_of_another_part_marks_nothing_here():
    assert pieces(blocks(part(), [mark("x", 0, 3, "subject")])) == [(TEXT, "")]


def test_zones_are_blocks_and_evidence_crosses_their_border():
    found = blocks(part(TEXT, (ZoneKind.NEW, 0, 4), (ZoneKind.QUOTE, 4, 10)), [mark("x", 2, 6)])
    assert [block.zone for block in found] == [ZoneKind.NEW, ZoneKind.QUOTE]
    assert pieces(found) == [("ab", ""), ("cd", "x"), ("ef", "x"), ("ghij", "")]


def test_hidden_text_stands_within_the_zone_around_it_and_is_counted():
    zones = ((ZoneKind.NEW, 0, 3), (ZoneKind.HIDDEN, 3, 7), (ZoneKind.NEW, 7, 10))
    (block,) = blocks(part(TEXT, *zones), [])
    assert [(s.hidden, s.length, "".join(p.text for p in s.pieces)) for s in block.stretches] == [
        (False, 3, "abc"),
        (True, 4, "defg"),
        (False, 3, "hij"),
    ]


def test_a_part_that_is_hidden_from_its_beginning_has_a_block_all_the_same():
    (block,) = blocks(part(TEXT, (ZoneKind.HIDDEN, 0, 10)), [])
    assert [s.hidden for s in block.stretches] == [True]


def test_a_gap_between_zones_is_new_text_and_no_character_is_lost():
    found = blocks(part(TEXT, (ZoneKind.QUOTE, 2, 4), (ZoneKind.SIGNATURE, 6, 99)), [])
    assert "".join(text for text, _ in pieces(found)) == TEXT
    assert [b.zone for b in found] == [ZoneKind.NEW, ZoneKind.QUOTE, ZoneKind.NEW, ZoneKind.SIGNATURE]


def test_a_link_tells_where_it_leads_for_its_own_characters_only():
    found = blocks(part(links=(Link(start=2, end=5, target="https://elsewhere.example"),)), [])
    told = [(p.text, p.target) for p in found[0].stretches[0].pieces]
    assert told == [("ab", ""), ("cde", "https://elsewhere.example"), ("fghij", "")]


def test_the_end_cuts_text_evidence_and_links():
    found = blocks(part(links=(Link(start=8, end=10, target="t"),)), [mark("x", 3, 9)], end=5)
    assert pieces(found) == [("abc", ""), ("de", "x")]


def test_an_empty_part_has_no_block():
    assert blocks(part(""), [mark("x", 0, 3)]) == ()


def test_no_text_is_lost_under_thousands_of_overlapping_spans_and_a_character_is_under_some_at_most():
    text = "word " * 20_000
    found = blocks(part(text), [mark(f"m{n}", n, 100_000 - n) for n in range(2500)])
    assert "".join(told for told, _ in pieces(found)) == text
    assert max(marks.count("+") for _, marks in pieces(found)) + 1 == MOST_OVER

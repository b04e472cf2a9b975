"""The model that is never wrong points where a careful reader would, and the report says what was measured."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from evals.bench.llm import Ceiling, Tokens, alternating, ceiling_lines, counted
from evals.bench.llm_losses import Loss
from evals.bench.llm_quotes import Passage, quotes_for
from evals.bench.llm_truth import Offer
from evals.bench.timing import Timing
from evals.evaluate import Evaluation
from evals.score import score
from workflow.fields import FieldDefinition, FieldType


def field(kind: str, **more: Any) -> FieldDefinition:
    return FieldDefinition(id="it", type=FieldType(kind), description="Day of delivery", **more)


@pytest.mark.parametrize(
    ("kind", "value", "text", "quote"),
    [
        ("date", "2026-03-03", "It was due on March 3rd, 2026 at noon.", "March 3rd, 2026"),
        ("date", "2026-03-03", "Fällig am 3. März 2026.", "3. März 2026"),
        ("date", "2026-03-03", "Due 03/03/26, or 3.4.", "03/03/26"),
        ("date", "2026-10-24", "納期は10月24日です", "10月24日"),
        ("money", {"amount": 2400.0, "currency": "USD"}, "We paid $2,400 for 24000 crates.", "$2,400"),
        ("money", {"amount": 850.5, "currency": "EUR"}, "850,50 EUR", "850,50 EUR"),
        ("phone", "+12025550101", "Call (202) 555-0101.", "202) 555-0101"),
        ("string", "K-118", "crates K-1180 and k 118", "k 118"),
        ("enum", "search_ads", "our Search Ads budget", "Search Ads"),
        ("host", "example.com", "see www.EXAMPLE.com/x", "EXAMPLE.com"),
    ],
)
def test_usual_spellings_are_pointed_at(kind: str, value: Any, text: str, quote: str) -> None:
    more = {"values": (value,)} if kind == "enum" else {}
    where = [Passage("body", 0, text)]
    assert quotes_for(field(kind, **more), value, where) == [quote]


def test_a_name_that_a_table_has_broken_is_quoted_in_pieces() -> None:
    where = [Passage("a", 0, "\tKarlswold Opel\t\tOld star in\nF2\tSaab\tOld Quay")]
    assert quotes_for(field("string"), "Karlswold Opel Saab", where) == ["Karlswold Opel", "Saab"]


def test_where_nothing_is_spelled_out_a_sentence_that_proves_it_is_taken_then_the_likeliest() -> None:
    where = [Passage("a", 0, "Hello to all of you. The delivery came on Friday. Please pay next week.")]
    prove = quotes_for(field("date"), "2026-03-06", where, lambda quote: "next week" in quote)
    assert prove == ["Please pay next week."]
    assert quotes_for(field("date"), "2026-03-06", where) == ["The delivery came on Friday."]


def test_repairs_are_counted_apart() -> None:
    assert counted([("1", False), ("2", False), ("2", True), ("2", False)]) == ({"1": 1, "2": 2}, 1)


def test_pairs_are_timed_in_turn_and_the_first_ones_warm_up() -> None:
    order: list[str] = []
    bare, ours = Timing(), Timing()
    alternating(bare, ours, [(lambda: order.append("b"), lambda: order.append("o"))] * 7)
    assert "".join(order) == "obboobboobboob"
    assert (len(bare.times), len(ours.times)) == (2, 2)


def test_the_report_says_what_was_lost_and_what_it_took() -> None:
    offer = Offer("1.eml", "A-1", "due", "2026-03-03", ("on Friday",))
    measured = Ceiling(
        evaluation=Evaluation("orchard", (), (), score([], [])),
        second_look=Evaluation("orchard", (), (), score([], [])),
        offers=200,
        losses=(Loss(offer, "'2026-03-03' cannot be read from «on Friday»"),),
        asked=(("2.eml", "match: little speaks for it"),),
        looked_at=(
            ("2.eml", "match: little speaks for it"),
            ("3.eml", "classify: the local reader reads 'late' (2% for 'price')"),
        ),
        calls={"1.eml": 1, "2.eml": 1, "3.eml": 2},
        repairs=1,
        tokens=(Tokens(900, 1000, 60), Tokens(900, 1100, 100)),
        statics=1,
        billed=Decimal("0.5"),
        ledger=Decimal("0.5"),
        bare=Timing([10.0, 12.0]),
        ours=Timing([13.2, 13.2]),
    )
    assert ceiling_lines(measured)[2:] == [
        "  right values lost      1 of 200 (0.50%; 95 %: 0.10% to 2.80%)",
        "  calls a message        median 1, 95 % at most 2; repairs apart: 1",
        "  tokens beyond message  median 970, 95 % at most 1000, at most 1000; 86% of the prompt stay the same, in 1 version(s)",
        "  bill                   0.5 in the ledger, 0.5 on the stand-in's bill",
        "  time of a call         13.2 ms beside 11.0 ms of bare litellm: 1.20 times",
        "  with the second look   auto_right None, coverage None",
        "  it asks a person for   1 messages more: another category 1",
        "  lost: 1.eml due = '2026-03-03': '2026-03-03' cannot be read from «on Friday» (quoted: «on Friday»)",
        "  a person was asked: 2.eml: match: little speaks for it",
    ]

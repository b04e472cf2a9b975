"""What an answer adds to what is known: with its own evidence, and never in place of an earlier value."""

from __future__ import annotations

from typing import Any

import pytest
from letters import fields, letter

from agents.answer import answer
from agents.reading.local import LocalReader
from workflow.accounts import Candidates
from workflow.document import Zone, ZoneKind
from workflow.evidence import Evidence
from workflow.interpretation import Answer, Extraction, FieldValue, Request

FIELDS = fields(
    {"id": "day", "label": "Day of collection", "type": "date", "required": ["pickup"]},
    {"id": "pallets", "label": "Number of pallets", "type": "integer", "required": ["pickup"]},
    {"id": "goods", "label": "Goods", "type": "list", "of": "enum", "values": ["tyres", "rims", "chains"]},
    {"id": "reason", "type": "enum", "values": ["price", "not_stated"], "required": ["pickup"]},
)
READER = LocalReader()


def known(**values: Any) -> Extraction:
    def evidence(value: Any) -> Evidence:
        return Evidence(quote="", kind="not_stated") if value == "not_stated" else Evidence(quote=str(value))

    told = (FieldValue(field=f, value=v, evidence=evidence(v), confidence=0.9) for f, v in values.items())
    return Extraction(values=tuple(told), not_stated=tuple(f.id for f in FIELDS.fields if f.id not in values))


def answered(text: str, extraction: Extraction, asked: tuple[str, ...] = ("day", "pallets"), **more: Any) -> Answer:
    reply = letter(text, **more)
    return answer(READER, reply, "R2", Request(key="x"), FIELDS, "pickup", Candidates(), extraction, asked)


def test_what_was_asked_is_added_with_the_message_that_states_it() -> None:
    said = answered("Number of pallets: 12\n", known(day="2026-03-04"))
    values = {value.field: value for value in said.extraction.values}
    assert (values["pallets"].value, values["pallets"].message, values["day"].message) == (12, "R2", "")
    assert said.added == ("pallets",)
    assert "pallets" not in said.extraction.not_stated


def test_another_value_is_a_contradiction_and_the_known_one_stays() -> None:
    said = answered("Number of pallets: 12\n", known(pallets=10))
    assert said.extraction.plain()["pallets"] == 10
    assert [(each.field, each.known, each.stated.value) for each in said.contradictions] == [("pallets", 10, 12)]


def test_what_is_told_again_is_no_contradiction() -> None:
    said = answered("Number of pallets: 10, goods: tyres\n", known(pallets=10, goods=["tyres", "rims"]))
    assert (said.contradictions, said.added) == ((), ())


def test_not_stated_gives_way_to_what_is_stated_and_never_the_other_way() -> None:
    before = known(reason="not_stated", day="2026-03-04")
    assert answered("12 pallets\n", before).contradictions == ()
    later = answered("Reason: price\n", before)
    assert later.extraction.plain()["reason"] == "price"


@pytest.mark.parametrize("text", ["4 March 2026", "On 4 March 2026.", "It is 2026-03-04, please"])
def test_a_value_that_stands_alone_answers_the_one_question_of_its_type(text: str) -> None:
    said = answered(f"{text}\n", known(pallets=10), ("day",))
    assert said.extraction.plain()["day"] == "2026-03-04"


@pytest.mark.parametrize("text", ["I will look and write to you again on 4 March 2026.", "4 or 5 March 2026", "Soon."])
def test_a_day_on_which_something_else_happens_answers_nothing(text: str) -> None:
    from agents.reading.local.bare import bare_values

    assert bare_values(letter(f"{text}\n"), [FIELDS.fields[0]]) == []


def test_our_own_question_below_the_answer_is_not_read_as_the_senders() -> None:
    text = "See below.\n\n> Number of pallets: 12\n"
    reply = letter(text)
    cut = text.index(">")
    zones = (Zone(kind=ZoneKind.NEW, start=0, end=cut), Zone(kind=ZoneKind.QUOTE, start=cut, end=len(text)))
    parts = tuple(p.model_copy(update={"text": text, "zones": zones}) if p.kind == "body" else p for p in reply.parts)
    reply = reply.model_copy(update={"parts": parts})
    said = answer(READER, reply, "R2", Request(key="x"), FIELDS, "pickup", Candidates(), known(), ("pallets",))
    assert said.added == ()

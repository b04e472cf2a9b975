"""Since when, all or a part: fields whose description sets one end against the other."""

from __future__ import annotations

from typing import Any

import pytest
from letters import NOBODY, WHOLE, fields, letter

from agents.reading.local import LocalReader
from workflow.fields import FieldSet

HEATING = fields(
    {"id": "cold_since", "type": "date", "description": "Day since when the heating has been out of order"},
    {"id": "repair_date", "type": "date", "description": "Day on which the repair is to begin"},
    {"id": "whole_house", "type": "boolean",
     "description": "true: everybody in the house is cold; false: only a part of them"},
    {"id": "why", "type": "enum", "values": ["leak", "closing"],
     "description": "Reason for the end. closing: the business or shop shuts"},
)  # fmt: skip
CARGO = fields(
    {"id": "held_up", "type": "boolean", "description": "true: production or a crane waits for want of the goods"}
)


def read(text: str, which: FieldSet = HEATING) -> dict[str, Any]:
    said = LocalReader().extract(letter(text), WHOLE, which, None, NOBODY)
    return {value.field: value.value for value in said.values}


@pytest.mark.parametrize(
    "text",
    [
        "The radiators have been cold since 3 June.",
        "Desde el 3 de junio la calefacción no funciona.",
        "I termosifoni sono freddi dal 3 giugno.",
        "Os radiadores estão frios desde 3 de junho.",
        "6月3日から暖房が動きません。",
        "暖气从6月3日起不热。",
    ],
)
def test_a_start_that_lies_back_is_since_when(text: str) -> None:
    told = read(text)
    assert told.get("cold_since") == "2025-06-03"
    assert "repair_date" not in told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It is cold for everybody on the staircase.", True),
        ("Bei uns im ganzen Haus ist es kalt.", True),
        ("Tutti i colleghi hanno freddo.", True),
        ("全員が寒い思いをしています。", True),
        ("所有人都觉得冷。", True),
        ("Only a few of the flats are cold.", False),
        ("Uniquement la cuisine est froide.", False),
        ("寒いのは受付だけです。", False),
    ],
)
def test_all_or_a_part_is_told_by_the_words_for_either(text: str, value: bool) -> None:
    assert read(text).get("whole_house") is value


def test_neither_or_both_tell_nothing_and_a_denied_end_tells_the_other() -> None:
    assert "whole_house" not in read("It is cold.")
    assert "whole_house" not in read("Everybody is cold, though only a few say so.")
    assert read("Not everybody is cold.")["whole_house"] is False


def test_what_every_message_speaks_of_tells_no_value_by_itself() -> None:
    assert "why" not in read("Please come to our business on Monday.")
    assert "held_up" not in read("The goods go to Bremen.", CARGO)
    assert read("A crane waits for them.", CARGO) == {"held_up": True}

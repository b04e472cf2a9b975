"""A drafted question says nothing that is not the case's: no place, no figure, no other account."""

from __future__ import annotations

from typing import Any

import pytest
from letters import fields, letter

from agents.completeness import complete
from agents.question import strange
from workflow.interpretation import Extraction

KNOWN = ("Day of collection (the first day)", "order 4711", "shop.example")


@pytest.mark.parametrize(
    "text",
    [
        "Which day?",
        "Für welchen Tag? Zu Auftrag 4711.",
        "いつですか。",
        "About shop.example: which day?",
        "Day of collection (the first day), please.",
    ],
)
def test_a_question_about_the_case_may_be_asked(text: str) -> None:
    assert strange(text, KNOWN, ("Other Shop",)) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Please write to help@evil.example.", "help@evil.example"),
        ("Please log in at https://evil.example/x", "https://evil.example/x"),
        ("See evil.example for the form.", "evil.example"),
        ("Pay 200 to us first. Which day?", "200"),
        ("Send it to DE89370400440532013000.", "DE89370400440532013000"),
        ("Is it for OTHER  shop as well?", "Other Shop"),
        ("x" * 5000, "5000 characters"),
    ],
)
def test_what_leads_elsewhere_is_found(text: str, found: str) -> None:
    assert strange(text, KNOWN, ("Other Shop",)) == found


class Careless:
    """A reader that words a question as somebody told it to."""

    name, version = "litellm", "1"

    def __init__(self, question: str) -> None:
        self.question = question

    def draft(self, *_: Any) -> str:
        return self.question


def test_a_strange_question_is_replaced_by_a_plain_one_and_said_so() -> None:
    wanted = fields({"id": "day", "label": "Day of collection", "type": "date", "required": ["pickup"]})
    bad: Any = Careless("Your day? Call 0900 666 666.")
    said = complete(bad, letter("x", language="fr"), wanted, {"pickup": 1.0}, Extraction())
    assert said.question.startswith("Merci pour votre message")
    assert "0900" in said.note
    good: Any = Careless("Quel jour ?")
    assert complete(good, letter("x"), wanted, {"pickup": 1.0}, Extraction()).question == "Quel jour ?"

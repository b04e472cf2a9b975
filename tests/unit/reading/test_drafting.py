"""The question to the sender is in their language and names what is missing."""

from __future__ import annotations

import pytest
from letters import fields, letter

from agents.reading.local.drafting import QUESTIONS, draft

MISSING = fields({"id": "pickup_date", "label": "Day of collection", "type": "date", "description": "When to come"})


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_the_question_is_asked_in_the_senders_language(language: str) -> None:
    question = draft(letter("x"), MISSING, language)
    assert question.startswith(QUESTIONS[language][0])
    assert "Day of collection" in question


def test_an_unknown_language_is_answered_in_english_and_nothing_missing_asks_nothing() -> None:
    assert draft(letter("x"), MISSING, "fi").startswith(QUESTIONS["en"][0])
    assert draft(letter("x"), fields(), "en") == ""

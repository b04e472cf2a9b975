"""The question to the sender is in their language and names what is missing."""

from __future__ import annotations

import pytest
from letters import fields, letter

from agents.reading.local.drafting import DOCUMENTS, DOCUMENTS_ALONE, QUESTIONS, draft
from workflow.documents import DocumentType

MISSING = fields({"id": "pickup_date", "label": "Day of collection", "type": "date", "description": "When to come"})


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_the_question_is_asked_in_the_senders_language(language: str) -> None:
    question = draft(letter("x"), MISSING, language)
    assert question.startswith(QUESTIONS[language][0])
    assert "Day of collection" in question


def test_an_unknown_language_is_answered_in_english_and_nothing_missing_asks_nothing() -> None:
    assert draft(letter("x"), MISSING, "fi").startswith(QUESTIONS["en"][0])
    assert draft(letter("x"), fields(), "en") == ""


PAPERS = (
    DocumentType(id="statement", label="Bank statement", description="Of the last three months"),
    DocumentType(id="lease", label="Lease"),
)


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_documents_are_asked_for_beside_fields_and_alone_in_the_senders_language(language: str) -> None:
    both = draft(letter("x"), MISSING, language, PAPERS).split("\n")
    assert both == [
        QUESTIONS[language][0], "", "- Day of collection (When to come)", "",
        DOCUMENTS[language], "", "- Bank statement (Of the last three months)", "- Lease", "", QUESTIONS[language][1],
    ]  # fmt: skip
    alone = draft(letter("x"), fields(), language, PAPERS[1:]).split("\n")
    assert alone == [DOCUMENTS_ALONE[language], "", "- Lease", "", QUESTIONS[language][1]]

"""The question to the sender is in their language and names what is missing."""

from __future__ import annotations

import pytest
from letters import fields, letter

from agents.reading.local.drafting import DOCUMENTS, DOCUMENTS_ALONE, QUESTIONS, REMINDERS, draft, remind
from workflow.definition import QuestionWords
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


def test_a_label_of_the_senders_language_stands_alone() -> None:
    wanted = fields({"id": "day", "type": "date", "description": "When to come", "labels": {"de": "Abholtag"}})
    assert "- Abholtag\n" in draft(letter("x"), wanted, "de-AT")
    assert "- Day (When to come)" in draft(letter("x"), wanted, "fr")


def test_words_of_the_bundle_go_before_the_projects_and_bring_languages_of_their_own() -> None:
    own = {"fi": QuestionWords(opening="Kertoisitteko:", closing="Terveisin"), "de": QuestionWords(closing="Ihr Lager")}
    assert draft(letter("x"), MISSING, "fi", (), own).startswith("Kertoisitteko:")
    german = draft(letter("x"), MISSING, "de", (), own)
    assert german.startswith(QUESTIONS["de"][0])
    assert german.endswith("Ihr Lager")


@pytest.mark.parametrize("language", sorted(QUESTIONS))
def test_a_reminder_repeats_the_question_in_the_same_language(language: str) -> None:
    question = draft(letter("x"), MISSING, language)
    assert remind(question, language) == f"{REMINDERS[language]}\n\n{question}"

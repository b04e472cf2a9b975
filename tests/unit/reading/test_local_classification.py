"""A request goes to the category that it is like, in any language, and to none where nothing speaks for one."""

from __future__ import annotations

import pytest
from letters import PARCELS, WHOLE, letter, span_of

from agents.reading.local import LocalReader
from agents.reading.local.classification import classify, shares
from agents.reading.local.said import Said
from workflow.categories import CategorySet
from workflow.document import ZoneKind
from workflow.evidence import holds
from workflow.interpretation import Request

READER = LocalReader()


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("en", "Has our consignment left the depot yet? We still wait for it.", "tracking"),
        ("de", "Drei Kartons waren zerdrückt und nass.", "damage"),
        ("fr", "Où en est notre envoi ?", "tracking"),
        ("es", "En la factura nos cobran dos veces el transporte.", "invoice_query"),
        ("nl", "Wij zeggen het contract op per einde van het jaar.", "termination"),
        ("it", "Due pacchi sono arrivati danneggiati.", "damage"),
        ("pt", "A fatura tem um peso errado.", "invoice_query"),
        ("ja", "荷物が破損していました。", "damage"),
        ("zh", "请问我的包裹现在到哪里了？", "tracking"),
    ],
)
def test_categories_told_in_english_meet_messages_in_other_languages(language: str, text: str, category: str) -> None:
    answer = READER.classify(letter(text, language=language), WHOLE, PARCELS)
    assert answer.category == category


def test_what_is_denied_is_not_asked() -> None:
    text = "The contract is not to be terminated at all. It is the weight on the invoice that is wrong."
    assert READER.classify(letter(text), WHOLE, PARCELS).category == "invoice_query"


def test_a_continuation_that_is_denied_is_an_end() -> None:
    assert READER.classify(letter("Our agreement must not be renewed next spring."), WHOLE, PARCELS).category == (
        "termination"
    )


def test_each_request_is_classified_by_its_own_words() -> None:
    document = letter("North: where is the parcel? South: the invoice shows a wrong charge.")
    north = Request(key="n", spans=(span_of(document, "North: where is the parcel?"),))
    south = Request(key="s", spans=(span_of(document, "South: the invoice shows a wrong charge."),))
    assert READER.classify(document, north, PARCELS, (north, south)).category == "tracking"
    assert READER.classify(document, south, PARCELS, (north, south)).category == "invoice_query"


def test_hidden_and_quoted_text_does_not_decide() -> None:
    document = letter(
        "The invoice shows a wrong weight.",
        zones=((ZoneKind.QUOTE, "\n> You asked where your parcel is. The parcel arrives today."),
               (ZoneKind.HIDDEN, "\nCancel the contract. Cancel the contract.")),
    )  # fmt: skip
    assert READER.classify(document, WHOLE, PARCELS).category == "invoice_query"


@pytest.mark.parametrize("kind", [ZoneKind.QUOTE, ZoneKind.SIGNATURE])
def test_where_the_new_words_say_enough_those_of_others_change_nothing(kind: ZoneKind) -> None:
    text = (
        "The invoice of last week shows a wrong weight for two of our four parcels, which we have weighed again here, "
        "and the sum that was charged for them is too high."
    )
    order = "\n> Cancel the contract. Terminate everything. Where is my parcel?"
    without, with_order = letter(text), letter(text, zones=((kind, order),))
    assert READER.classify(with_order, WHOLE, PARCELS) == READER.classify(without, WHOLE, PARCELS)
    brief = letter(
        "Yes please.", zones=((ZoneKind.QUOTE, "\n> Shall we terminate the contract at the end of the year?"),)
    )
    assert READER.classify(brief, WHOLE, PARCELS).category == "termination"


def test_a_real_request_that_is_like_nothing_goes_to_the_category_for_the_rest_with_little_confidence() -> None:
    answer = READER.classify(letter("Does anybody know who organises the football tournament?"), WHOLE, PARCELS)
    assert answer.category == "other"
    assert answer.confidence < 0.7


def test_without_such_a_category_nothing_is_guessed_from_nothing() -> None:
    some = CategorySet(categories=PARCELS.categories[:3])
    answer = READER.classify(letter("Zqx vrrm plonk."), WHOLE, some)
    assert answer.category is None
    assert answer.confidence == 0.0


def test_the_sentences_that_speak_for_a_category_are_quoted() -> None:
    document = letter("Hello there. Two boxes were crushed and wet. See you on Friday.")
    answer = READER.classify(document, WHOLE, PARCELS)
    assert answer.evidence[0].quote == "Two boxes were crushed and wet."
    assert all(holds(document, evidence) for evidence in answer.evidence)


def test_how_likely_a_category_is_follows_from_the_distance_of_scores() -> None:
    even = shares({"a": 2.0, "b": 2.0, "c": -40.0})
    assert (round(even["a"], 6), round(even["b"], 6)) == (0.5, 0.5)
    assert shares({"a": 3.0, "b": 0.0})["a"] > shares({"a": 3.0, "b": 2.0})["a"]
    assert shares({}) == {}


def test_another_classifier_may_stand_in() -> None:
    class Stubborn:
        def scores(self, said: tuple[Said, ...], categories: CategorySet) -> dict[str, float]:
            return {name: 5.0 * (name == "damage") for name in categories.ids}

    assert classify(letter("Where is it?"), WHOLE, PARCELS, (), Stubborn()).category == "damage"

"""Categories are learned from labelled requests, and their figures are told of messages that were not learned from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lessons import WORDS, example, random_labels, taught
from letters import PARCELS, WHOLE, letter

from agents.learning.categories import learn_categories
from agents.learning.learned import Learned
from agents.learning.reader import TaughtReader
from agents.reading.local import LocalReader
from workflow.categories import Category, CategorySet
from workflow.evidence import holds

BASE = LocalReader()


def reader(count: int = 12) -> TaughtReader:
    found = learn_categories(taught(count), PARCELS, BASE)
    assert found is not None
    return TaughtReader(Learned("parcels", BASE.version, (found.classifier,)))


def test_words_that_only_examples_explain_are_learned() -> None:
    found = learn_categories(taught(), PARCELS, BASE)
    assert found is not None
    assert sum(one.right for one in found.before) == 0
    assert sum(one.right for one in found.after) == 36
    assert found.examples == {"tracking": 12, "damage": 12, "invoice_query": 12, "termination": 0, "other": 0}


@pytest.mark.parametrize("requests", [1, 3])
def test_what_cannot_be_learned_is_not_said_to_be(requests: int) -> None:
    # By lot: a model that had seen a message, or another request of it, would be right every time.
    found = learn_categories(random_labels(60, requests), PARCELS, BASE)
    assert found is not None
    assert sum(one.right for one in found.after) / len(found.after) < 0.55


def test_confidence_is_no_surer_than_right_where_nothing_can_be_learned() -> None:
    found = learn_categories(random_labels(60), PARCELS, BASE)
    assert found is not None
    assert not [one for one in found.after if one.confidence >= 0.88]


@pytest.mark.parametrize("category", sorted(WORDS))
def test_the_taught_reader_knows_them_and_says_why(category: str) -> None:
    document = letter(f"Good morning. The {WORDS[category][0]} is here. It rains a lot.")
    answer = reader().classify(document, WHOLE, PARCELS)
    assert answer.category == category
    assert WORDS[category][0] in answer.reason
    assert any(WORDS[category][0] in one.quote for one in answer.evidence)
    assert all(holds(document, one) for one in answer.evidence)


def test_more_examples_make_surer() -> None:
    document = letter("Please see to the quexel of last week.")
    few, many = (reader(count).classify(document, WHOLE, PARCELS).confidence for count in (4, 16))
    assert many > few


def test_what_the_bundle_says_still_counts_after_learning() -> None:
    assert reader().classify(letter("We cancel our contract."), WHOLE, PARCELS).category == "termination"


def test_a_category_that_is_new_is_not_left_out() -> None:
    more = CategorySet(categories=(*PARCELS.categories, Category(id="insurance", label="Insurance of a shipment")))
    answer = reader().classify(letter("We want insurance for a shipment."), WHOLE, more)
    assert answer.category == "insurance"
    assert "learn again" in answer.reason


def test_a_category_that_is_gone_is_not_given() -> None:
    fewer = CategorySet(categories=tuple(one for one in PARCELS.categories if one.id != "damage"))
    assert reader().classify(letter("The vombat again, I fear."), WHOLE, fewer).category != "damage"


def test_too_few_labels_teach_nothing() -> None:
    assert learn_categories(taught(1), PARCELS, BASE) is None
    one_kind = [one for one in taught() if one.category == "damage"]
    assert learn_categories(one_kind, PARCELS, BASE) is None
    assert learn_categories([replace(one, category="unheard_of") for one in taught()], PARCELS, BASE) is None


def test_learning_again_from_the_same_gives_the_same() -> None:
    one, other = (learn_categories(examples, PARCELS, BASE) for examples in (taught(), taught()))
    assert one is not None
    assert other is not None
    assert (one.classifier.linear.weights == other.classifier.linear.weights).all()


def test_an_empty_message_is_left_to_the_plain_reader() -> None:
    document = letter("")
    assert reader().classify(document, WHOLE, PARCELS) == BASE.classify(document, WHOLE, PARCELS)


def test_examples_without_a_category_are_passed_over() -> None:
    found = learn_categories([*taught(), example("later", "The quexel again, I fear.")], PARCELS, BASE)
    assert found is not None
    assert len(found.after) == 36

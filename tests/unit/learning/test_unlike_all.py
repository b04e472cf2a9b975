"""What is like nothing that was learned is told apart, also where nobody has labelled such messages."""

from __future__ import annotations

import pytest

from agents.learning.categories import phrase
from agents.learning.fitting import Labelled, fit
from agents.learning.judgement import Judgement
from agents.learning.terms import terms_of

KINDS = {
    f"kind_{letter}": [f"{stem}{end} {stem}a {stem}orum" for end in ("us", "as", "is", "um", "er", "on", "ix", "ob")]
    for letter, stem in zip("abcdef", ("brant", "chelv", "dumph", "florm", "grisk", "jallop"), strict=True)
}
LABELLED = [
    Labelled(f"{name} {place}", terms_of(phrase(text)), (0.0,) * 6, name)
    for name, texts in KINDS.items()
    for place, text in enumerate(texts)
]
CLASSIFIER = fit(LABELLED, [], tuple(KINDS), unknown=0.3).classifier
NOTHING: dict[str, float] = {}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_was_learned_is_known(name: str) -> None:
    judged = CLASSIFIER.judge(terms_of(phrase(KINDS[name][0])), NOTHING)
    assert max(judged.shares, key=lambda one: judged.shares[one]) == name
    assert judged.known > 0.5


@pytest.mark.parametrize("text", ["zywiec oprt mokk", "1 2 3", "tuwel snopp krezza vint"])
def test_what_was_not_is_not(text: str) -> None:
    assert CLASSIFIER.judge(terms_of(phrase(text)), NOTHING).known < 0.5


def test_what_is_of_no_known_kind_belongs_to_the_category_for_the_rest() -> None:
    judged = Judgement({"billing": 0.7, "other": 0.3}, trust=0.6, known=0.2)
    best, confidence, _ = judged.decide("other")
    assert (best, round(confidence, 4)) == ("other", 0.88)


def test_without_one_it_lowers_the_confidence() -> None:
    judged = Judgement({"billing": 0.7, "training": 0.3}, trust=0.6, known=0.2)
    best, confidence, sure = judged.decide(None)
    assert (best, round(confidence, 4)) == ("billing", 0.12)
    assert sure["training"] < sure["billing"]


def test_nothing_is_surer_than_the_number_of_examples_allows() -> None:
    judged = Judgement({"billing": 1.0, "training": 0.0}, trust=1.0, known=1.0, surest=0.95)
    assert judged.decide(None)[1] == 0.95
    assert CLASSIFIER.surest == 49 / 50

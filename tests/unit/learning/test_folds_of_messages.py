"""What is set aside together: messages whole, labels evenly, whatever order they come in."""

from __future__ import annotations

import random
from collections import Counter

from agents.learning.folds import folds_of


def test_requests_of_one_message_are_never_on_both_sides() -> None:
    groups = [f"m{number % 20}" for number in range(60)]
    folds = folds_of(groups, ["a", "b", "c"] * 20, 5)
    assert all(len({fold for fold, group in zip(folds, groups, strict=True) if group == name}) == 1 for name in groups)


def test_each_label_is_spread_over_the_folds() -> None:
    labels = ["rare"] * 5 + ["common"] * 45
    folds = folds_of([f"m{number}" for number in range(50)], labels, 5)
    for label, each in (("rare", 1), ("common", 9)):
        counted = Counter(int(fold) for fold, told in zip(folds, labels, strict=True) if told == label)
        assert counted == dict.fromkeys(range(5), each)


def test_the_order_of_the_messages_does_not_matter() -> None:
    named = [(f"m{number}", "ab"[number % 2]) for number in range(30)]
    other = named[:]
    random.Random(3).shuffle(other)
    first = dict(zip(named, map(int, folds_of(*zip(*named, strict=True), 5)), strict=True))
    assert first == dict(zip(other, map(int, folds_of(*zip(*other, strict=True), 5)), strict=True))

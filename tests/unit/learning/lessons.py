"""Labelled letters about made-up things, which no lexicon knows: whoever tells them apart has learned it."""

from __future__ import annotations

import random
from typing import Any

from letters import NOBODY, PARCELS, WHOLE, letter

from agents.learning.example import Example

WORDS = {
    "tracking": ("quexel", "flombard", "trindow"),
    "damage": ("vombat", "skerrel", "ploundage"),
    "invoice_query": ("dracket", "ombrist", "wallory"),
}
"""Words that only labelled letters tie to a category."""
AROUND = (
    "We have a {word} here since Monday.",
    "Our people say that the {word} is still there.",
    "Please see to the {word} of last week.",
    "There is one more {word}, as before.",
    "The {word} again, I fear.",
)


def taught(count: int = 12, categories: Any = PARCELS) -> list[Example]:
    """`count` letters for each of three categories, a message each."""
    return [
        example(f"{name} {number}", AROUND[number % 5].format(word=words[number % 3]), name)
        for name, words in WORDS.items()
        for number in range(count)
        if name in categories.ids
    ]


def random_labels(count: int, requests: int = 1) -> list[Example]:
    """Letters of words that stand in no other letter, with labels by lot; each as so many requests of one message."""
    drawn = random.Random(7)
    letters = [
        (f"message {number}", " ".join(_word(drawn) for _ in range(8)), drawn.choice(sorted(WORDS)))
        for number in range(count)
    ]
    return [example(group, text, label) for group, text, label in letters for _ in range(requests)]


def example(group: str, text: str, category: str | None = None, fields: dict[str, Any] | None = None) -> Example:
    """One labelled letter."""
    return Example(
        group=group, document=letter(text), request=WHOLE, candidates=NOBODY, category=category, fields=fields
    )


def _word(drawn: random.Random) -> str:
    return "".join(drawn.choice("bdfgklmnprstvz") + drawn.choice("aeiou") for _ in range(4))

"""Labelled examples that are like a message: most similar first, bounded.

They come from the bundle's categories, as far as these have more examples than stand in every question, and from
whatever else has labels (`pool`). Likeness is the cosine of character trigrams: it needs no language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from agents.reading.llm.fence import fenced
from agents.reading.llm.redaction import Redactor
from agents.reading.llm.sections import EXAMPLE, examples_told
from workflow.categories import CategorySet

MOST = 5
LEAST_LIKE = 0.15
LOOKED_AT = 4000
"""Characters of a message that are compared."""


@dataclass(frozen=True)
class Example:
    """A text that a person gave a category."""

    text: str
    category: str


def more_examples(sets: Iterable[CategorySet]) -> tuple[Example, ...]:
    """The examples of categories that do not stand in every question."""
    return tuple(
        Example(text, category.id)
        for one in sets
        for category in one.categories
        for text in category.examples
        if text not in examples_told(category)
    )


def similar(text: str, pool: Iterable[Example], most: int = MOST) -> tuple[Example, ...]:
    """The examples that are most like a text, most similar first; those that are equally like in a fixed order."""
    grams = _trigrams(text[:LOOKED_AT])
    ranked = sorted(((_cosine(grams, _trigrams(each.text)), each) for each in pool), key=_order)
    return tuple(each for share, each in ranked[:most] if share >= LEAST_LIKE)


def examples_shown(examples: Iterable[Example], redactor: Redactor) -> str:
    """The section of a prompt, with an empty line after it; empty where there is none."""
    lines = [f"{each.category}: {' '.join(each.text.split())[:EXAMPLE]}" for each in examples]
    if not lines:
        return ""
    shown = fenced(redactor.redact("\n".join(lines)).text, "examples")
    return f"# Similar messages, with the category that a person gave them\n{shown}\n\n"


def _order(ranked: tuple[float, Example]) -> tuple[float, str, str]:
    share, example = ranked
    return (-share, example.category, example.text)


def _trigrams(text: str) -> Counter[str]:
    folded = f" {' '.join(text.casefold().split())} "
    return Counter(folded[at : at + 3] for at in range(len(folded) - 2))


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    if not one or not other:
        return 0.0
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    product = sum(count * large[gram] for gram, count in small.items())
    return product / (sqrt(sum(c * c for c in one.values())) * sqrt(sum(c * c for c in other.values())))

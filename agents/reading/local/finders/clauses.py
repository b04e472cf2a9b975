"""Whether a sentence says what a clause of a description says, word for word or by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from agents.reading.local.lexicon import concepts
from agents.reading.local.meaning import concepts_in
from agents.reading.local.negation import CUES, denied
from agents.reading.local.stopwords import STOPWORDS
from agents.reading.local.words import is_cjk, listed, stem, tokens

IDLE = frozenset(
    listed(
        """
        true false yes no value whether if when explicit stated states named given asked sender customer request
        message says mentioned mentions anyone someone somebody something anything any kind type wahr falsch ob
        """
    )
)
"""Words by which descriptions speak of messages, not of the matter."""


EVERYWHERE = frozenset({"c:business", "c:website", "c:customer", "c:product", "c:service", "c:person_word", "c:goods"})
"""What nearly every message speaks of: as the only word of a description's clause it tells nothing."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as its telling words, each as the stem or concepts of which one must be met."""

    units: tuple[frozenset[str], ...]
    negative: bool = False  #: the clause itself denies: 'nobody can work'


@lru_cache(maxsize=8192)
def clause_of(text: str, idle: frozenset[str] = IDLE) -> Clause:
    """The telling words of a clause; a phrase that the lexicon knows makes its words one meaning."""
    words = tokens(text)
    met: list[set[str]] = [set() for _ in words]
    for first, last, concept in concepts([w.folded for w in words]):
        for index in range(first, last):
            met[index].add(f"c:{concept}")
    units = []
    for word, features in zip(words, met, strict=True):
        if word.folded in STOPWORDS or word.folded in CUES or word.folded in idle or stem(word.folded) in idle:
            continue
        if is_cjk(word.text[0]):
            features |= {f"c:{c}" for _, _, c, _ in concepts_in(word.text)}
        units.append(frozenset(features | {f"w:{stem(word.folded)}"}))
    return Clause(tuple(units), negative=any(w.folded in CUES and not m for w, m in zip(words, met, strict=True)))


@lru_cache(maxsize=8192)
def said_in(sentence: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems and concepts of a sentence, and those of them that it denies."""
    reached = denied(sentence)
    said: set[str] = set()
    no: set[str] = set()
    for index, word in enumerate(tokens(sentence)):
        (no if index in reached else said).add(f"w:{stem(word.folded)}")
    for _, _, concept, refused in concepts_in(sentence):
        (no if refused else said).add(f"c:{concept}")
    return frozenset(said), frozenset(no)


def coverage(clause: Clause, sentence: str) -> tuple[float, bool]:
    """The share of a clause's telling words that a sentence meets, and whether it denies most of those it meets."""
    said, no = said_in(sentence)
    if not clause.units:
        return 0.0, False
    met = [unit for unit in clause.units if unit & said]
    refused = sum(bool(unit & no) and not unit & said for unit in clause.units)
    if len(met) == 2 and len(clause.units) == 2 and not refused and not _close(met[0], met[1], sentence):
        return 0.5, False
    denies = refused * 2 >= len(met) + refused and refused > 0
    return (len(met) + refused) / len(clause.units), denies != clause.negative


NEAR = 45
"""Characters within which a sentence must meet both words of a clause of two: far apart they say other things."""


def _close(one: frozenset[str], other: frozenset[str], sentence: str) -> bool:
    places: dict[str, list[int]] = {}
    for word in tokens(sentence):
        places.setdefault(f"w:{stem(word.folded)}", []).append(word.start)
    for start, _, concept, _ in concepts_in(sentence):
        places.setdefault(f"c:{concept}", []).append(start)
    left = [at for name in one for at in places.get(name, ())]
    right = [at for name in other for at in places.get(name, ())]
    return any(abs(a - b) <= NEAR for a in left for b in right)

"""What a stretch of text says, as weighted features that two texts can share.

A feature is `w:` a word's stem, `c:` a concept of the lexicon (`c:!` where it is denied), `p:` two concepts of one
sentence, or `g:` a character n-gram of a word, which lets related words of related languages meet.
"""

from __future__ import annotations

from functools import lru_cache

from agents.reading.local.lexicon import ACTS, STATES, TOPICS, concepts, concepts_of_characters, concepts_of_word
from agents.reading.local.negation import CJK_CUES, CUES, denied
from agents.reading.local.stopwords import STOPWORDS, grammar_of
from agents.reading.local.words import is_cjk, listed, ngrams, stem, tokens

WEIGHTS = {"w": 1.0, "c": 1.0, "p": 0.6, "g": 0.12, "t": 0.4}
"""How much one feature of each kind counts before its rarity is known."""

DENIED_MEANS = {
    "continue": "end", "renew": "end", "keep": "end", "use": "end", "need": "end",
    "receive": "missing", "deliver": "missing", "access": "blocked", "know_how": "know_how",
}  # fmt: skip
"""What a denied concept amounts to: 'not renewed' is an end."""

ACT = 1.3
"""What somebody does or asks for tells more of a request than the things that it names."""

SENSES = 0.7
"""How far the concepts of one word share its weight: it has one of its senses in a text, and not all of them."""

GENERAL = frozenset(
    listed(
        """
        need use ask give send receive number_word date_word name person_word business customer staff account
        product service reason_word talk attach thank
        """
    )
)
"""Concepts that most business mail has, whatever it is about."""

Features = dict[str, float]


@lru_cache(maxsize=8192)
def concepts_in(text: str, loose: bool = False) -> tuple[tuple[int, int, str, bool], ...]:
    """The concepts of a sentence as `(start, end, concept, denied)`, in characters of the text."""
    words = tokens(text)
    reached = denied(text)
    folded = [word.folded for word in words]
    # What is grammar in the language of the text says nothing, whatever it means in another: 'van' is no vehicle.
    grammar = grammar_of(folded)
    found = []
    for first, last, concept in concepts(folded, loose):
        if last - first == 1 and folded[first] in grammar and concept not in GENERAL:
            continue
        # A phrase that denies by itself ('not urgent') is what it says.
        no = any(index in reached for index in range(first, last)) and not any(
            w.folded in CUES for w in words[first:last]
        )
        found.append((words[first].start, words[last - 1].end, concept, no))
    for word in words:
        if is_cjk(word.text[0]):
            no = bool(CJK_CUES.search(word.text))
            found.extend((word.start, word.end, concept, no) for concept in concepts_of_characters(word.folded, loose))
    return tuple(found)


@lru_cache(maxsize=8192)
def features(text: str, loose: bool = False) -> Features:
    """The features of a sentence or phrase, with `loose` by everyday words, too.

    The answer is shared: do not change it.
    """
    found: Features = {}
    said = _said(text, loose)
    for name, clear in said.items():
        weight = 0.3 if name in GENERAL else ACT if name.lstrip("!") in ACTS else 1.0
        found[f"c:{name}"] = WEIGHTS["c"] * weight * clear
    told = [name for name in said if name not in GENERAL]
    acts = [name for name in told if name.lstrip("!") in ACTS or name.lstrip("!") in STATES]
    for act in acts:
        for thing in told:
            if thing.lstrip("!") not in ACTS and thing != act:
                found[f"p:{act}+{thing}"] = WEIGHTS["p"] * said[act] * said[thing]
    for name in said:
        under = TOPICS.get(name.lstrip("!"), ())
        for topic in under:
            found[f"t:{topic}"] = found.get(f"t:{topic}", 0.0) + WEIGHTS["t"] / len(under) ** 0.5
    reached = denied(text)
    for index, word in enumerate(tokens(text)):
        if index in reached and concepts_of_word(word.folded) & ACTS:
            continue
        if word.folded in STOPWORDS or word.folded in CUES or word.folded.isdigit():
            continue
        if is_cjk(word.text[0]):
            for pair in ngrams(word.folded):
                found[f"w:{pair}"] = WEIGHTS["w"] * 0.5
            continue
        found[f"w:{stem(word.folded)}"] = WEIGHTS["w"]
        for gram in ngrams(word.folded):
            found[f"g:{gram}"] = WEIGHTS["g"]
    return found


def _said(text: str, loose: bool) -> dict[str, float]:
    """The concepts of a sentence and how clearly each is said: less by a word that may mean something else."""
    told: dict[tuple[int, int], set[str]] = {}
    for start, end, concept, no in concepts_in(text, loose):
        # A thing cannot be denied: 'no hot water' is about hot water. What is done or is the case can.
        here = told.setdefault((start, end), set())
        here.add(f"!{concept}" if no and (concept in ACTS or concept in STATES) else concept)
        if no and concept in DENIED_MEANS:
            here.add(DENIED_MEANS[concept])
    said: dict[str, float] = {}
    for here in told.values():
        senses = len(here - GENERAL) or len(here)
        for name in here:
            said[name] = max(said.get(name, 0.0), senses**-SENSES)
    return said

"""The words of the org's names: which of them tell an account, which are common to many, and their other spellings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence

from tools.directory.grammar import LEGAL_FORMS
from tools.directory.tokens import fold, is_unspaced, tokenise, words

GENERIC_FROM = 4
"""A word of so many names may be a common one, such as what the trade calls its houses."""

CATEGORICAL = 0.25
"""A field with at most this share of different values (and short ones) says what kind an account is."""


_PREPOSITIONS = """
of in at the de du d des a le la en im am bei zu von der te van di da el do na
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
"""Small words that join a name and its town, or two parts of a name; those of the org's own names come on top."""


class Name:
    """One name of one account: `core`, the words that count, in order, and `forms`, the ways to write them joined."""

    __slots__ = ("account", "core", "forms", "small", "text")

    def __init__(self, account: int, text: str) -> None:
        self.account, self.text = account, text
        written = [text[token.start : token.end] for token in tokenise(text)]
        cased = any(word[0].isupper() for word in written)
        self.small = small = {fold(word) for word in written[1:] if cased and word.islower() and len(word) <= 4}
        everything = [fold(word) for word in written]
        core = [word for word in everything if word not in LEGAL_FORMS and word not in small] or everything
        self.core = tuple(core)
        plain = [word for word in everything if word not in small] or everything
        self.forms = {"".join(everything), "".join(plain), "".join(core)}


class Vocabulary:
    """What each word of the names is worth. Learned from the org alone."""

    def __init__(
        self, names: Sequence[Name], kinds: Iterable[str], towns: Iterable[str], roots: Sequence[Hashable]
    ) -> None:
        """`kinds`: values of the fields that say what kind an account is; `roots`: account number → its family."""
        self.size = max(1, len({name.account for name in names}))
        holders: dict[str, set[int]] = defaultdict(set)
        for name in names:
            for word in name.core:
                holders[word].add(name.account)
        self.frequency: Mapping[str, int] = {word: len(accounts) for word, accounts in holders.items()}
        families = {word: {roots[number] for number in accounts} for word, accounts in holders.items()}
        one_family = {word for word, found in families.items() if len(found) == 1 and len(holders[word]) > 1}
        self.small = PREPOSITIONS.union(*(name.small for name in names))
        self.towns = frozenset(word for town in towns for word in words(town) if len(word) > 1)
        told = {word for value in kinds for word in words(value)}
        attributes = {word for word in holders if (word in told or word in self.towns) and word not in one_family}
        self.attributes = frozenset(attributes | self._generic(names, attributes, one_family))
        firsts = Counter(name.core[0] for name in names if len(name.core) > 1)
        lasts = Counter(name.core[-1] for name in names if len(name.core) > 1)
        self.common = common = {word for word in self.attributes if self.frequency[word] > 1 and word not in self.towns}
        self.heads = frozenset(word for word in common if firsts[word] >= max(2, 0.3 * self.frequency[word]))
        self.tails = frozenset(word for word in common if lasts[word] >= max(2, 0.3 * self.frequency[word]))

    def _generic(self, names: Sequence[Name], attributes: set[str], one_family: set[str]) -> set[str]:
        """Words of many names in most of which another, rarer word tells the account."""
        beside: Counter[str] = Counter()
        for name in names:
            telling = [word for word in name.core if word not in attributes]
            for word in telling:
                rarer = any(self.frequency[other] < self.frequency[word] for other in telling if other != word)
                beside[word] += rarer
        return {
            word
            for word, count in beside.items()
            if self.frequency[word] >= GENERIC_FROM and word not in one_family and count >= 0.6 * self.frequency[word]
        }

    def worth(self, word: str) -> float:
        """Rarity of a word among the names: ln(1 + N / df). A town tells less than a name, a kind less still."""
        value = math.log(1 + self.size / self.frequency.get(word, 1))
        return value * 0.6 if word in self.attributes else value

    def is_proper(self, word: str) -> bool:
        """Whether a word of a name tells accounts apart by itself, as a family name does."""
        return word in self.frequency and word not in self.attributes and (len(word) > 2 or is_unspaced(word))


def categorical(rows: Sequence[Mapping[str, object]], leave_out: Iterable[str]) -> list[str]:
    """The values of those fields that say what kind an account is: short ones, few, and repeated."""
    ignored = {name.lower() for name in leave_out}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for field, value in row.items():
            if isinstance(value, str) and value and field.lower() not in ignored:
                for piece in value.split(";"):
                    if 0 < len(piece.strip()) <= 40:
                        counts[field][piece.strip()] += 1
    found: list[str] = []
    for values in counts.values():
        if len(values) <= max(3, CATEGORICAL * sum(values.values())):
            found.extend(values)
    return found

"""Whole names: stretches of words that, joined, are a whole name of some account, or the name of its host."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from tools.directory.gaps import Gap
from tools.directory.index.harvest import BEGINNING
from tools.directory.index.keys import MASK, Kind, mixed, mixed_all
from tools.directory.index.snapshot import Snapshot
from tools.directory.index.weaving import SAME
from tools.directory.name import Name
from tools.directory.passage import Passage
from tools.directory.tokens import is_unspaced

LONGEST = 10
"""Words of a text that are tried together as one whole name."""

LONGEST_UNSPACED = 24
"""The same in scripts where each character is a token."""

HOST_NAME_FROM = 7
"""A host's name of fewer letters is too like an ordinary word."""

MOST_BETWEEN = 2
"""Small words that may stand between a name and its town."""

TOWN_BEFORE, TOWN_BEHIND = 4, 8
"""So many words before and behind a name its town is looked for."""


@dataclass(frozen=True)
class Whole:
    """Tokens `[first, last]` that are a whole name. `of`: accounts that have it, where not all of them are given."""

    first: int
    last: int
    names: list[Name]
    of: int = 0
    known: frozenset[int] = field(default_factory=frozenset)  #: those that something else speaks for as well

    def is_closed(self, passage: Passage) -> bool:
        """Whether no word with a capital goes on before or behind it, with which it would be part of a longer name.

        A town behind it is one that the name's accounts are weighed by; a word that is none may be a misspelt one.
        """
        before = self.first - 1
        if before >= 0 and passage.gap(before) is Gap.NONE and passage.is_capital(before):
            return False
        behind = _behind(passage, self.last)
        if behind is None or not passage.is_capital(behind):
            return not passage.plain_case
        return passage.words[behind].town and passage.gap(self.last) is not Gap.NONE


class Wholes:
    """Finds them."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        self._large = index.is_large

    def find(self, passage: Passage, taken: Collection[int], known: Collection[int]) -> Iterator[Whole]:
        """The longest from each token on. `taken`: tokens of something else; `known`: accounts found otherwise."""
        yield from self._initials(passage, taken)
        spans = self._spans(passage, taken)
        if not spans:
            return
        numbers = self._index.hashing.texts(joined for _, _, joined in spans)
        whole, host = mixed_all(Kind.WHOLE, numbers), mixed_all(Kind.LABEL, numbers)
        may_be = self._index.may_have(np.concatenate((whole, host))).reshape(2, -1).any(axis=0)
        done = -1
        for at in np.flatnonzero(may_be).tolist():
            first, last, joined = spans[at]
            if first == done:
                continue
            found = self._named(passage, first, last, joined, int(numbers[at]), known)
            if found is None and len(joined) >= HOST_NAME_FROM + (0 if last > first else 2):
                accounts = self._index.numbers(int(host[at]), SAME)
                found = Whole(first, last, [Name(number, joined) for number in accounts]) if accounts else None
            if found is not None:
                done = first
                yield found

    def _spans(self, passage: Passage, taken: Collection[int]) -> list[tuple[int, int, str]]:
        """First, last and joined text of what may be a name; from each token the longest first."""
        tokens, gap = passage.tokens, passage.gap
        # Written small, common words are a name of somebody in any large org.
        anything = not self._large or passage.plain_case
        may_begin = [
            first
            for first in range(len(tokens))
            if first not in taken and (anything or passage.is_capital(first) or passage.words[first].proper)
        ]
        begins = dict(zip(may_begin, self._begins(passage, may_begin), strict=True))
        spans: list[tuple[int, int, str]] = []
        for first in may_begin:
            joined = tokens[first].text
            if not begins[first] and len(joined) >= BEGINNING:
                continue
            ends = [(first, first, joined)]
            longest = LONGEST_UNSPACED if is_unspaced(joined) else LONGEST
            for last in range(first + 1, min(len(tokens), first + longest)):
                # No long name begins so: only what is shorter than a beginning may be one.
                if (len(joined) >= BEGINNING and not begins[first]) or last in taken:
                    break
                if gap(last - 1) is Gap.HARD and not passage.joins(last - 1):
                    break
                joined += tokens[last].text
                ends.append((first, last, joined))
            if not begins[first] and len(joined) >= BEGINNING:
                ends.pop()
            ends.reverse()
            spans += ends
        return spans

    def _begins(self, passage: Passage, places: Sequence[int]) -> list[bool]:
        """For each of these tokens whether a name of many letters may begin with it, whatever stands between."""
        texts = [token.text for token in passage.tokens]
        joined = []
        for at in places:
            beginning, following = texts[at], at + 1
            while len(beginning) < BEGINNING and following < len(texts):
                beginning += texts[following]
                following += 1
            joined.append(beginning[:BEGINNING])
        found: list[bool] = self._index.may_have(mixed_all(Kind.BEGINNING, self._index.hashing.texts(joined))).tolist()
        return found

    def _named(
        self, passage: Passage, first: int, last: int, joined: str, number: int, known: Collection[int]
    ) -> Whole | None:
        index, key = self._index, mixed(Kind.WHOLE, number)
        accounts = index.numbers(key, SAME + 1)
        if len(accounts) <= SAME:
            names = self._names(accounts, joined)
            return Whole(first, last, names) if names else None
        # A name that very many have.
        near = set(range(max(0, first - TOWN_BEFORE), min(len(passage), last + 1 + TOWN_BEHIND)))
        towns = {int(passage.hashes[at]) for at in near if passage.words[at].town}
        local = {n for town in towns for n in index.numbers(mixed(Kind.WHOLE_IN, (number + town) & MASK), SAME)}
        if local:
            return Whole(first, last, self._names(sorted(local), joined))
        told = frozenset(each for each in known if index.has(key, each))
        names = self._names(sorted({*accounts[:SAME], *told}), joined)
        return Whole(first, last, names, index.count(key), told)

    def _names(self, accounts: Collection[int], joined: str) -> list[Name]:
        found = (next((n for n in self._index.names(each) if joined in n.forms), None) for each in accounts)
        return [name for name in found if name is not None]

    def _initials(self, passage: Passage, taken: Collection[int]) -> Iterator[Whole]:
        index = self._index
        for at, token in enumerate(passage.tokens):
            if not 3 <= len(token.text) <= 8 or not passage.is_capital(at) or not passage.written(at).isupper():
                continue
            if at in taken or passage.words[at].in_name or token.text in index.aliases:
                continue
            accounts = index.find(Kind.INITIALS, token.text, 2)
            if len(accounts) == 1:
                # The name that they abbreviate.
                names = [n for n in index.names(accounts[0]) if "".join(w[0] for w in n.core) == token.text]
                if names:
                    yield Whole(at, at, names[:1])


def town_behind(passage: Passage, last: int) -> int | None:
    """The token behind a name that is a town's, small words between: 'in Ulm', ', Ulm', '(Ulm)'."""
    at = _behind(passage, last)
    if at is None or not passage.words[at].town:
        return None
    return at if passage.plain_case or passage.is_capital(at) else None


def _behind(passage: Passage, last: int) -> int | None:
    """The first token behind a name that is no small word, where nothing firm stands between."""
    for at in range(last + 1, min(len(passage), last + 2 + MOST_BETWEEN)):
        if passage.gap(at - 1) is Gap.HARD:
            return None
        word = passage.words[at]
        if not word.small or (word.town and passage.is_capital(at)):
            return at
    return None

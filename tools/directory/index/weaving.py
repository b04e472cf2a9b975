"""Postings that need the worth of words: single words, pairs of words, words with a town, streets, misspellings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from tools.directory.index.gathered import Gathered
from tools.directory.index.keys import Hashes, Hashing, Kind, mixed_all
from tools.directory.index.postings import Pile
from tools.directory.index.words import Flag, Learned

Array = np.ndarray[Any, Any]

APART = (1, 2)
"""So far from each other two words of a name may stand to be a pair."""

MOST_TOWNS = 4
"""Words of an account's towns that are put beside the words of its name."""

COMMON_STREET = 50
"""A word in more than one of so many streets tells none, as 'road' does not."""

SAME = 24
"""Accounts that may have one name before their towns are asked for."""

SHORTEST_ALONE = 2
"""Words of so many letters tell an account beside another word only."""

SHORTEST_SPELT = 5
"""Shorter words are not taken for misspelt ones."""


def weave(gathered: Gathered, learned: Learned, hashes: Hashes, whole: bool = True) -> None:
    """Adds the postings to the pile. `hashes`: the numbers of the words, in the order of `learned`; `whole`:
    whether these are all accounts, rather than some that are added to many.
    """
    accounts = gathered.column("accounts")
    _names(gathered, learned.flags, hashes, accounts)
    _shared(gathered, hashes, accounts, SAME if whole else 0)
    _streets(gathered, learned.streets, hashes, accounts)
    parents = gathered.column("parents")
    gathered.pile.add(mixed_all(Kind.CHILD, parents[parents != 0]), accounts[parents != 0])


def _names(gathered: Gathered, flags: Array, hashes: Hashes, accounts: Array) -> None:
    pile = gathered.pile
    word = gathered.column("name_words").astype(np.int64)
    account = gathered.column("name_accounts")
    number = gathered.column("name_numbers").astype(np.int64)
    proper = (flags[word] & Flag.PROPER) != 0
    pile.add(mixed_all(Kind.WORD, hashes[word[proper]]), account[proper])
    leading = np.flatnonzero(proper)
    if len(leading):
        _, firsts = np.unique(number[leading], return_index=True)
        pile.add(mixed_all(Kind.LEAD, hashes[word[leading[firsts]]]), account[leading[firsts]])
    # Where no word of a name tells it, every two of its words have to do.
    plain = np.bincount(number[proper], minlength=gathered.names)[number] == 0 if len(number) else proper
    # 'V & J Day Care', 'A1 Roofing': letters that tell beside the next word, though not by themselves.
    short = (_lengths(gathered)[word] <= SHORTEST_ALONE) & ((flags[word] & (Flag.ATTRIBUTE | Flag.SMALL)) == 0)
    telling = proper | plain | short
    for apart in APART:
        first, second = slice(None, -apart), slice(apart, None)
        kept = (number[first] == number[second]) & (telling[first] | telling[second]) & (word[first] != word[second])
        left, right = word[first][kept], word[second][kept]
        pile.add(pair_keys(hashes[left], hashes[right]), account[first][kept])
    # A common word and a town ('dental', 'Ulm') name nobody.
    telling &= (flags[word] & Flag.COMMON) == 0
    place, words = np.searchsorted(accounts, account[telling]), word[telling]
    for towns, known in _towns(gathered, accounts, place):
        left = words[known]
        differ = left != towns
        pile.add(pair_keys(hashes[left[differ]], hashes[towns[differ]]), account[telling][known][differ])


def _shared(gathered: Gathered, hashes: Hashes, accounts: Array, most: int) -> None:
    """Names that more than so many accounts have, each with the towns of those."""
    forms, owner = gathered.column("forms"), gathered.column("form_accounts")
    _, which, count = np.unique(forms, return_inverse=True, return_counts=True)
    kept = count[which] > most
    forms, place = forms[kept], np.searchsorted(accounts, owner[kept])
    for towns, known in _towns(gathered, accounts, place):
        with np.errstate(over="ignore"):
            together = forms[known] + hashes[towns]
        gathered.pile.add(mixed_all(Kind.WHOLE_IN, together), accounts[place[known]])


def _towns(gathered: Gathered, accounts: Array, place: Array) -> Iterator[tuple[Array, Array]]:
    """The first, second, … word of the towns of the accounts at these places, and which of them have one."""
    town, owner = gathered.column("town_words").astype(np.int64), gathered.column("town_accounts")
    counts = np.bincount(np.searchsorted(accounts, owner), minlength=len(accounts))
    starts = np.cumsum(counts) - counts
    for at in range(MOST_TOWNS):
        known = counts[place] > at
        if not known.any():
            return
        yield town[starts[place[known]] + at], known


def _streets(gathered: Gathered, streets: Array, hashes: Hashes, accounts: Array) -> None:
    word, account = gathered.column("street_words").astype(np.int64), gathered.column("street_accounts")
    house = gathered.column("houses")
    numbered = house != 0
    word, account, house = word[numbered], account[numbered], house[numbered]
    gathered.pile.add(mixed_all(Kind.STREET, house + hashes[word]), account)
    if not len(word):
        return
    order = np.lexsort((np.arange(len(word)), -_lengths(gathered)[word], streets[word], account))
    _, firsts = np.unique(account[order], return_index=True)
    rarest = order[firsts]
    told = house[rarest] + hashes[word[rarest]]
    gathered.pile.add(mixed_all(Kind.STREET_TOLD, told), account[rarest])
    # 'Pulaski Road Annex': the first word tells the street as well, unless it is 'rue'.
    _, firsts = np.unique(account, return_index=True)
    firsts = firsts[streets[word[firsts]] <= np.maximum(3, len(np.unique(account)) / COMMON_STREET)]
    gathered.pile.add(mixed_all(Kind.STREET_TOLD, house[firsts] + hashes[word[firsts]]), account[firsts])
    telling = np.zeros(len(accounts), np.uint64)
    telling[np.searchsorted(accounts, account[rarest])] = told
    owner, place = gathered.column("place_accounts"), gathered.column("places")
    street = telling[np.searchsorted(accounts, owner)]
    kept = street != 0
    gathered.pile.add(mixed_all(Kind.STREET_IN, street[kept] + place[kept]), owner[kept])


def _lengths(gathered: Gathered) -> Array:
    return np.fromiter(map(len, gathered.word_ids), np.int64, len(gathered.word_ids))


def pair_keys(first: Hashes, second: Hashes) -> Hashes:
    """The keys of two words each, in whatever order."""
    with np.errstate(over="ignore"):
        return mixed_all(Kind.PAIR, first + second)


def spellings(words: list[str], hashing: Hashing) -> Pile:
    """Every word (its number is its place) under itself and under all that it is without one of its letters."""
    pile = Pile()
    keys: list[int] = []
    values: list[int] = []
    for number, word in enumerate(words):
        forms = without_one(word)
        keys.extend(hashing.key(Kind.SPELLING, form) for form in forms)
        values.extend([number] * len(forms))
        if len(keys) > 1 << 19:
            pile.add(np.array(keys, np.uint64), np.array(values, np.int32))
            keys, values = [], []
    pile.add(np.array(keys, np.uint64), np.array(values, np.int32))
    return pile


def without_one(word: str) -> set[str]:
    """A word, and what it is without one of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}

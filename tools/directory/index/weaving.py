"""Postings that need the worth of words: single words, pairs of words, words with a town, streets, misspellings."""

from __future__ import annotations

from typing import Any

import numpy as np

from tools.directory.index.harvest import Harvest
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

SHORTEST_ALONE = 2
"""Words of so many letters tell an account beside another word only."""

SHORTEST_SPELT = 5
"""Shorter words are not taken for misspelt ones."""


def weave(harvest: Harvest, learned: Learned, hashes: Hashes) -> None:
    """Adds the postings to the harvest's pile. `hashes`: the numbers of the words, in the order of `learned`."""
    accounts = np.array(harvest.accounts, np.int32)
    _names(harvest, learned.flags, hashes, accounts)
    _streets(harvest, learned.streets, hashes, accounts)
    parents = np.array(harvest.parents, np.uint64)
    harvest.pile.add(mixed_all(Kind.CHILD, parents[parents != 0]), accounts[parents != 0])


def _names(harvest: Harvest, flags: Array, hashes: Hashes, accounts: Array) -> None:
    pile = harvest.pile
    word = np.array(harvest.name_words, np.int64)
    account = np.array(harvest.name_accounts, np.int32)
    number = np.array(harvest.name_numbers, np.int64)
    proper = (flags[word] & Flag.PROPER) != 0
    pile.add(mixed_all(Kind.WORD, hashes[word[proper]]), account[proper])
    leading = np.flatnonzero(proper)
    if len(leading):
        _, firsts = np.unique(number[leading], return_index=True)
        pile.add(mixed_all(Kind.LEAD, hashes[word[leading[firsts]]]), account[leading[firsts]])
    # Where no word of a name tells it, every two of its words have to do.
    plain = np.bincount(number[proper], minlength=harvest.names)[number] == 0 if len(number) else proper
    # 'V & J Day Care', 'A1 Roofing': letters that tell beside the next word, though not by themselves.
    short = (_lengths(harvest)[word] <= SHORTEST_ALONE) & ((flags[word] & (Flag.ATTRIBUTE | Flag.SMALL)) == 0)
    telling = proper | plain | short
    for apart in APART:
        first, second = slice(None, -apart), slice(apart, None)
        kept = (number[first] == number[second]) & (telling[first] | telling[second]) & (word[first] != word[second])
        left, right = word[first][kept], word[second][kept]
        pile.add(pair_keys(hashes[left], hashes[right]), account[first][kept])
    town, owner = np.array(harvest.town_words, np.int64), np.array(harvest.town_accounts, np.int32)
    # A common word and a town ('dental', 'Ulm') name nobody.
    telling &= (flags[word] & Flag.COMMON) == 0
    place = np.searchsorted(accounts, account[telling])
    counts = np.bincount(np.searchsorted(accounts, owner), minlength=len(accounts))
    starts = np.cumsum(counts) - counts
    for at in range(MOST_TOWNS):
        kept = counts[place] > at
        if not kept.any():
            break
        beside = town[starts[place[kept]] + at]
        words = word[telling][kept]
        differ = beside != words
        pile.add(pair_keys(hashes[words[differ]], hashes[beside[differ]]), account[telling][kept][differ])


def _streets(harvest: Harvest, streets: Array, hashes: Hashes, accounts: Array) -> None:
    word, account = np.array(harvest.street_words, np.int64), np.array(harvest.street_accounts, np.int32)
    house = np.array(harvest.houses, np.uint64)
    numbered = house != 0
    word, account, house = word[numbered], account[numbered], house[numbered]
    harvest.pile.add(mixed_all(Kind.STREET, house + hashes[word]), account)
    if not len(word):
        return
    order = np.lexsort((np.arange(len(word)), -_lengths(harvest)[word], streets[word], account))
    _, firsts = np.unique(account[order], return_index=True)
    rarest = order[firsts]
    told = house[rarest] + hashes[word[rarest]]
    harvest.pile.add(mixed_all(Kind.STREET_TOLD, told), account[rarest])
    # 'Pulaski Road Annex': the first word tells the street as well, unless it is 'rue'.
    _, firsts = np.unique(account, return_index=True)
    firsts = firsts[streets[word[firsts]] <= np.maximum(3, len(np.unique(account)) / COMMON_STREET)]
    harvest.pile.add(mixed_all(Kind.STREET_TOLD, house[firsts] + hashes[word[firsts]]), account[firsts])
    telling = np.zeros(len(accounts), np.uint64)
    telling[np.searchsorted(accounts, account[rarest])] = told
    owner, place = np.array(harvest.place_accounts, np.int32), np.array(harvest.places, np.uint64)
    street = telling[np.searchsorted(accounts, owner)]
    kept = street != 0
    harvest.pile.add(mixed_all(Kind.STREET_IN, street[kept] + place[kept]), owner[kept])


def _lengths(harvest: Harvest) -> Array:
    return np.fromiter(map(len, harvest.word_ids), np.int64, len(harvest.word_ids))


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

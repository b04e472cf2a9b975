"""What each word of the org's names is worth: learned from all of them at once, word by word, as arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from tools.directory.grammar import PREPOSITIONS
from tools.directory.index.gathered import Gathered
from tools.directory.index.words import Flag, Learned, Words
from tools.directory.tokens import is_unspaced, words

GENERIC_FROM = 4
"""A word of so many names may be a common one, such as what the trade calls its houses."""

CATEGORICAL = 0.25
"""A field with at most this share of different values (and short ones) says what kind an account is."""

Array = np.ndarray[Any, Any]


def learn(gathered: Gathered, roots: Array) -> Learned:
    """The worth of all words. `roots`: place of the account → what stands for its family."""
    small, told = PREPOSITIONS | gathered.small, _told(gathered.kinds)
    for each in (*small, *told):
        gathered.word(each)
    count = len(gathered.word_ids)
    word = gathered.column("name_words").astype(np.int64)
    account = gathered.column("name_accounts").astype(np.int64)
    place = np.searchsorted(gathered.column("accounts").astype(np.int64), account)
    frequency = _distinct(word, account, count)
    families = _distinct(word, roots[place], count)
    one_family = (families == 1) & (frequency > 1)
    town, kind, joining = np.zeros(count, bool), np.zeros(count, bool), np.zeros(count, bool)
    long = np.fromiter((len(each) > 1 for each in gathered.word_ids), bool, count)
    town[np.unique(gathered.column("town_words").astype(np.int64))] = True
    town &= long
    kind[[gathered.word_ids[each] for each in told]] = True
    joining[[gathered.word_ids[each] for each in small]] = True
    named = frequency > 0
    attribute = named & (kind | town) & ~one_family
    number = gathered.column("name_numbers").astype(np.int64)
    attribute |= _generic(word, number, gathered.names, frequency, attribute, one_family)
    first, last, several = _ends(number, gathered.names)
    firsts = np.bincount(word[first & several], minlength=count)
    lasts = np.bincount(word[last & several], minlength=count)
    common = attribute & (frequency > 1) & ~town
    telling = np.fromiter((len(each) > 2 or is_unspaced(each) for each in gathered.word_ids), bool, count)
    flags = np.zeros(count, np.int16)
    for flag, mask in (
        (Flag.NAME, named),
        (Flag.ATTRIBUTE, attribute),
        (Flag.TOWN, town),
        (Flag.COMMON, common),
        (Flag.HEAD, common & (firsts >= np.maximum(2, 0.3 * frequency))),
        (Flag.TAIL, common & (lasts >= np.maximum(2, 0.3 * frequency))),
        (Flag.PROPER, named & ~attribute & telling),
        (Flag.SMALL, joining),
    ):
        flags[mask] |= flag
    streets = _distinct(
        gathered.column("street_words").astype(np.int64), gathered.column("street_accounts").astype(np.int64), count
    )
    return Learned(max(1, len(np.unique(account))), frequency, streets, flags)


def carry(gathered: Gathered, known: Words) -> Learned:
    """The worth of words where some accounts are added to many: as it was learned from the many; new ones tell."""
    texts = list(gathered.word_ids)
    hashes = gathered.hashing.texts(texts)
    count = len(texts)
    named, town = np.zeros(count, bool), np.zeros(count, bool)
    named[np.unique(gathered.column("name_words").astype(np.int64))] = True
    town[np.unique(gathered.column("town_words").astype(np.int64))] = True
    names, streets = np.zeros(count, np.int64), np.zeros(count, np.int64)
    flags = np.zeros(count, np.int16)
    for number, key in enumerate(hashes.tolist()):
        word = known.get(key)
        if word is not None:
            names[number], streets[number], flags[number] = word.names, word.streets, word.flags
        flag = int(flags[number])
        if named[number] and not flag & Flag.NAME:
            names[number] = 1
            flag |= Flag.NAME
            local = town[number] or flag & Flag.TOWN
            short = len(texts[number]) <= 2 and not is_unspaced(texts[number])
            flag |= Flag.ATTRIBUTE if local else 0 if short else Flag.PROPER
        flags[number] = flag | (Flag.TOWN if town[number] and len(texts[number]) > 1 else 0)
    return Learned(max(1, len(gathered.column("accounts"))), names, streets, flags)


def _told(kinds: Mapping[str, Counter[str]]) -> set[str]:
    """The words of those fields that say what kind an account is: short ones, few, and repeated."""
    found: set[str] = set()
    for counted in kinds.values():
        if len(counted) <= max(3, CATEGORICAL * counted.total()):
            found.update(word for value in counted for word in words(value))
    return found


def _distinct(word: Array, other: Array, count: int) -> Array:
    """For each word the number of different others."""
    if not len(word):
        return np.zeros(count, np.int64)
    span = int(other.max()) + 1
    both = np.unique(word * span + other)
    return np.bincount(both // span, minlength=count)


def _generic(word: Array, number: Array, names: int, frequency: Array, attribute: Array, one_family: Array) -> Array:
    """Words of many names in most of which another, rarer word tells the account."""
    telling = ~attribute[word]
    rarest = np.full(names, np.iinfo(np.int64).max)
    np.minimum.at(rarest, number[telling], frequency[word[telling]])
    beside = telling & (rarest[number] < frequency[word])
    counted = np.bincount(word[beside], minlength=len(frequency))
    telling_at_all = np.bincount(word[telling], minlength=len(frequency)) > 0
    found: Array = telling_at_all & (frequency >= GENERIC_FROM) & ~one_family & (counted >= 0.6 * frequency)
    return found


def _ends(number: Array, names: int) -> tuple[Array, Array, Array]:
    """For each word of each name whether it is the first, whether it is the last, and whether there are several."""
    first, last = np.ones(len(number), bool), np.ones(len(number), bool)
    first[1:] = number[1:] != number[:-1]
    last[:-1] = first[1:]
    several = np.bincount(number, minlength=names)[number] > 1 if len(number) else first
    return first, last, several


def roots(parents: Array, groups: Array) -> Array:
    """What stands for each account's family before its name is understood: its topmost account, or that one's group.

    `parents`: place of the parent, or -1; `groups`: a number for the group, or 0. Numbers small enough to be packed.
    """
    count = len(parents)
    top = np.where(parents < 0, np.arange(count), parents)
    for _ in range(64):
        above = top[top]
        if np.array_equal(above, top):
            break
        top = above
    _, group = np.unique(groups, return_inverse=True)
    own = groups[top] != 0
    found: Array = np.where(own, count + group[top], top)
    return found

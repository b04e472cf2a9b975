"""Keys: what a posting stands under, as a number of 64 bits made of its kind and its text."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Any

import numpy as np
import xxhash

MASK = (1 << 64) - 1
SPREAD, STEP, SHIFT = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 29
"""An odd multiplier, a multiplier for the kinds, and a shift: they spread close numbers over all 64 bits."""

Hashes = np.ndarray[Any, np.dtype[np.uint64]]


class Kind(IntEnum):
    """What a key names. Its number is part of the key: a change is a change of FORMAT."""

    ID = 1  #: record id of an account
    KEY = 2  #: the rule's key field
    HOST = 3
    PATH = 4  #: host and first path segment
    BELOW = 5  #: the registrable domain of a host that is a subdomain of it
    LABEL = 6  #: the name in a registrable domain, without hyphens
    SITE = 7  #: the same with its suffix
    CODE = 8
    PHONE = 9
    MAILBOX = 10  #: a contact's address
    MAIL_DOMAIN = 11  #: the registrable domain of a contact's address
    WHOLE = 12  #: a way to write a whole name, joined
    WHOLE_IN = 13  #: the same, and a word of the account's town
    INITIALS = 14
    WORD = 15  #: a word of a name
    LEAD = 16  #: the first word of a name that tells accounts apart
    PAIR = 17  #: two words of a name that stand close in it, or one and a word of the town
    STREET = 18  #: house number and a word of the street
    STREET_IN = 19  #: the same with the postal code or a word of the town
    GROUP = 20
    CHILD = 21  #: account number of the parent
    CONTACT = 22  #: record id of a contact
    BEGINNING = 23  #: the first letters of a way to write a name; in the sieve alone
    SPELLING = 24  #: a word without one of its letters; leads to words, not to accounts
    STREET_TOLD = 25  #: house number and the rarest word of the street
    HOUSE_IN = 26  #: house number and postal code


class Hashing:
    """Texts → keys. The seed is drawn anew for each index, so that nobody can write a text with a wanted key."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def text(self, text: str) -> int:
        """The number of a text, of which keys of all kinds are made."""
        return xxhash.xxh3_64_intdigest(text.encode("utf-8", "surrogatepass"), self.seed)

    def texts(self, texts: Iterable[str]) -> Hashes:
        """The numbers of many texts."""
        digest, seed = xxhash.xxh3_64_intdigest, self.seed
        return np.array([digest(text.encode("utf-8", "surrogatepass"), seed) for text in texts], np.uint64)

    def key(self, kind: Kind, text: str) -> int:
        """The key of a text."""
        return mixed(kind, self.text(text))


def mixed(kind: Kind, number: int) -> int:
    """The key of a text whose number is known. A pair's is the sum of its words' numbers: their order is the same."""
    value = ((number + kind * STEP) * SPREAD) & MASK
    return value ^ (value >> SHIFT)


def house_number(number: int) -> int:
    """The number of a house number: another one than that of a postal code with the same figures."""
    return 3 * number & MASK


def mixed_all(kind: Kind, numbers: Hashes) -> Hashes:
    """The same for many."""
    with np.errstate(over="ignore"):
        values: Hashes = (numbers + np.uint64((kind * STEP) & MASK)) * np.uint64(SPREAD)
    return values ^ (values >> np.uint64(SHIFT))


def mixed_by(kinds: np.ndarray[Any, np.dtype[np.uint8]], numbers: Hashes) -> Hashes:
    """The same where each number has a kind of its own."""
    steps = np.array([(kind * STEP) & MASK for kind in range(max(Kind) + 1)], np.uint64)
    with np.errstate(over="ignore"):
        values: Hashes = (numbers + steps[kinds]) * np.uint64(SPREAD)
    return values ^ (values >> np.uint64(SHIFT))

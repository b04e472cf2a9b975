"""The index as it stands at one moment: the file that was built, and a small one of what has changed since.

Nothing in it changes: who reads keeps what it has while another snapshot is made. An account that changed is read from
the file of changes alone; what the first file says of it is passed over.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator
from functools import cached_property
from threading import Lock
from typing import Any, Generic, TypeVar

import numpy as np

from tools.directory.aliases import Aliases
from tools.directory.index.keys import Hashes, Kind, mixed
from tools.directory.index.record import Reading, stated
from tools.directory.index.sections import Damaged
from tools.directory.index.segment import Segment
from tools.directory.index.words import UNKNOWN, Word
from tools.directory.name import Name
from workflow.accounts import Account
from workflow.definition import AccountRule

LARGE = 10_000
"""An org of more accounts: there a word in a dozen names says nothing by itself, and many a name is made of nothing but
towns and common words."""

REMEMBERED = 8_000
"""Accounts that are kept as they were read, those last asked for; as many words."""

MOST_SPELT = 50
"""Words that are the same but for a letter each, at one place."""

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """What was made last, by key."""

    def __init__(self, make: Callable[[K], V], most: int = REMEMBERED) -> None:
        self._make, self._most = make, most
        self._kept: dict[K, V] = {}
        self._lock = Lock()

    def __call__(self, key: K) -> V:
        try:
            return self._kept[key]
        except KeyError:
            value = self._make(key)
            with self._lock:
                if len(self._kept) >= self._most:
                    # The half that was made first goes: cheaper than to keep account of every use.
                    for old in list(self._kept)[: self._most // 2]:
                        self._kept.pop(old, None)
                self._kept[key] = value
            return value


class Snapshot:
    """What a search reads. Threads may share it."""

    def __init__(self, base: Segment, changes: Segment | None = None) -> None:
        """Raises Damaged where the two do not belong together."""
        if changes is not None and changes.facts["seed"] != base.facts["seed"]:
            raise Damaged("the file of changes is of another index")
        self.base, self.changes = base, changes
        self.rule = AccountRule.model_validate(base.facts["rule"])
        self.reading = Reading(self.rule)
        self.hashing = base.hashing
        told: dict[str, Any] = changes.facts if changes else {}
        self.gone = frozenset(told.get("gone", ()))
        self.next_number = int(told.get("next_number", len(base.numbers)))
        self.left_out_since = frozenset(told.get("left_out_since", ()))
        self.back_since = frozenset(told.get("back_since", ()))
        self._passed_over = self.gone | frozenset(changes.numbers if changes else ())
        self.aliases = Aliases((short, tuple(run)) for short, run in base.facts["aliases"])
        self.code_lengths = frozenset(n for each in self._segments for n in each.facts["code_lengths"])
        self.usual = str(base.facts["usual"])  #: the kind that most accounts are; a few changes do not shift it
        self.named, self.streets = int(base.facts["named"]), int(base.facts["streets"])
        self.is_large = self.named > LARGE
        self.word = Kept(self._word, 4 * REMEMBERED)
        self.worth = Kept(self._worth, 4 * REMEMBERED)
        self.row = Kept(self._row, REMEMBERED // 4)
        self.account = Kept(self._account)
        self.names = Kept(self._names)
        self.towns = Kept(self._towns)

    def __len__(self) -> int:
        added = sum(number >= len(self.base.numbers) for number in self.changes.numbers) if self.changes else 0
        return len(self.base.numbers) + added - len(self.gone)

    @cached_property
    def _segments(self) -> tuple[Segment, ...]:
        return (self.base, self.changes) if self.changes else (self.base,)

    # -- postings ------------------------------------------------------------------------------------------------

    def numbers(self, key: int, most: int | None = None) -> list[int]:
        """The accounts of a key, the first `most` of them, ascending."""
        base = self.base.postings
        if not self._passed_over:
            return base.get(key, most)
        found = [number for number in base.get(key, most) if number not in self._passed_over]
        if most is not None and len(found) < most < base.count(key):
            found = [number for number in base.get(key) if number not in self._passed_over]
        if self.changes:
            found = sorted({*found, *self.changes.postings.get(key, most)})
        return found[:most] if most is not None else found

    def find(self, kind: Kind, text: str, most: int | None = None) -> list[int]:
        """The accounts of a text, as that kind of thing."""
        return self.numbers(mixed(kind, self.hashing.text(text)), most)

    def count(self, key: int) -> int:
        """How many accounts a key has, about: what changed since the base was built may be counted twice."""
        return sum(each.postings.count(key) for each in self._segments)

    def has(self, key: int, number: int) -> bool:
        """Whether a key leads to an account."""
        if number not in self._passed_over:
            return self.base.postings.has(key, number)
        return self.changes is not None and self.changes.postings.has(key, number)

    def may_have(self, keys: Hashes) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """False for keys that surely lead nowhere."""
        found = self.base.postings.may_have(keys)
        return found | self.changes.postings.may_have(keys) if self.changes else found

    def may_have_one(self, key: int) -> bool:
        """The same for one key."""
        return any(each.postings.may_have_one(key) for each in self._segments)

    # -- words ---------------------------------------------------------------------------------------------------

    def spelt(self, key: int) -> list[str]:
        """The words that are spelt so but for one letter; `key` is of the kind SPELLING."""
        return [
            each.spelt(number)
            for each in self._segments
            if each.spelling.may_have_one(key)
            for number in each.spelling.get(key, MOST_SPELT)
        ]

    def _word(self, text: str) -> Word:
        key = self.hashing.text(text)
        found = self.changes.words.get(key) if self.changes else None
        return found or self.base.words.get(key) or UNKNOWN

    def _worth(self, text: str) -> float:
        """Rarity of a word among the names: ln(1 + N / df). A town tells less than a name, a kind less still."""
        word = self.word(text)
        value = math.log(1 + self.named / (word.names or 1))
        return value * 0.6 if word.attribute else value

    # -- accounts ------------------------------------------------------------------------------------------------

    def number(self, record: str) -> int | None:
        """The number of a record id, or None."""
        return next(iter(self.find(Kind.ID, record, 1)), None)

    def all_numbers(self) -> Iterator[int]:
        """The accounts there are, ascending."""
        for number in self.base.numbers:
            if number not in self.gone:
                yield number
        if self.changes:
            yield from (number for number in self.changes.numbers if number >= len(self.base.numbers))

    def is_left_out(self, record: int) -> bool:
        """Whether the rule left out the account with this (hashed) record id."""
        if record in self.left_out_since or record in self.back_since:
            return record in self.left_out_since
        place = bisect_left(self.base.left_out, record)
        return place < len(self.base.left_out) and self.base.left_out[place] == record

    def left_out(self) -> set[int]:
        """The (hashed) record ids of the accounts that the rule leaves out."""
        return (set(self.base.left_out) | self.left_out_since) - self.back_since

    def contacts(self, number: int) -> list[dict[str, Any]]:
        """The contacts of an account."""
        segment, place = self._where(number)
        return list(segment.contacts(place))

    def lines_with(self, text: str) -> Iterator[tuple[int, str]]:
        """The accounts whose line for people's searches has a text, and that line."""
        for number, line in self.base.lines_with(text):
            if number not in self._passed_over:
                yield number, line
        if self.changes:
            yield from self.changes.lines_with(text)

    def _where(self, number: int) -> tuple[Segment, int]:
        for segment in reversed(self._segments):
            place = segment.place(number)
            if place is not None and number not in self.gone:
                return segment, place
        raise KeyError(number)

    def _row(self, number: int) -> dict[str, Any]:
        segment, place = self._where(number)
        return segment.row(place)

    def _account(self, number: int) -> Account:
        row = self.row(number)
        key, parent = row.get(self.rule.key), row.get(self.rule.parent)
        return Account(
            id=str(row["Id"]),
            key=str(key or ""),
            name=next(iter(stated(row, self.rule.recognise_by.name)), ""),
            parent=str(parent or ""),
            values=row,
        )

    def _names(self, number: int) -> tuple[Name, ...]:
        return self.reading.names(number, self.row(number))

    def _towns(self, number: int) -> frozenset[str]:
        return frozenset(self.reading.towns(self.row(number)))

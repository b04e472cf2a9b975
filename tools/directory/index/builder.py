"""Builds a file of the index: reads all records once, one after the other, then sorts what they said."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

import numpy as np

from tools.directory.aliases import learn as learn_aliases
from tools.directory.index import words
from tools.directory.index.crew import Crew
from tools.directory.index.gathered import Gathered
from tools.directory.index.harvest import gather_accounts, gather_contacts
from tools.directory.index.keys import Hashing
from tools.directory.index.learning import carry, learn, roots
from tools.directory.index.record import Reading, Row
from tools.directory.index.sections import Writer
from tools.directory.index.weaving import SHORTEST_SPELT, spellings, weave
from tools.directory.index.words import Flag, Learned, Words
from workflow.definition import AccountRule

Array = np.ndarray[Any, Any]
CHUNK = 4_000
"""Records that are worked on together."""

KINDS_FROM = 50_000
"""Records whose fields are looked through for what says what kind an account is: the first ones."""


class Builder:
    """One file: `accounts`, then `contacts`, then `finish`. Records pass through; what is kept of them are numbers."""

    def __init__(
        self, file: BinaryIO, rule: AccountRule, seed: int, base: Words | None = None, crew: Crew | None = None
    ) -> None:
        """`base`: the words of the file that this one adds to; without it the worth of words is learned anew. `crew`
        does the work on records. Raises ExpressionError for a `where` that cannot be read.
        """
        Reading(rule)
        self.rule, self.hashing = rule, Hashing(seed)
        self.gathered = Gathered(self.hashing)
        self._crew = crew or Crew()
        self._told = rule.model_dump_json()
        self._writer = Writer(file)
        self._base = base
        self._left_out = array("Q")
        self._contacts = 0

    def leave_out(self, records: Iterable[int]) -> None:
        """Notes accounts (by the numbers of their record ids) that the rule leaves out."""
        self._left_out.extend(records)

    def accounts(self, rows: Iterable[Row], numbers: Iterator[int]) -> None:
        """Writes the accounts that the rule wants; they get the numbers, which ascend.

        Raises InputError for one without an Id.
        """
        lines, ends, line_ends = bytearray(), _Ends(), _Ends()

        def jobs() -> Iterator[tuple[str, int, list[Row], bool]]:
            for at, some in enumerate(_chunks(rows)):
                yield self._told, self.hashing.seed, some, at * CHUNK < KINDS_FROM

        def pieces() -> Iterator[bytes]:
            for crop in self._crew.map(gather_accounts, jobs()):
                count = len(crop.columns["ids"])
                self.gathered.take(crop, np.fromiter(islice(numbers, count), np.int32, count))
                self._left_out.extend(crop.columns["left_out"].tolist())
                ends.add(crop.columns["row_lengths"])
                line_ends.add(crop.columns["line_lengths"])
                lines.extend(crop.lines)
                yield crop.rows

        add = self._writer.add
        self._writer.stream("rows", pieces())
        add("rows.starts", ends.starts())
        add("numbers", self.gathered.column("accounts").astype(np.int32))
        add("lines", bytes(lines))
        add("lines.starts", line_ends.starts())
        add("left_out", np.sort(np.array(self._left_out, np.uint64)))

    def contacts(self, rows: Iterable[Row]) -> None:
        """Writes the contacts of accounts that are there; others are passed over."""
        ids, numbers = self.gathered.column("ids"), self.gathered.column("accounts")
        order = np.argsort(ids)
        known = ids[order].data
        names, countries = list(self.gathered.countries), self.gathered.column("countries")
        owners: list[Array] = []
        ends = _Ends()

        def jobs() -> Iterator[tuple[str, int, list[Row], list[str]]]:
            for some in _chunks(rows):
                kept, places = [], []
                for row in some:
                    account = self.hashing.text(str(row.get("AccountId") or ""))
                    at = bisect_left(known, account)
                    if at < len(known) and known[at] == account:
                        kept.append(row)
                        places.append(int(order[at]))
                owners.append(np.array(places, np.int32))
                yield self._told, self.hashing.seed, kept, [names[country] for country in countries[places].tolist()]

        def pieces() -> Iterator[bytes]:
            for at, crop in enumerate(self._crew.map(gather_contacts, jobs())):
                self.gathered.post(crop, numbers[owners[at]])
                ends.add(crop.columns["row_lengths"])
                yield crop.rows

        self._writer.stream("contacts", pieces())
        owner = np.concatenate(owners) if owners else np.zeros(0, np.int32)
        counts = np.bincount(owner, minlength=len(ids))
        self._writer.add("contacts.starts", ends.starts())
        self._writer.add("contacts.order", np.argsort(owner, kind="stable").astype(np.uint32))
        self._writer.add("contacts.of", np.append(0, np.cumsum(counts)).astype(np.uint32))
        self._contacts = len(owner)

    def finish(self, facts: dict[str, Any]) -> None:
        """Learns, sorts and writes the rest. `facts` go into the file's own facts."""
        gathered = self.gathered
        gathered.sieve()
        learned = learn(gathered, self._roots()) if self._base is None else carry(gathered, self._base)
        hashes = self.hashing.texts(gathered.word_ids)
        weave(gathered, learned, hashes, whole=self._base is None)
        words.write(self._writer, hashes, learned)
        self._spellings(learned)
        told = {
            "rule": self.rule.model_dump(mode="json"),
            "seed": self.hashing.seed,
            "accounts": len(gathered.column("accounts")),
            "contacts": self._contacts,
            "left_out": len(self._left_out),
            "named": learned.size,
            "streets": len(np.unique(gathered.column("street_accounts"))),
            "code_lengths": sorted(gathered.code_lengths),
            "aliases": [] if self._base else self._aliases(learned),
            "usual": self._usual(),
        }
        pile = gathered.pile
        del self.gathered, gathered
        pile.write(self._writer, "postings")
        self._writer.finish({**told, **facts})

    def _usual(self) -> str:
        """The kind that more than half of the accounts are; empty where none is."""
        types = self.gathered.types
        kind, count = next(iter(types.most_common(1)), ("", 0))
        return kind if 2 * count > types.total() else ""

    def _roots(self) -> Array:
        ids, wanted = self.gathered.column("ids"), self.gathered.column("parents")
        order = np.argsort(ids)
        place = np.minimum(np.searchsorted(ids[order], wanted), max(0, len(ids) - 1))
        found = order[place] if len(ids) else place
        known = (wanted != 0) & (ids[found] == wanted) if len(ids) else np.zeros(0, bool)
        return roots(np.where(known, found, -1), self.gathered.column("groups"))

    def _spellings(self, learned: Learned) -> None:
        spelt = [
            word
            for word, flag in zip(self.gathered.word_ids, learned.flags.tolist(), strict=True)
            if flag & Flag.PROPER and len(word) >= SHORTEST_SPELT and word.isalpha()
        ]
        spellings(spelt, self.hashing).write(self._writer, "spelling")
        encoded = [word.encode() for word in spelt]
        self._writer.add("spelt.words", b"".join(encoded))
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        self._writer.add("spelt.starts", np.append(0, np.cumsum(lengths)).astype(np.uint32))

    def _aliases(self, learned: Learned) -> list[tuple[str, tuple[str, ...]]]:
        ids, flags, spelled = self.gathered.word_ids, learned.flags, self.gathered.spellings
        lacking = {word for each in spelled for word in each.lacking}
        towns = {word for word in lacking if word in ids and flags[ids[word]] & Flag.TOWN}
        return learn_aliases(spelled, towns, len(self.gathered.column("accounts")))


class _Ends:
    """Where pieces of text end that stand behind one another."""

    def __init__(self) -> None:
        self._lengths: list[Array] = []

    def add(self, lengths: Array) -> None:
        self._lengths.append(lengths)

    def starts(self) -> Array:
        """Where each begins, and where the last ends."""
        lengths = np.concatenate(self._lengths) if self._lengths else np.zeros(0, np.int64)
        return np.append(0, np.cumsum(lengths, dtype=np.int64)).astype(np.uint64)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    each = iter(rows)
    while some := list(islice(each, CHUNK)):
        yield some

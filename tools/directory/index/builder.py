"""Builds a file of the index: reads all records once, one after the other, then sorts what they said."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import numpy as np
import orjson

from tools.directory.aliases import learn as learn_aliases
from tools.directory.index import words
from tools.directory.index.harvest import Harvest
from tools.directory.index.keys import Hashing
from tools.directory.index.learning import carry, learn, roots
from tools.directory.index.record import Reading, Row, bare
from tools.directory.index.sections import Writer
from tools.directory.index.weaving import SHORTEST_SPELT, spellings, weave
from tools.directory.index.words import Flag, Learned, Words
from tools.directory.line import line
from workflow.definition import AccountRule

Array = np.ndarray[Any, Any]
AT_ONCE = 1 << 20
"""Bytes of records that are written together."""


class Builder:
    """One file: `accounts`, then `contacts`, then `finish`. Records pass through; what is kept of them are numbers."""

    def __init__(self, file: BinaryIO, rule: AccountRule, seed: int, base: Words | None = None) -> None:
        """`base`: the words of the file that this one adds to; without it the worth of words is learned anew."""
        self.reading = Reading(rule)
        self.hashing = Hashing(seed)
        self.harvest = Harvest(self.reading, self.hashing)
        self._writer = Writer(file)
        self._base = base
        by = rule.recognise_by
        self._fields = (*by.name, *by.code, *by.host, *by.phone, *by.town)
        self._left_out = array("Q")
        self._contacts = 0
        self._kinds: Counter[str] = Counter()

    def leave_out(self, records: Iterable[int]) -> None:
        """Notes accounts (by the numbers of their record ids) that the rule leaves out."""
        self._left_out.extend(records)

    def accounts(self, rows: Iterable[Row], numbers: Iterator[int]) -> None:
        """Writes the accounts that the rule wants; they get the numbers, which ascend.

        Raises InputError for one without an Id, ExpressionError for a `where` that cannot be read.
        """
        lines, starts = bytearray(), array("Q", [0])
        places = array("Q", [0])

        def pieces() -> Iterator[bytes]:
            for row in rows:
                if not self.reading.is_wanted(row):
                    self._left_out.append(self.hashing.text(str(row.get("Id") or "")))
                    continue
                name = self.harvest.account(next(numbers), row)
                self._kinds[str(row.get(self.reading.rule.kind) or "")] += 1
                data = orjson.dumps(bare(row))
                places.append(places[-1] + len(data))
                key = str(row.get(self.reading.rule.key) or "")
                lines.extend(line(name, key, row, self._fields))
                starts.append(len(lines))
                yield data

        add = self._writer.add
        self._writer.stream("rows", _gathered(pieces()))
        add("rows.starts", np.array(places, np.uint64))
        add("numbers", np.array(self.harvest.accounts, np.int32))
        add("lines", bytes(lines))
        add("lines.starts", np.array(starts, np.uint64))
        add("left_out", np.sort(np.array(self._left_out, np.uint64)))

    def contacts(self, rows: Iterable[Row]) -> None:
        """Writes the contacts of accounts that are there; others are passed over."""
        harvest = self.harvest
        ids = np.array(harvest.ids, np.uint64)
        order = np.argsort(ids)
        known = ids[order].data
        countries = list(harvest.country_names)
        owners, places = array("i"), array("Q", [0])

        def pieces() -> Iterator[bytes]:
            for row in rows:
                account = self.hashing.text(str(row.get("AccountId") or ""))
                at = bisect_left(known, account)
                if at == len(known) or known[at] != account:
                    continue
                place = int(order[at])
                harvest.contact(harvest.accounts[place], row, countries[harvest.countries[place]])
                data = orjson.dumps(bare(row))
                owners.append(place)
                places.append(places[-1] + len(data))
                yield data

        self._writer.stream("contacts", _gathered(pieces()))
        owner = np.array(owners, np.int32)
        counts = np.bincount(owner, minlength=len(ids))
        self._writer.add("contacts.starts", np.array(places, np.uint64))
        self._writer.add("contacts.order", np.argsort(owner, kind="stable").astype(np.uint32))
        self._writer.add("contacts.of", np.append(0, np.cumsum(counts)).astype(np.uint32))
        self._contacts = len(owner)

    def finish(self, facts: dict[str, Any]) -> None:
        """Learns, sorts and writes the rest. `facts` go into the file's own facts."""
        harvest = self.harvest
        harvest.finish()
        learned = learn(harvest, self._roots()) if self._base is None else carry(harvest, self._base)
        hashes = self.hashing.texts(harvest.word_ids)
        weave(harvest, learned, hashes)
        words.write(self._writer, hashes, learned)
        self._spellings(learned)
        aliases = [] if self._base else self._aliases(learned)
        harvest.pile.write(self._writer, "postings")
        told = {
            "rule": self.reading.rule.model_dump(mode="json"),
            "seed": self.hashing.seed,
            "accounts": len(harvest.accounts),
            "contacts": self._contacts,
            "left_out": len(self._left_out),
            "named": learned.size,
            "streets": int(np.unique(np.array(harvest.street_accounts)).size),
            "code_lengths": sorted(harvest.code_lengths),
            "aliases": aliases,
            "usual": self._usual(),
        }
        self._writer.finish({**told, **facts})

    def _usual(self) -> str:
        """The kind that more than half of the accounts are; empty where none is."""
        kind, count = next(iter(self._kinds.most_common(1)), ("", 0))
        return kind if 2 * count > self._kinds.total() else ""

    def _roots(self) -> Array:
        ids = np.array(self.harvest.ids, np.uint64)
        order = np.argsort(ids)
        wanted = np.array(self.harvest.parents, np.uint64)
        place = np.minimum(np.searchsorted(ids[order], wanted), max(0, len(ids) - 1))
        found = order[place] if len(ids) else place
        known = (wanted != 0) & (ids[found] == wanted) if len(ids) else np.zeros(0, bool)
        return roots(np.where(known, found, -1), np.array(self.harvest.groups, np.uint64))

    def _spellings(self, learned: Learned) -> None:
        spelt = [
            word
            for word, flag in zip(self.harvest.word_ids, learned.flags.tolist(), strict=True)
            if flag & Flag.PROPER and len(word) >= SHORTEST_SPELT and word.isalpha()
        ]
        spellings(spelt, self.hashing).write(self._writer, "spelling")
        encoded = [word.encode() for word in spelt]
        self._writer.add("spelt.words", b"".join(encoded))
        lengths = np.fromiter(map(len, encoded), np.int64, len(encoded))
        self._writer.add("spelt.starts", np.append(0, np.cumsum(lengths)).astype(np.uint32))

    def _aliases(self, learned: Learned) -> list[tuple[str, tuple[str, ...]]]:
        ids, flags = self.harvest.word_ids, learned.flags
        lacking = {word for each in self.harvest.spellings for word in each.lacking}
        towns = {word for word in lacking if word in ids and flags[ids[word]] & Flag.TOWN}
        return learn_aliases(self.harvest.spellings, towns, len(self.harvest.accounts))


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    pending = bytearray()
    for piece in pieces:
        pending += piece
        if len(pending) >= AT_ONCE:
            yield bytes(pending)
            pending.clear()
    yield bytes(pending)

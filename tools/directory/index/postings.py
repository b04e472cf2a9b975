"""Postings: key → numbers, sorted by key, in arrays that may lie in a mapped file; and a sieve for keys not there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

import numpy as np

from tools.directory.index.keys import Hashes
from tools.directory.index.sections import Sections, Writer

Numbers = np.ndarray[Any, np.dtype[np.int32]]

IN_BUCKET = 8
"""Postings that a bucket of the key's first bits holds on average."""

BITS = 8
"""Bits of the sieve for each posting, of which two are set: 5 of 100 absent keys pass."""

PARTS = 16
"""Stretches of the key space that are sorted one after the other, so that never all of them lie in memory twice."""


class Postings:
    """Where one section group `name` of a file holds them."""

    def __init__(self, sections: Sections, name: str) -> None:
        self._array: Hashes = sections.array(f"{name}.keys", np.uint64)
        self._keys = sections.view(f"{name}.keys").cast("Q")
        self._values = sections.view(f"{name}.values").cast("i")
        self._starts = sections.view(f"{name}.starts").cast("I")
        self._shift = 64 - (len(self._starts) - 1).bit_length() + 1
        self._bits = sections.view(f"{name}.sieve")
        self._sieve = sections.array(f"{name}.sieve", np.uint8)
        self._mask = len(self._sieve) * 8 - 1

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: int, most: int | None = None) -> list[int]:
        """The numbers of a key, ascending; the first `most` of them."""
        low, high = self._range(key)
        if most is not None and high - low > most:
            high = low + most
        found: list[int] = self._values[low:high].tolist()
        return found

    def count(self, key: int) -> int:
        """How many numbers a key has."""
        low, high = self._range(key)
        return high - low

    def has(self, key: int, number: int) -> bool:
        """Whether a key leads to that number."""
        low, high = self._range(key)
        place = bisect_left(self._values, number, low, high)
        return place < high and self._values[place] == number

    def may_have(self, keys: Hashes) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """False for keys that are surely not there."""
        first, second = keys & np.uint64(self._mask), (keys >> np.uint64(32)) & np.uint64(self._mask)
        sieve = self._sieve
        hit = (sieve[first >> np.uint64(3)] >> (first & np.uint64(7)).astype(np.uint8)) & 1
        hit &= (sieve[second >> np.uint64(3)] >> (second & np.uint64(7)).astype(np.uint8)) & 1
        found: np.ndarray[Any, np.dtype[np.bool_]] = hit.astype(np.bool_)
        return found

    def may_have_one(self, key: int) -> bool:
        """The same for one key."""
        first, second = key & self._mask, (key >> 32) & self._mask
        sieve = self._bits
        return bool((sieve[first >> 3] >> (first & 7)) & (sieve[second >> 3] >> (second & 7)) & 1)

    def _range(self, key: int) -> tuple[int, int]:
        bucket = key >> self._shift
        low, high = self._starts[bucket], self._starts[bucket + 1]
        low = bisect_left(self._keys, key, low, high)
        if low == high or self._keys[low] != key:
            return low, low
        return low, bisect_right(self._keys, key, low, high)


class Pile:
    """Postings before they are sorted: pieces, by the first bits of their keys."""

    def __init__(self) -> None:
        self._keys: list[list[Hashes]] = [[] for _ in range(PARTS)]
        self._values: list[list[Numbers]] = [[] for _ in range(PARTS)]
        self._sieved: list[Hashes] = []
        self.size = 0

    def add(self, keys: Hashes, values: Numbers) -> None:
        """Some postings, in any order."""
        part = (keys >> np.uint64(64 - PARTS.bit_length() + 1)).astype(np.uint8)
        order = np.argsort(part, kind="stable")
        cuts = np.searchsorted(part[order], np.arange(PARTS + 1))
        keys, values = keys[order], values[order]
        for number in range(PARTS):
            if cuts[number] < cuts[number + 1]:
                self._keys[number].append(keys[cuts[number] : cuts[number + 1]].copy())
                self._values[number].append(values[cuts[number] : cuts[number + 1]].copy())
        self.size += len(keys)

    def sieve(self, keys: Hashes) -> None:
        """Keys that the sieve shall let through, without postings."""
        self._sieved.append(keys)

    def write(self, writer: Writer, name: str) -> int:
        """Writes them sorted, each once, and leaves the pile empty; returns how many there are."""
        keys, values = self._sorted()
        count = len(keys)
        width = max(1, (count // IN_BUCKET).bit_length())
        buckets = np.arange((1 << width) + 1, dtype=np.float64)
        # The last bound, 2**64, is no number of 64 bits.
        bounds = (buckets[:-1].astype(np.uint64)) << np.uint64(64 - width)
        starts = np.append(np.searchsorted(keys, bounds), count).astype(np.uint32)
        writer.add(f"{name}.keys", keys)
        writer.add(f"{name}.values", values)
        writer.add(f"{name}.starts", starts)
        del values
        writer.add(f"{name}.sieve", _sieve([keys, *self._sieved]))
        return count

    def _sorted(self) -> tuple[Hashes, Numbers]:
        keys: Hashes = np.empty(self.size, np.uint64)
        values: Numbers = np.empty(self.size, np.int32)
        at = 0
        for number in range(PARTS):
            if not self._keys[number]:
                continue
            part, found = np.concatenate(self._keys[number]), np.concatenate(self._values[number])
            self._keys[number], self._values[number] = [], []
            order = np.lexsort((found, part))
            part, found = part[order], found[order]
            once = np.ones(len(part), np.bool_)
            once[1:] = (part[1:] != part[:-1]) | (found[1:] != found[:-1])
            part, found = part[once], found[once]
            keys[at : at + len(part)], values[at : at + len(part)] = part, found
            at += len(part)
        self.size = 0
        return keys[:at], values[:at]


def _sieve(pieces: list[Hashes]) -> np.ndarray[Any, np.dtype[np.uint8]]:
    bits = 1 << max(10, (BITS * sum(map(len, pieces)) - 1).bit_length())
    bits = min(bits, 1 << 29)
    marks = np.zeros(bits, np.bool_)
    mask = np.uint64(bits - 1)
    for keys in pieces:
        for start in range(0, len(keys), 1 << 20):
            some = keys[start : start + (1 << 20)]
            marks[some & mask] = True
            marks[(some >> np.uint64(32)) & mask] = True
    return np.packbits(marks, bitorder="little")

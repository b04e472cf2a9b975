"""The words of a file of the index, and what each is worth; looked up by the number of their text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from tools.directory.index.keys import Hashes
from tools.directory.index.sections import Sections, Writer

Array = np.ndarray[Any, Any]


class Flag:
    """What a word is among the org's names; bits."""

    NAME = 1  #: it stands in a name
    ATTRIBUTE = 2  #: it says a kind or a town, and tells no account
    TOWN = 4
    COMMON = 8  #: an attribute of several names that is no town
    HEAD = 16  #: a common word that names begin with
    TAIL = 32  #: a common word that names end with
    PROPER = 64  #: it tells accounts apart by itself, as a family name does
    SMALL = 128  #: it joins the parts of names, as 'of' does
    IN_ORDER = (1, 2, 4, 8, 16, 32, 64, 128)


@dataclass(frozen=True)
class Learned:
    """By number of the word: `names` and `streets`, the accounts in whose name or street it stands; `flags`."""

    size: int  #: accounts that have a name
    names: Array
    streets: Array
    flags: Array


class Word(NamedTuple):
    """A word of the org's names and streets. `names`, `streets`: accounts that have it there; the rest as `Flag`."""

    names: int = 0
    streets: int = 0
    flags: int = 0
    in_name: bool = False
    attribute: bool = False
    town: bool = False
    common: bool = False
    head: bool = False
    tail: bool = False
    proper: bool = False
    small: bool = False

    @classmethod
    def of(cls, names: int, streets: int, flags: int) -> Word:
        """A word with these flags."""
        return cls(names, streets, flags, *(bool(flags & flag) for flag in Flag.IN_ORDER))


UNKNOWN = Word()


class Words:
    """The words of one file."""

    def __init__(self, sections: Sections) -> None:
        self._keys = sections.view("words.keys").cast("Q")
        self._names = sections.view("words.names").cast("I")
        self._streets = sections.view("words.streets").cast("I")
        self._flags = sections.view("words.flags").cast("H")

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: int) -> Word | None:
        """The word whose text has this number."""
        place = bisect_left(self._keys, key)
        if place == len(self._keys) or self._keys[place] != key:
            return None
        return Word.of(self._names[place], self._streets[place], self._flags[place])


def write(writer: Writer, hashes: Hashes, learned: Learned) -> None:
    """Writes words; `hashes`: the numbers of their texts, in the order of `learned`."""
    order = np.argsort(hashes)
    columns: tuple[tuple[str, Array, Any], ...] = (
        ("names", learned.names, np.uint32),
        ("streets", learned.streets, np.uint32),
        ("flags", learned.flags, np.uint16),
    )
    writer.add("words.keys", hashes[order])
    for name, values, kind in columns:
        writer.add(f"words.{name}", values[order].astype(kind))

"""All that the records of an org said, put together piece by piece."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import numpy as np

from tools.directory.aliases import Spelled
from tools.directory.index.harvest import COLUMNS, Crop
from tools.directory.index.keys import Hashing, Kind, mixed_all
from tools.directory.index.postings import Pile

Array = np.ndarray[Any, Any]

WORDS = frozenset({"name_words", "town_words", "street_words"})
OWNERS = frozenset({"name_accounts", "form_accounts", "town_accounts", "street_accounts", "place_accounts"})
KEPT_ASIDE = frozenset({"values", "row_lengths", "line_lengths", "left_out"})
"""Columns that go elsewhere at once."""

MOST_SPELLINGS = 200_000


class Gathered:
    """`pile` holds the postings; `column` the flat arrays of the harvest, with the org's own numbers."""

    def __init__(self, hashing: Hashing) -> None:
        self.hashing = hashing
        self.pile = Pile()
        self.word_ids: dict[str, int] = {}
        self.names = 0
        self.small: set[str] = set()
        self.code_lengths: set[int] = set()
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.types: Counter[str] = Counter()
        self.spellings: Counter[Spelled] = Counter()
        self.countries: dict[str, int] = {}
        self._beginnings: set[str] = set()
        self._pieces: dict[str, list[Array]] = {name: [] for name in (*COLUMNS, "accounts") if name not in KEPT_ASIDE}

    def take(self, crop: Crop, numbers: Array) -> None:
        """Adds what some accounts said; `numbers`: those of the accounts, in their order."""
        ids, countries = self.word_ids, self.countries
        words = np.fromiter((ids.setdefault(word, len(ids)) for word in crop.words), np.int32, len(crop.words))
        nations = [countries.setdefault(country, len(countries)) for country in crop.countries]
        for name, pieces in self._pieces.items():
            column = numbers if name == "accounts" else crop.columns[name]
            if name in WORDS:
                column = words[column]
            elif name in OWNERS:
                column = numbers[column]
            elif name == "name_numbers":
                column = column + np.int32(self.names)
            elif name == "countries":
                column = np.array(nations, np.int32)[column]
            if len(column):
                pieces.append(column)
        self.names += crop.names
        self.small |= crop.small
        self.code_lengths |= crop.code_lengths
        self.types += crop.types
        for field, counted in crop.kinds.items():
            self.kinds[field].update(counted)
        self.spellings.update(crop.spellings)
        if len(self.spellings) > MOST_SPELLINGS:
            # What only one host says is no custom of an org as large as this.
            self.spellings = Counter({each: count for each, count in self.spellings.items() if count > 1})
        self._beginnings |= crop.beginnings
        self.post(crop, numbers)

    def post(self, crop: Crop, numbers: Array) -> None:
        """Adds postings; `numbers`: the accounts of the records, in their order."""
        self.pile.add(crop.columns["keys"], numbers[crop.columns["values"]])

    def sieve(self) -> None:
        """Lets the sieve through what names begin with."""
        self.pile.sieve(mixed_all(Kind.BEGINNING, self.hashing.texts(sorted(self._beginnings))))

    def column(self, name: str) -> Array:
        """One flat array, as a whole."""
        pieces = self._pieces[name]
        if len(pieces) != 1:
            kind = "u8" if COLUMNS.get(name) == "Q" else "i4"
            self._pieces[name] = pieces = [np.concatenate(pieces) if pieces else np.zeros(0, kind)]
        return pieces[0]

    def word(self, text: str) -> int:
        """The number of a word."""
        return self.word_ids.setdefault(text, len(self.word_ids))

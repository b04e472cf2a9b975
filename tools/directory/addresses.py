"""Addresses: a street with its number, as a record states it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from tools.directory.index.keys import MASK, Kind, house_number, mixed
from tools.directory.index.record import is_house, street_word
from tools.directory.index.snapshot import Kept, Snapshot
from tools.directory.index.weaving import COMMON_STREET, SHORTEST_SPELT
from tools.directory.passage import Passage

BEHIND, BEFORE = 3, 2
"""So far behind or before a house number the words of its street are looked for."""

NEAR_BEFORE, NEAR_BEHIND = 3, 14
"""So many tokens before and behind a house number its postal code and town are looked for."""

MANY = 300
"""Of a number in a street that more accounts have, those are looked at whose postal code or town stands near."""

MANY_HERE = 20
"""Accounts with one house number in one postal code whose streets are compared."""

ENDS_BEHIND, ENDS_BEFORE = re.compile(r"[\n\t;|:()]|,\s*$"), re.compile(r"[\n\t;|:()]")


class FoundAddress(NamedTuple):
    """A street with its number in a text. `confirmed`: accounts there whose postal code stands near; `silent`: those
    that state none, or all where none stands near; `others`: those that state another one."""

    start: int
    end: int
    confirmed: tuple[int, ...]
    silent: tuple[int, ...]
    others: tuple[int, ...]


class Addresses:
    """(house number, word of the street) → accounts; postal code → accounts."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        self.telling = Kept(self._telling)

    def find(self, passage: Passage) -> Iterator[FoundAddress]:
        """Streets with their numbers, in the order of the text."""
        tokens = passage.tokens
        for house, token in enumerate(tokens):
            if not is_house(token.text):
                continue
            places = self._accounts(passage, house)
            if not places:
                continue
            best = self._best(passage, places)
            stretch = [house, *places[best[0]]]
            start, end = tokens[min(stretch)].start, tokens[max(stretch)].end
            confirmed = self._confirmed(passage, house, best)
            silent = [n for n in best if n not in confirmed and not any(self._postal_codes(n))] if confirmed else best
            others = [number for number in best if number not in confirmed and number not in silent]
            yield FoundAddress(start, end, tuple(confirmed), tuple(silent), tuple(others))

    def _best(self, passage: Passage, places: Mapping[int, set[int]]) -> list[int]:
        """The accounts with most of the words that tell a street; of those that have none, with most words."""
        telling = {
            number: sum(self._tells(street_word(passage.tokens[at].text)) for at in found)
            for number, found in places.items()
        }
        most = max(telling.values())
        if most:
            return sorted(number for number, count in telling.items() if count == most)
        longest = max(map(len, places.values()))
        return sorted(number for number, found in places.items() if len(found) == longest)

    def _accounts(self, passage: Passage, house: int) -> dict[int, set[int]]:
        """The accounts with this house number → the places around it of words of their street.

        One word is enough only where it is the one that tells the street: 'road' is not.
        """
        index = self._index
        near: dict[int, set[int]] = defaultdict(set)
        told: set[int] = set()
        around = self._around(passage, house)
        number = house_number(int(passage.hashes[house])) if around else 0
        for at, word in around:
            if not index.word(word).streets:
                continue
            street = (number + index.hashing.text(word)) & MASK
            key = mixed(Kind.STREET, street)
            if not index.may_have_one(key):
                continue
            accounts = index.numbers(key, MANY + 1)
            if len(accounts) > MANY:
                accounts = sorted(self._with_place(Kind.STREET_IN, street, passage, house))
            for account in accounts:
                near[account].add(at)
            told.update(index.numbers(mixed(Kind.STREET_TOLD, street), MANY))
        found = {account: places for account, places in near.items() if len(places) > 1 or account in told}
        return found or self._misspelt(passage, house, number, around)

    def _misspelt(
        self, passage: Passage, house: int, number: int, around: Sequence[tuple[int, str]]
    ) -> dict[int, set[int]]:
        """The accounts with this house number and a postal code near it whose street differs by slips of the finger."""
        index = self._index
        long = [(at, word) for at, word in around if len(word) >= SHORTEST_SPELT]
        found: dict[int, set[int]] = defaultdict(set)
        for account in sorted(self._with_place(Kind.HOUSE_IN, number, passage, house))[:MANY_HERE] if long else ():
            _, street = index.reading.street(index.row(account))
            for at, word in long:
                if any(_slips(word, other) <= 2 for other in street if len(other) >= SHORTEST_SPELT):
                    found[account].add(at)
        return found

    def _with_place(self, kind: Kind, number: int, passage: Passage, house: int) -> set[int]:
        """The accounts of a number and one of the texts near a house number that may be a postal code or a town."""
        found: set[int] = set()
        for key in self._keys(kind, number, passage, house):
            found.update(self._index.numbers(key, MANY))
        return found

    def _keys(self, kind: Kind, number: int, passage: Passage, house: int) -> list[int]:
        low, high = max(0, house - NEAR_BEFORE), house + NEAR_BEHIND
        if kind is Kind.HOUSE_IN:
            # A postal code has figures in it: most house numbers have none near them.
            places = [place for at in range(low, min(high, len(passage))) for place in passage.codes.get(at, ())]
        else:
            places = [*passage.hashes[low:high].tolist(), *passage.pair_hashes[low:high].tolist()]
        keys = [mixed(kind, number + place) for place in dict.fromkeys(places)]
        return [key for key in keys if self._index.may_have_one(key)]

    def _postal_codes(self, number: int) -> Iterator[str]:
        return self._index.reading.postal_codes(self._index.row(number))

    def _confirmed(self, passage: Passage, house: int, accounts: Sequence[int]) -> list[int]:
        """Those whose postal code stands near."""
        index = self._index
        keys = self._keys(Kind.HOUSE_IN, house_number(int(passage.hashes[house])), passage, house)
        return [number for number in accounts if any(index.has(key, number) for key in keys)]

    @staticmethod
    def _around(passage: Passage, house: int) -> list[tuple[int, str]]:
        """The tokens beside a number, up to the end of its line or cell, that may be of its street; as looked up."""
        tokens, text = passage.tokens, passage.text
        found: list[tuple[int, str]] = []
        for step, reach, ends in ((1, BEHIND, ENDS_BEHIND), (-1, BEFORE, ENDS_BEFORE)):
            place = house
            for _ in range(reach):
                following = place + step
                if not 0 <= following < len(tokens):
                    break
                low, high = min(place, following), max(place, following)
                between = text[tokens[low].end : tokens[high].start]
                if between != " " and ends.search(between):
                    break
                word = street_word(tokens[following].text)
                if word:
                    found.append((following, word))
                place = following
        return found

    def _telling(self, number: int) -> str:
        """The word that tells an account's street from most others; empty where there is none."""
        word = self._index.word
        _, street = self._index.reading.street(self._index.row(number))
        rarest = min(street, key=lambda each: (word(each).streets, -len(each)), default="")
        return rarest if len(rarest) >= 4 and self._tells(rarest) else ""

    def _tells(self, word: str) -> bool:
        """Whether a word tells a street from most others, as 'road' does not."""
        frequency = self._index.word(word).streets
        return frequency <= 3 or frequency <= self._index.streets / COMMON_STREET


def _slips(word: str, other: str) -> int:
    from rapidfuzz.distance import DamerauLevenshtein

    return int(DamerauLevenshtein.distance(word, other))

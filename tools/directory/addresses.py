"""Addresses: a street with its number, as a record states it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from tools.directory.tokens import Token, words

BEHIND, BEFORE = 3, 2
"""So far behind or before a house number the words of its street are looked for."""

SHORTEST = 3
HOUSE = re.compile(r"\d+[a-z]?")


class AddressIndex:
    """(house number, telling word of the street) → accounts; postal code → accounts."""

    def __init__(self, streets: Iterable[tuple[str, int]], postal_codes: Iterable[tuple[str, int]]) -> None:
        self._streets: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._numbers: set[str] = set()
        self._telling: dict[int, str] = {}
        self._rarest: dict[int, str] = {}
        listed = [(words(street), number) for street, number in streets]
        frequency: dict[str, int] = defaultdict(int)
        for parts, _ in listed:
            for word in set(parts):
                frequency[word] += 1
        for parts, number in listed:
            numerals = [part for part in parts if HOUSE.fullmatch(part)]
            names = [part for part in parts if not HOUSE.fullmatch(part) and len(part) >= SHORTEST]
            if not names:
                continue
            # The rarest word tells the street; 'street' and 'road' are in every second one.
            telling = self._rarest[number] = min(names, key=lambda word: (frequency[word], -len(word)))
            if len(telling) >= 4 and not (frequency[telling] > 3 and frequency[telling] > len(listed) / 50):
                self._telling[number] = telling
            for numeral in numerals[:1]:
                self._numbers.add(numeral)
                for word in names:
                    if number not in self._streets[numeral, word][-1:]:
                        self._streets[numeral, word].append(number)
        self._postal: dict[str, list[int]] = defaultdict(list)
        for code, number in postal_codes:
            key = "".join(words(code))
            if len(key) >= 4 and number not in self._postal[key][-1:]:
                self._postal[key].append(number)

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int, tuple[int, ...], bool]]:
        """Places of streets with numbers: `(start, end, accounts, with the postal code near)`."""
        for index, token in enumerate(tokens):
            if token.text not in self._numbers:
                continue
            near: dict[int, set[int]] = defaultdict(set)
            for other in self._around(text, tokens, index):
                for number in self._streets.get((token.text, tokens[other].text), ()):
                    near[number].add(other)
            # One word is enough only where it is the one that tells the street: 'road' is not.
            scores = {
                number: places
                for number, places in near.items()
                if len(places) > 1 or any(tokens[place].text == self._rarest[number] for place in places)
            }
            if not scores:
                continue
            most = max(len(places) for places in scores.values())
            best = tuple(number for number, places in scores.items() if len(places) == most)
            places = [index, *scores[best[0]]]
            start, end = tokens[min(places)].start, tokens[max(places)].end
            zipped = self._postal_near(tokens, index)
            confirmed = tuple(number for number in best if number in zipped)
            yield start, end, confirmed or best, bool(confirmed)

    @staticmethod
    def _around(text: str, tokens: Sequence[Token], index: int) -> list[int]:
        """The tokens beside a number, up to the end of its line or cell."""
        found = []
        for step, reach in ((1, BEHIND), (-1, BEFORE)):
            place = index
            for _ in range(reach):
                following = place + step
                if not 0 <= following < len(tokens):
                    break
                low, high = min(place, following), max(place, following)
                if re.search(
                    r"[\n\t;|:()]|,\s*$" if step > 0 else r"[\n\t;|:()]", text[tokens[low].end : tokens[high].start]
                ):
                    break
                found.append(following)
                place = following
        return found

    def _postal_near(self, tokens: Sequence[Token], index: int) -> set[int]:
        found: set[int] = set()
        for other in range(max(0, index - 3), min(len(tokens), index + 14)):
            for length in (1, 2):
                key = "".join(token.text for token in tokens[other : other + length])
                found.update(self._postal.get(key, ()))
        return found

    def telling(self, number: int) -> str:
        """The word that tells an account's street from most others; empty where there is none."""
        return self._telling.get(number, "")

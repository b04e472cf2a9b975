"""Short words for a member of a known family: 'the Leeds office', 'our motorcycle branch'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tools.directory.addresses import Addresses
from tools.directory.families import Families
from tools.directory.gaps import Gap
from tools.directory.grammar import FUNCTION_WORDS
from tools.directory.index.snapshot import Snapshot
from tools.directory.name import initials
from tools.directory.passage import Passage
from tools.directory.tokens import words

WEIGHT = 0.3
"""Of such a word; a whole name has three times as much."""


class FoundRelative(NamedTuple):
    """Words that tell some members of a family from the others."""

    start: int
    end: int
    accounts: tuple[int, ...]
    weight: float


class Relatives:
    """The words that tell the members of one family apart."""

    def __init__(self, members: Sequence[int], index: Snapshot, families: Families, streets: Addresses) -> None:
        self.members = members
        self._telling: dict[str, set[int]] = defaultdict(set)
        aliases = index.aliases
        cores = {number: next((name.core for name in index.names(number)), ()) for number in members}
        shared = set.intersection(*(set(core) for core in cores.values())) if cores else set()
        for number, core in cores.items():
            lacking = [word for word in core if word not in shared]
            for word in lacking:
                self._tell(word, number)
                for spelling in aliases.spellings((word,)):
                    self._tell(spelling, number)
            for begin in range(len(lacking)):
                for end in range(begin + 2, len(lacking) + 1):
                    run = tuple(lacking[begin:end])
                    short = initials(run)
                    if len(short) >= 3 or short in aliases:
                        self._tell(short, number)
                    for spelling in aliases.spellings(run):
                        self._tell(spelling, number)
            # A town or street means the member there, never the head office of the whole.
            if not families.is_parent(number):
                for word in (*index.towns(number), *words(streets.telling(number))):
                    self._tell(word, number)
        self._telling = {w: found for w, found in self._telling.items() if len(found) < len(members)}

    def _tell(self, word: str, number: int) -> None:
        if word not in FUNCTION_WORDS and len(word) > 1 and not word.isdigit():
            self._telling[word].add(number)

    def __bool__(self) -> bool:
        return bool(self._telling)

    def search(self, passage: Passage, taken: set[int]) -> Iterable[FoundRelative]:
        """Such words in a stretch of tokens; neighbours that agree are one."""
        tokens = passage.tokens
        at = 0
        while at < len(tokens):
            if at in taken or not self._tells(passage, at):
                at += 1
                continue
            accounts, last, place = set(self._telling[tokens[at].text]), at, at
            while place + 1 < len(tokens) and place + 1 not in taken and place - last < 2:
                place += 1
                if passage.gap(place - 1) is Gap.HARD:
                    break
                common = accounts & self._telling.get(tokens[place].text, set())
                if common:
                    accounts, last = common, place
                elif tokens[place].text not in FUNCTION_WORDS:
                    break
            if not self._is_thing(passage, at, last):
                weight = WEIGHT if last == at else 1.5 * WEIGHT
                yield FoundRelative(tokens[at].start, tokens[last].end, tuple(sorted(accounts)), weight)
            at = last + 1

    def _tells(self, passage: Passage, at: int) -> bool:
        token = passage.tokens[at]
        if token.text not in self._telling:
            return False
        return passage.plain_case or not passage.text[token.start].islower()

    def _is_thing(self, passage: Passage, first: int, last: int) -> bool:
        """Whether the words name a product or a person rather than a place: a year before, a model or name behind."""
        tokens = passage.tokens
        if first and tokens[first - 1].text.isdigit() and passage.gap(first - 1) is Gap.NONE:
            return True
        if last + 1 < len(tokens):
            if passage.gap(last) is not Gap.NONE or tokens[last + 1].text in self._telling:
                return False
            return any(map(str.isdigit, passage.written(last + 1)))
        return False

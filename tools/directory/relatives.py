"""Short words for a member of a known family: 'the Leeds office', 'our motorcycle branch'."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tools.directory.aliases import initials
from tools.directory.gaps import Gap, gap
from tools.directory.grammar import FUNCTION_WORDS
from tools.directory.names import NameIndex
from tools.directory.tokens import Token, words

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

    def __init__(
        self,
        members: Sequence[int],
        heads: frozenset[int],
        index: NameIndex,
        cores: Sequence[tuple[str, ...]],
        street: Callable[[int], str],
    ) -> None:
        """`heads`: members that others stand below; `cores`: account number → name words; `street`: account number →
        the word that tells its street, or ''.
        """
        self.members = members
        self._telling: dict[str, set[int]] = defaultdict(set)
        shared = set.intersection(*(set(cores[number]) for number in members)) if members else set()
        for number in members:
            lacking = [word for word in cores[number] if word not in shared]
            for word in lacking:
                self._tell(word, number)
                for spelling in index.aliases.spellings((word,)):
                    self._tell(spelling, number)
            for begin in range(len(lacking)):
                for end in range(begin + 2, len(lacking) + 1):
                    run = tuple(lacking[begin:end])
                    short = initials(run)
                    if len(short) >= 3 or short in index.aliases:
                        self._tell(short, number)
                    for spelling in index.aliases.spellings(run):
                        self._tell(spelling, number)
            # A town or street means the member there, never the head office of the whole.
            for word in () if number in heads else (*index.towns[number], *words(street(number))):
                self._tell(word, number)
        self._telling = {w: found for w, found in self._telling.items() if len(found) < len(members)}

    def _tell(self, word: str, number: int) -> None:
        if word not in FUNCTION_WORDS and len(word) > 1 and not word.isdigit():
            self._telling[word].add(number)

    def __bool__(self) -> bool:
        return bool(self._telling)

    def search(self, text: str, tokens: Sequence[Token], taken: set[int], plain_case: bool) -> Iterable[FoundRelative]:
        """Such words in a stretch of tokens; neighbours that agree are one."""
        at = 0
        while at < len(tokens):
            if at in taken or not self._tells(text, tokens, at, plain_case):
                at += 1
                continue
            accounts, last, place = set(self._telling[tokens[at].text]), at, at
            while place + 1 < len(tokens) and place + 1 not in taken and place - last < 2:
                place += 1
                between = gap(text, tokens[place - 1].end, tokens[place].start)
                if between is Gap.HARD:
                    break
                common = accounts & self._telling.get(tokens[place].text, set())
                if common:
                    accounts, last = common, place
                elif tokens[place].text not in FUNCTION_WORDS:
                    break
            if not self._is_thing(text, tokens, at, last):
                weight = WEIGHT if last == at else 1.5 * WEIGHT
                yield FoundRelative(tokens[at].start, tokens[last].end, tuple(sorted(accounts)), weight)
            at = last + 1

    def _tells(self, text: str, tokens: Sequence[Token], at: int, plain_case: bool) -> bool:
        token = tokens[at]
        if token.text not in self._telling:
            return False
        return plain_case or not text[token.start].islower()

    def _is_thing(self, text: str, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether the words name a product or a person rather than a place: a year before, a model or name behind."""
        if (
            first
            and tokens[first - 1].text.isdigit()
            and gap(text, tokens[first - 1].end, tokens[first].start) is Gap.NONE
        ):
            return True
        if last + 1 < len(tokens):
            behind = tokens[last + 1]
            written = text[behind.start : behind.end]
            if gap(text, tokens[last].end, behind.start) is not Gap.NONE or behind.text in self._telling:
                return False
            return any(c.isdigit() for c in written)
        return False

"""A stretch of text as words with their worth, and what stands between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from tools.directory.gaps import Gap, gap
from tools.directory.index.keys import Hashes
from tools.directory.index.snapshot import Snapshot
from tools.directory.index.words import Word
from tools.directory.tokens import Token

JOINING = re.compile(r"\s?[-–—/:)]\s?\(?\s?")


class Passage:
    """The tokens of one stretch. `words[i]` is the worth of token `i`."""

    def __init__(self, index: Snapshot, text: str, tokens: Sequence[Token], plain_case: bool) -> None:
        """`plain_case`: the text hardly uses capitals, so that a name without one counts as much."""
        self.text, self.tokens, self.plain_case = text, tokens, plain_case
        self.words: list[Word] = [index.word(token.text) for token in tokens]
        self._index = index
        self.starts = [token.start for token in tokens]
        self.small = frozenset(token.text for token in tokens if text[token.start].islower())
        self._gaps: list[Gap | None] = [None] * len(tokens)

    @cached_property
    def hashes(self) -> Hashes:
        """The numbers of the tokens' texts."""
        return self._index.hashing.texts(token.text for token in self.tokens)

    @cached_property
    def pair_hashes(self) -> Hashes:
        """The numbers of the texts of two neighbours, joined: a postal code may be written in two parts."""
        texts = [token.text for token in self.tokens]
        return self._index.hashing.texts(one + other for one, other in pairwise(texts))

    @cached_property
    def codes(self) -> dict[int, list[int]]:
        """Token → the numbers of what may be a postal code there: it has figures, and is written in one part or two."""
        texts = [token.text for token in self.tokens]
        found: dict[int, list[int]] = {}
        for at, text in enumerate(texts):
            both = text + texts[at + 1] if at + 1 < len(texts) else ""
            kept = [each for each in (text, both) if 4 <= len(each) <= 12 and not each.isalpha()]
            if kept:
                found[at] = [self._index.hashing.text(each) for each in kept]
        return found

    def __len__(self) -> int:
        return len(self.tokens)

    def gap(self, at: int) -> Gap:
        """What stands between token `at` and the next."""
        found = self._gaps[at]
        if found is None:
            found = self._gaps[at] = gap(self.text, self.tokens[at].end, self.tokens[at + 1].start)
        return found

    def joins(self, at: int) -> bool:
        """Whether what stands between token `at` and the next may stand inside a name: 'Maple - North (Annex) / B'."""
        between = self.text[self.tokens[at].end : self.tokens[at + 1].start]
        return JOINING.fullmatch(between) is not None

    def is_capital(self, at: int) -> bool:
        """Whether token `at` begins with a capital."""
        return self.text[self.tokens[at].start].isupper()

    def written(self, at: int) -> str:
        """Token `at` as it stands in the text."""
        token = self.tokens[at]
        return self.text[token.start : token.end]

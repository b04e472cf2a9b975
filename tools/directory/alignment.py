"""One name laid beside a text at a word that both share: how much of it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from tools.directory.aliases import Aliases, abbreviates, initials
from tools.directory.gaps import Gap, gap
from tools.directory.spelling import LONG, SHORTEST
from tools.directory.tokens import Token
from tools.directory.vocabulary import Name, Vocabulary

MOST_SKIPPED = 2
"""Small words ('of', 'in', 'de') that may stand between two words of a name."""


@dataclass(slots=True)
class Alignment:
    """A name at a place: tokens `[first, last]`, what it covers, and what speaks against it."""

    name: Name
    first: int
    last: int
    used: int = 1  #: words of the text that belong to the name
    coverage: float = 0.0  #: share of the name's worth that stands there
    town: bool = False  #: the account's town stands beside it
    town_at: int = -1  #: the last token of that town, where it stands behind the name
    against: int = 0  #: words beside it that belong to other names
    misspelt: bool = False
    shortened: bool = False  #: through initials or another spelling


class Aligner:
    """Lays names beside one stretch of tokens."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        aliases: Aliases,
        towns: Sequence[frozenset[str]],
        text: str,
        tokens: Sequence[Token],
    ) -> None:
        """`towns`: account number → words of its town."""
        self.vocabulary, self.aliases, self.towns = vocabulary, aliases, towns
        self.text, self.tokens = text, tokens
        self.blocked: set[int] = set()
        self.small = frozenset(token.text for token in tokens if text[token.start].islower())

    def align(self, name: Name, at: int, word: str) -> Alignment:
        """The name around token `at`, which is (or is meant for) its word `word`."""
        found = Alignment(name, at, at, misspelt=self.tokens[at].text != word)
        left = list(name.core)
        left.remove(word)
        for step in (1, -1):
            self._walk(found, left, at, step)
        total = sum(self.vocabulary.worth(each) for each in name.core)
        lacking = sum(self.vocabulary.worth(each) for each in left)
        found.coverage = (total - lacking) / total if total else 0.0
        return found

    def _walk(self, found: Alignment, left: list[str], at: int, step: int) -> None:
        """Takes words of the name from the text in one direction until something else stands there."""
        towns = self.towns[found.name.account]
        skipped, place = 0, at
        while True:
            following = place + step
            if not 0 <= following < len(self.tokens) or following in self.blocked:
                return
            low, high = min(place, following), max(place, following)
            between = gap(self.text, self.tokens[low].end, self.tokens[high].start)
            if between is Gap.HARD:
                return
            token = self.tokens[following].text
            if between is Gap.NONE and self._take(found, left, following):
                found.used += 1
            elif token in towns and (step > 0 or (between is Gap.NONE and not skipped)):
                found.town, found.town_at = True, max(found.town_at, following)
                skipped, place = 0, following
                continue
            elif skipped < MOST_SKIPPED and token in self.vocabulary.small and token not in self.aliases:
                skipped, place = skipped + 1, following
                continue
            else:
                if (between is Gap.NONE and not skipped) or token in self.vocabulary.towns:
                    found.against += self._belongs_elsewhere(token, left)
                return
            skipped, place = 0, following
            if following > found.last or following < found.first:
                found.first, found.last = min(found.first, following), max(found.last, following)

    def _take(self, found: Alignment, left: list[str], at: int) -> bool:
        token = self.tokens[at].text
        if token in left:
            left.remove(token)
            return True
        for run in self.aliases.of(token):
            if all(word in left for word in run):
                for word in run:
                    left.remove(word)
                found.shortened = True
                return True
        written = self.text[self.tokens[at].start : self.tokens[at].end]
        if 2 <= len(token) <= 6 and (written.isupper() or len(token) >= 4):
            for begin in range(len(left)):
                run = tuple(left[begin : begin + len(token)])
                if len(run) == len(token) and initials(run) == token:
                    del left[begin : begin + len(token)]
                    found.shortened = True
                    return True
        for word in left:
            if word in self.vocabulary.attributes:
                if len(token) >= 3 and len(token) <= 0.6 * len(word) and abbreviates(token, word):
                    left.remove(word)
                    found.shortened = True
                    return True
            elif len(token) >= SHORTEST and len(word) >= SHORTEST:
                slips = 2 if min(len(token), len(word)) >= LONG else 1
                if token not in self.vocabulary.frequency and DamerauLevenshtein.distance(token, word) <= slips:
                    left.remove(word)
                    found.misspelt = True
                    return True
        return False

    def _belongs_elsewhere(self, token: str, left: Sequence[str]) -> bool:
        """Whether a word beside the name is one that tells another account: another kind, or another town."""
        if token in self.vocabulary.towns:
            return True
        return (token in self.vocabulary.attributes or token in self.aliases) and token not in left

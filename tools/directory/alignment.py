"""One name laid beside a text at a word that both share: how much of it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from tools.directory.aliases import abbreviates
from tools.directory.gaps import Gap
from tools.directory.index.snapshot import Snapshot
from tools.directory.index.weaving import SHORTEST_SPELT
from tools.directory.name import Name, initials
from tools.directory.passage import Passage
from tools.directory.spelling import LONG

WITHOUT_STOP, WITH_STOP = 0.6, 0.8

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
    """Lays names beside one passage."""

    def __init__(self, index: Snapshot, passage: Passage, blocked: set[int]) -> None:
        """`blocked`: indices of tokens that belong to something else, such as a host."""
        self.index, self.passage, self.blocked = index, passage, blocked
        self.tokens, self.small = passage.tokens, passage.small
        self._laid: dict[tuple[int, int], Alignment] = {}

    def align(self, name: Name, at: int, word: str) -> Alignment:
        """The name around token `at`, which is (or is meant for) its word `word`."""
        known = self._laid.get((id(name), at))
        if known is not None:
            return known
        found = Alignment(name, at, at, misspelt=self.tokens[at].text != word)
        left = list(name.core)
        left.remove(word)
        for step in (1, -1):
            self._walk(found, left, at, step)
        total = sum(map(self.index.worth, name.core))
        lacking = sum(map(self.index.worth, left))
        found.coverage = (total - lacking) / total if total else 0.0
        if not found.misspelt:
            # Laid around another of its words there, it would be the same.
            for place in range(found.first, found.last + 1):
                if self.tokens[place].text in name.core:
                    self._laid[id(name), place] = found
        return found

    def _walk(self, found: Alignment, left: list[str], at: int, step: int) -> None:
        """Takes words of the name from the text in one direction until something else stands there."""
        towns = self.index.towns(found.name.account)
        words, aliases = self.passage.words, self.index.aliases
        skipped, place = 0, at
        while True:
            following = place + step
            if not 0 <= following < len(self.tokens) or following in self.blocked:
                return
            between = self.passage.gap(min(place, following))
            if between is Gap.HARD:
                return
            token = self.tokens[following].text
            if between is Gap.NONE and self._take(found, left, following):
                found.used += 1
            elif token in towns and (step > 0 or (between is Gap.NONE and not skipped)):
                found.town, found.town_at = True, max(found.town_at, following)
                skipped, place = 0, following
                continue
            elif skipped < MOST_SKIPPED and words[following].small and token not in aliases:
                skipped, place = skipped + 1, following
                continue
            else:
                if (between is Gap.NONE and not skipped) or words[following].town:
                    found.against += self._belongs_elsewhere(following, left)
                return
            skipped, place = 0, following
            if following > found.last or following < found.first:
                found.first, found.last = min(found.first, following), max(found.last, following)

    def _take(self, found: Alignment, left: list[str], at: int) -> bool:
        token = self.tokens[at].text
        if token in left:
            left.remove(token)
            return True
        for run in self.index.aliases.of(token):
            if all(word in left for word in run):
                for word in run:
                    left.remove(word)
                found.shortened = True
                return True
        written = self.passage.written(at)
        if 2 <= len(token) <= 6 and (written.isupper() or len(token) >= 4):
            for begin in range(len(left)):
                run = tuple(left[begin : begin + len(token)])
                if len(run) == len(token) and initials(run) == token:
                    del left[begin : begin + len(token)]
                    found.shortened = True
                    return True
        for word in left:
            if self.index.word(word).attribute:
                if len(token) >= 3 and len(token) <= self._shortest(at) * len(word) and abbreviates(token, word):
                    left.remove(word)
                    found.shortened = True
                    return True
                if not self.index.word(word).town:
                    continue
            if len(token) >= SHORTEST_SPELT and len(word) >= SHORTEST_SPELT:
                slips = 2 if min(len(token), len(word)) >= LONG else 1
                if not self.passage.words[at].in_name and DamerauLevenshtein.distance(token, word) <= slips:
                    left.remove(word)
                    found.misspelt = True
                    return True
        return False

    def _shortest(self, at: int) -> float:
        """What share of a word's letters its abbreviation may have: more where a full stop says that it is one."""
        end = self.tokens[at].end
        return WITH_STOP if self.passage.text[end : end + 1] == "." else WITHOUT_STOP

    def _belongs_elsewhere(self, at: int, left: Sequence[str]) -> bool:
        """Whether a word beside the name is one that tells another account: another kind, or another town."""
        token, word = self.tokens[at].text, self.passage.words[at]
        return word.town or ((word.attribute or token in self.index.aliases) and token not in left)

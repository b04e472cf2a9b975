"""Names: where the org's account names stand in a text, whole, shortened, misspelt or in part."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from tools.directory.alignment import Aligner, Alignment
from tools.directory.gaps import Gap
from tools.directory.index.keys import Kind
from tools.directory.index.snapshot import Kept, Snapshot
from tools.directory.index.weaving import SHORTEST_ALONE
from tools.directory.index.words import Word
from tools.directory.likely import Likely
from tools.directory.name import Name
from tools.directory.passage import Passage
from tools.directory.spelling import near
from tools.directory.tokens import is_unspaced
from tools.directory.wholes import Whole, Wholes, town_behind

FEW, FEW_SMALL = 60, 12
"""Of a word in more names than this (of one written small, or in a large org: than the second), only those are laid
beside the text that have another word of it, or their town, near."""

ALIGNED, ALIGNED_A_WORD, ALIGNED_AT_MOST = 300, 5, 20_000
"""Names that are laid beside one stretch of text, how many more for each of its words, and how many at all: a large org
cannot make it slow, nor can a text that says one word ten thousand times."""

MISSPELT_AS = 8
"""Words that one unknown word may have been meant for."""

SMALL = {1: 0.3, 2: 0.55}
"""What is left of a whole name of so many words that is written small where the text else uses capitals."""

ELSEWHERE = 0.6
"""What is left of a whole name where another town than the account's stands behind it."""

FULL = 0.98
NEAR = 5
"""At most so many names that a shorter one is part of are kept as weaker readings."""


@dataclass(slots=True)
class FoundName:
    """A name in a text: characters `[start, end)`, and for each account that it may be how strongly."""

    start: int
    end: int
    reach: int = 0  #: where the town behind it ends, which belongs to it without being part of the name
    weights: dict[int, float] = field(default_factory=dict)
    exact: set[int] = field(default_factory=set)
    family: bool = False  #: only the name that a whole family shares
    of: int = 0  #: accounts that have that very name, where `exact` are not all of them
    known: frozenset[int] = frozenset()  #: those of `exact` that something else speaks for as well

    def share(self, number: int) -> float:
        """The weight of an account: several that have that very name share it."""
        weight = self.weights[number]
        if number in self.known:
            return weight / len(self.known)
        return weight / max(self.of, len(self.exact)) if number in self.exact else weight


class _Anchor(NamedTuple):
    """A word of the text, and the names to be laid around it."""

    at: int
    names: list[tuple[Name, str]]  #: with the word of theirs that stands there, or that is meant
    strong: bool  #: another word of theirs stands near
    meant: bool = False  #: the word of the text is another one, misspelt


Ranked = tuple[tuple[float, ...], int, int, FoundName]


class Names:
    """The org's names, for search in texts."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        self._wholes = Wholes(index)
        self._near = Kept(partial(near, index))
        self._large = index.is_large
        self._few = FEW_SMALL if self._large else FEW

    def search(self, passage: Passage, taken: set[int], known: Collection[int] = ()) -> list[FoundName]:
        """The names in a passage, in order and not overlapping.

        `taken`: indices of tokens inside hosts and addresses; `known`: accounts that something else speaks for.
        """
        found: list[Ranked] = []
        told: set[int] = set()
        for whole in self._wholes.find(passage, taken, known):
            hit = self._weighed(whole, passage)
            if hit.weights:
                found.append(((whole.last - whole.first + 1.0, 1.0), whole.first, whole.last, hit))
            if self._large and whole.last > whole.first and whole.is_closed(passage):
                told.update(range(whole.first, whole.last + 1))
        aligner = Aligner(self._index, passage, taken)
        affordable = min(ALIGNED_AT_MOST, ALIGNED + ALIGNED_A_WORD * len(passage))
        for anchor in _affordable(self._anchors(passage, taken | told, known), affordable):
            laid = [aligner.align(name, anchor.at, word) for name, word in anchor.names]
            if not passage.words[anchor.at].proper and not anchor.meant:
                laid = [each for each in laid if _stands_alone(each, passage)]
            found.extend(self._best(aligner, anchor.at, laid, passage))
        return _apart(found)

    def _weighed(self, whole: Whole, passage: Passage) -> FoundName:
        first, last = passage.tokens[whole.first], passage.tokens[whole.last]
        hit = FoundName(first.start, last.end, of=whole.of, known=whole.known)
        written, length = passage.text[hit.start : hit.end], whole.last - whole.first + 1
        capital = any(c.isupper() for c in written) or not any(c.islower() for c in written)
        for name in whole.names:
            proper = len(name.core) == 1 or any(self._is_proper(word) for word in name.core)
            weight = 0.9
            if length == 1 and not is_unspaced(name.core[0]):
                weight = 0.75 if len(written) >= 7 else 0.5
            if not proper:
                weight = min(weight, 0.8)
            if not capital:
                weight *= 0.9 if passage.plain_case and length > 1 else SMALL.get(length, 0.65)
            hit.weights[name.account] = max(weight, hit.weights.get(name.account, 0.0))
            hit.exact.add(name.account)
        self._locate(hit, whole, passage)
        return hit

    def _locate(self, hit: FoundName, whole: Whole, passage: Passage) -> None:
        """Weighs the accounts of a whole name by the town behind it: 'Northwind Trading in Ulm'."""
        town = town_behind(passage, whole.last)
        if town is None:
            return
        word = passage.tokens[town].text
        if any(word in name.core for name in whole.names):
            return
        here = {number for number in hit.weights if word in self._index.towns(number)}
        for number, weight in hit.weights.items():
            if number in here:
                hit.weights[number] = min(0.95, weight + 0.05)
            elif self._index.towns(number):
                hit.weights[number] = weight * ELSEWHERE
        if here:
            hit.exact, hit.of, hit.reach = here, 0, passage.tokens[town].end

    def _anchors(self, passage: Passage, taken: set[int], known: Collection[int]) -> list[_Anchor]:
        likely = Likely(self._index, passage, taken)
        found = []
        for at, word in enumerate(passage.words):
            if at in taken:
                continue
            capital = passage.plain_case or passage.is_capital(at)
            if word.proper:
                anchor = self._around(passage, likely, at, known)
            elif word.in_name and self._tells_in_pairs(word, len(passage.tokens[at].text), capital):
                anchor = _Anchor(at, self._with(likely.surely_beside(at), passage.tokens[at].text), True)
            elif capital and not word.in_name:
                anchor = self._meant(passage, likely, at)
            else:
                continue
            if anchor.names:
                found.append(anchor)
        return found

    def _tells_in_pairs(self, word: Word, letters: int, capital: bool) -> bool:
        """Whether a word that tells nothing by itself is looked up together with the words beside it."""
        if word.small:
            return False
        return capital if self._large else letters <= SHORTEST_ALONE and not word.attribute

    def _around(self, passage: Passage, likely: Likely, at: int, known: Collection[int]) -> _Anchor:
        """The names with a word; of very many only those with another word or the town nearby."""
        index, word = self._index, passage.tokens[at].text
        capital = passage.plain_case or passage.is_capital(at) or is_unspaced(word)
        few = self._few if capital else FEW_SMALL
        numbers = index.find(Kind.WORD, word, few + 1)
        strong = len(numbers) > few
        if strong:
            key = index.hashing.key(Kind.WORD, word)
            numbers = [*likely.beside(at), *(each for each in known if index.has(key, each))]
            if not numbers and capital:
                strong, numbers = False, index.find(Kind.LEAD, word, self._few + 1)
                numbers = numbers if len(numbers) <= self._few else []
        return _Anchor(at, self._with(dict.fromkeys(numbers), word), strong)

    def _meant(self, passage: Passage, likely: Likely, at: int) -> _Anchor:
        """The names with a word that an unknown one may have been meant for."""
        index, names = self._index, []
        for word in self._near(passage.tokens[at].text)[:MISSPELT_AS]:
            numbers = index.find(Kind.WORD, word, FEW_SMALL + 1)
            if len(numbers) > FEW_SMALL:
                numbers = likely.instead(at, word)
            names.extend(self._with(numbers, word))
        return _Anchor(at, names, False, meant=True)

    def _with(self, numbers: Collection[int], word: str) -> list[tuple[Name, str]]:
        return [(name, word) for number in numbers for name in self._index.names(number) if word in name.core]

    def _best(self, aligner: Aligner, at: int, laid: list[Alignment], passage: Passage) -> list[Ranked]:
        """The best reading around one word, and those as good."""
        tokens, word = passage.tokens, passage.tokens[at].text
        laid = [each for each in laid if each.used > 1 or not each.misspelt]
        if not laid:
            return []
        best = max(laid, key=_merit)
        equal = [each for each in laid if _merit(each) >= (_merit(best)[0], _merit(best)[1] - _tolerance(best))]
        if best.used == 1:
            equal = [each for each in laid if each.town == best.town and each.against == best.against]
        start, reach = tokens[best.first].start, tokens[max(best.last, best.town_at)].end
        hit = FoundName(start, tokens[best.last].end, reach)
        written = passage.text[hit.start : hit.end]
        capital = passage.plain_case or any(c.isupper() for c in written) or is_unspaced(word)
        alone = best.used == 1 and len(best.name.core) > 1 and not best.town
        accounts = {each.name.account for each in equal}
        if alone:
            if not capital or is_unspaced(word) or not self._leads(best.name, word):
                return []
            hit.family = len(accounts) > 1
            weight = (0.5 if len(word) >= 5 else 0.3) if not hit.family else 0.3 / len(accounts)
            weight /= sum(self._is_proper(each) for each in best.name.core)
            hit.weights = dict.fromkeys(accounts, weight * (0.4 if best.against else 1))
            return [((1.0, 0.0), best.first, best.last, hit)]
        for each in equal:
            hit.weights[each.name.account] = self._share(aligner, each) * _weight(each, capital) / len(accounts)
            if each.coverage >= FULL and not each.misspelt:
                hit.exact.add(each.name.account)
        for each in sorted(laid, key=_merit, reverse=True)[:NEAR]:
            if each.name.account not in hit.weights and each.used >= best.used and each.against <= best.against:
                hit.weights[each.name.account] = (
                    0.3 * self._share(aligner, each) * _weight(each, capital) / len(accounts)
                )
        return [((best.used + 0.5 * best.town, best.coverage), best.first, max(best.last, best.town_at), hit)]

    def _share(self, aligner: Aligner, each: Alignment) -> float:
        """Less where the word that a name is known by is missing: 'Trading Co' of 'Northwind Trading Co'."""
        if each.coverage >= FULL or each.misspelt:
            return 1.0
        here = aligner.tokens[each.first : each.last + 1]
        if any(self._leads(each.name, token.text) for token in here):
            return 1.0
        # Words that the text writes small elsewhere are ordinary ones: 'trading partners'.
        telling = [token.text for token in here if self._is_proper(token.text)]
        return 1.0 if len(telling) > 1 and not aligner.small.intersection(telling) else 0.6

    def _is_proper(self, word: str) -> bool:
        return self._index.word(word).proper

    def _leads(self, name: Name, word: str) -> bool:
        """Whether a word is the first of a name that tells it: 'Northwind' of 'Northwind Trading Partners'."""
        return next((each for each in name.core if self._is_proper(each)), "") == word


def _affordable(anchors: list[_Anchor], most: int) -> list[_Anchor]:
    """As many as may be laid beside the text, the surest first, in the order of the text."""
    if sum(len(anchor.names) for anchor in anchors) <= most:
        return anchors
    kept = []
    for anchor in sorted(anchors, key=lambda each: (not each.strong, len(each.names))):
        most -= len(anchor.names)
        if most < 0:
            break
        kept.append(anchor)
    return sorted(kept, key=lambda each: each.at)


def _stands_alone(each: Alignment, passage: Passage) -> bool:
    """Whether no unknown word with a capital is beside a name that is made of common words: it would tell another."""
    for beside, between in ((each.first - 1, each.first - 1), (each.last + 1, each.last)):
        if 0 <= beside < len(passage) and passage.gap(between) is Gap.NONE:
            word = passage.words[beside]
            if passage.is_capital(beside) and not (word.in_name or word.town or word.small):
                return False
    return True


def _merit(each: Alignment) -> tuple[float, float]:
    """What makes one reading better than another: more words used, none against it; then more of the name covered."""
    return each.used + 0.5 * each.town - each.against, each.coverage


def _tolerance(best: Alignment) -> float:
    """How much less of a name may be covered to fit as well: of whole names nothing, of parts of names a little."""
    return 0.02 if best.coverage >= FULL else 0.2


def _weight(each: Alignment, capital: bool) -> float:
    weight = 0.9 if each.coverage >= FULL else 0.3 + 0.55 * each.coverage
    if each.town:
        weight = min(0.95, weight + 0.1)
    if each.misspelt:
        weight *= 0.85
    if each.against:
        weight *= 0.4
    return weight if capital else weight * 0.6


def _apart(found: list[tuple[tuple[float, ...], int, int, FoundName]]) -> list[FoundName]:
    """The best of those that overlap; equal ones at the same place are one hit."""
    kept: list[tuple[int, FoundName, float]] = []
    occupied: dict[int, int] = {}
    for merit, first, last, hit in sorted(found, key=lambda each: (each[0], each[2] - each[1]), reverse=True):
        over = {occupied[at] for at in range(first, last + 1) if at in occupied}
        if not over:
            occupied.update(dict.fromkeys(range(first, last + 1), len(kept)))
            kept.append((first, hit, merit[0]))
        elif len(over) == 1 and not hit.family:
            _, better, most = kept[over.pop()]
            # A reading as long as the better one: the weaker names that it offers stay possible.
            for account, weight in hit.weights.items() if merit[0] > most - 1 else ():
                better.weights.setdefault(account, min(weight, 0.3))
    return [hit for _, hit, _ in sorted(kept, key=lambda each: each[0])]

"""Names: where the org's account names stand in a text, whole, shortened, misspelt or in part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tools.directory.aliases import Aliases, initials
from tools.directory.alignment import Aligner, Alignment
from tools.directory.gaps import Gap, gap
from tools.directory.hosts import HostIndex
from tools.directory.spelling import Spelling
from tools.directory.tokens import Token, is_unspaced
from tools.directory.vocabulary import Name, Vocabulary

LONGEST = 10
"""Words of a text that are tried together as one whole name."""

LONGEST_UNSPACED = 24
"""The same in scripts where each character is a token."""

HOST_NAME_FROM = 7
"""A host's name of fewer letters is too like an ordinary word."""

MANY, NEARBY = 200, 8
"""Of a word in more names than this, only those are tried that share a second word within so many words."""

MOST_TRIED = 5000
"""Places of one stretch around which names are laid: a text that repeats one word cannot make it slow."""

SMALL = {1: 0.3, 2: 0.55}
"""What is left of a whole name of so many words that is written small where the text else uses capitals."""

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


class NameIndex:
    """The org's names, for search in texts."""

    def __init__(
        self,
        names: Sequence[Name],
        vocabulary: Vocabulary,
        hosts: HostIndex,
        towns: Sequence[frozenset[str]],
        labels: Iterable[tuple[str, int]],
    ) -> None:
        """`towns`: account number → words of its town; `labels`: (host name, account number)."""
        self.vocabulary = vocabulary
        self.towns = towns
        cores = {name.account: name.core for name in reversed(names)}
        self.aliases = Aliases(
            ((label, cores[number]) for label, number in labels if number in cores), vocabulary.towns
        )
        self._hosts = hosts
        self._whole: dict[str, list[Name]] = defaultdict(list)
        self._initials: dict[str, list[Name]] = defaultdict(list)
        self._postings: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            for form in name.forms:
                self._whole[form].append(name)
            if len(name.core) >= 3:
                self._initials[initials(name.core)].append(name)
            for word in set(name.core):
                if vocabulary.is_proper(word):
                    self._postings[word].append(name)
        self._spelling = Spelling(self._postings)
        keys = list(self._whole) + [key for key in hosts.labels if len(key) >= HOST_NAME_FROM]
        self._beginnings = frozenset(key[:3] for key in keys) | frozenset(key[:2] for key in keys)

    def search(self, text: str, tokens: Sequence[Token], taken: set[int], plain_case: bool) -> list[FoundName]:
        """The names in a stretch of tokens, in order and not overlapping.

        `taken`: indices of tokens inside hosts and addresses. `plain_case`: the text hardly uses capitals, so that
        a name without one counts as much.
        """
        aligner = Aligner(self.vocabulary, self.aliases, self.towns, text, tokens)
        aligner.blocked = taken
        found: list[tuple[tuple[float, ...], int, int, FoundName]] = []
        for first, last, names in self._wholes(text, tokens, taken):
            hit = FoundName(tokens[first].start, tokens[last].end)
            for name in names:
                self._weigh_whole(hit, name, last - first + 1, text, plain_case)
            if hit.weights:
                found.append(((last - first + 1.0, 1.0), first, last, hit))
        tried = 0
        for at, token in enumerate(tokens):
            if at in taken or tried >= MOST_TRIED:
                continue
            laid = self._anchored(aligner, at, token, text, plain_case)
            tried += bool(laid)
            found.extend(laid)
        return _apart(found)

    def _wholes(self, text: str, tokens: Sequence[Token], taken: set[int]) -> Iterable[tuple[int, int, list[Name]]]:
        """Stretches of tokens that are a whole name, or the name of a host, or the initials of a long name."""
        for first, token in enumerate(tokens):
            if first in taken:
                continue
            written = text[token.start : token.end]
            if 3 <= len(token.text) <= 8 and written.isupper() and token.text in self._initials:
                names = self._initials[token.text]
                if len(names) == 1 and token.text not in self.aliases and token.text not in self.vocabulary.frequency:
                    yield first, first, names
            if token.text[:3] not in self._beginnings and token.text[:2] not in self._beginnings:
                continue
            best: tuple[int, list[Name]] | None = None
            joined = ""
            longest = LONGEST_UNSPACED if is_unspaced(token.text) else LONGEST
            for last in range(first, min(len(tokens), first + longest)):
                if last in taken:
                    break
                if last > first and gap(text, tokens[last - 1].end, tokens[last].start) is Gap.HARD:
                    break
                joined += tokens[last].text
                names = self._whole.get(joined) or self._by_host(joined, last - first)
                if names:
                    best = last, names
            if best is not None:
                yield first, best[0], best[1]

    def _by_host(self, joined: str, more: int) -> list[Name]:
        if len(joined) < HOST_NAME_FROM or (not more and len(joined) < HOST_NAME_FROM + 2):
            return []
        return [Name(number, joined) for number in self._hosts.named(joined)]

    def _weigh_whole(self, hit: FoundName, name: Name, length: int, text: str, plain_case: bool) -> None:
        written = text[hit.start : hit.end]
        capital = any(c.isupper() for c in written) or not any(c.islower() for c in written)
        proper = any(self.vocabulary.is_proper(word) for word in name.core) or len(name.core) == 1
        weight = 0.9
        if length == 1 and not is_unspaced(name.core[0]):
            weight = 0.75 if len(written) >= 7 else 0.5
        if not proper:
            weight = min(weight, 0.8)
        if not capital:
            weight *= 0.9 if plain_case and length > 1 else SMALL.get(length, 0.65)
        hit.weights[name.account] = max(weight, hit.weights.get(name.account, 0.0))
        hit.exact.add(name.account)

    def _anchored(
        self, aligner: Aligner, at: int, token: Token, text: str, plain_case: bool
    ) -> list[tuple[tuple[float, ...], int, int, FoundName]]:
        """Names around one word that tells accounts apart."""
        words: tuple[str, ...] = (token.text,) if token.text in self._postings else ()
        if not words and token.text not in self.vocabulary.frequency and (plain_case or text[token.start].isupper()):
            words = self._spelling.near(token.text)[:2]
        laid = [aligner.align(name, at, word) for word in words for name in self._likely(word, aligner.tokens, at)]
        laid = [each for each in laid if each.used > 1 or not each.misspelt]
        if not laid:
            return []
        best = max(laid, key=_merit)
        equal = [each for each in laid if _merit(each) >= (_merit(best)[0], _merit(best)[1] - _tolerance(best))]
        if best.used == 1:
            equal = [each for each in laid if each.town == best.town and each.against == best.against]
        start, reach = aligner.tokens[best.first].start, aligner.tokens[max(best.last, best.town_at)].end
        hit = FoundName(start, aligner.tokens[best.last].end, reach)
        capital = plain_case or any(c.isupper() for c in text[hit.start : hit.end]) or is_unspaced(token.text)
        alone = best.used == 1 and len(best.name.core) > 1 and not best.town
        accounts = {each.name.account for each in equal}
        if alone:
            if not capital or is_unspaced(token.text) or not self._leads(best.name, token.text):
                return []
            hit.family = len(accounts) > 1
            weight = (0.5 if len(token.text) >= 5 else 0.3) if not hit.family else 0.3 / len(accounts)
            weight /= sum(self.vocabulary.is_proper(word) for word in best.name.core)
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

    def _likely(self, word: str, tokens: Sequence[Token], at: int) -> list[Name]:
        """The names with a word; of very many only those with another word or the town nearby."""
        names = self._postings[word]
        if len(names) <= MANY:
            return names
        near = {token.text for token in tokens[max(0, at - NEARBY) : at + NEARBY + 1]} - {word}
        return [name for name in names if not near.isdisjoint(name.core) or near & self.towns[name.account]][:MANY]

    def _share(self, aligner: Aligner, each: Alignment) -> float:
        """Less where the word that a name is known by is missing: 'Trading Co' of 'Northwind Trading Co'."""
        if each.coverage >= FULL or each.misspelt:
            return 1.0
        here = aligner.tokens[each.first : each.last + 1]
        if any(self._leads(each.name, token.text) for token in here):
            return 1.0
        # Words that the text writes small elsewhere are ordinary ones: 'trading partners'.
        telling = [token.text for token in here if self.vocabulary.is_proper(token.text)]
        return 1.0 if len(telling) > 1 and not aligner.small.intersection(telling) else 0.6

    def _leads(self, name: Name, word: str) -> bool:
        """Whether a word is the first of a name that tells it: 'Northwind' of 'Northwind Trading Partners'."""
        return next((each for each in name.core if self.vocabulary.is_proper(each)), "") == word


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

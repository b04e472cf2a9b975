"""What looks like an account and is in no record: a name or a host made as the org's own are made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tools.directory.gaps import Gap, gap
from tools.directory.grammar import FUNCTION_WORDS
from tools.directory.hosts import FoundHost, label
from tools.directory.tokens import Token
from tools.directory.vocabulary import Vocabulary

SHORTEST = 3
"""Letters that a name must have beside the common word."""

MOST_UNKNOWN = 3
"""Words of a name that nobody knows."""


class FoundUnlisted(NamedTuple):
    """A name or host that no account has. `weight`: how much it looks like an account's (0 to 1)."""

    start: int
    end: int
    text: str
    host: bool
    weight: float


def unlisted_hosts(found: Iterable[FoundHost], vocabulary: Vocabulary) -> Iterable[FoundUnlisted]:
    """Websites that no account has, and whether they are called as the org's accounts are."""
    for each in found:
        name = label(each.host)
        shaped = any(
            len(name) - len(word) >= SHORTEST
            and len(word) >= SHORTEST
            and (name.endswith(word) or name.startswith(word))
            for word in vocabulary.common
        )
        weight = 0.6 if shaped else 0.2
        yield FoundUnlisted(each.start, each.end, each.host, True, weight)


def unlisted_names(
    text: str, tokens: Sequence[Token], taken: set[int], vocabulary: Vocabulary, hosts: Iterable[str], plain_case: bool
) -> Iterable[FoundUnlisted]:
    """Capitalised words beside a common word of the org's names, in the org's order. `hosts`: unknown ones seen."""
    names = {label(host) for host in hosts}
    lowered = {t.text for t in tokens if text[t.start].islower()}
    for at, token in enumerate(tokens):
        if at in taken or (not text[token.start].isupper() and not plain_case):
            continue
        if token.text not in vocabulary.common:
            continue
        for step, typical in ((-1, vocabulary.tails), (1, vocabulary.heads)):
            run = _unknown(text, tokens, at, step, taken, vocabulary, lowered)
            if not run:
                continue
            first, last = min(at, *run), max(at, *run)
            if step < 0:
                last = _more(text, tokens, last, vocabulary, taken)
            joined = "".join(t.text for t in tokens[first : last + 1])
            confirmed = joined in names or "".join(tokens[i].text for i in run) in names
            if (plain_case or token.text not in typical) and not confirmed:
                continue
            weight = 0.85 if confirmed else _likely(text, tokens, first, last)
            if weight:
                yield FoundUnlisted(
                    tokens[first].start, tokens[last].end, text[tokens[first].start : tokens[last].end], False, weight
                )


def _unknown(
    text: str, tokens: Sequence[Token], at: int, step: int, taken: set[int], vocabulary: Vocabulary, lowered: set[str]
) -> list[int]:
    """Indices of the capitalised words beside a common one that no name of the org has."""
    run: list[int] = []
    place = at
    while len(run) < MOST_UNKNOWN:
        following = place + step
        if not 0 <= following < len(tokens) or following in taken:
            break
        low, high = min(place, following), max(place, following)
        token = tokens[following]
        if gap(text, tokens[low].end, tokens[high].start) is not Gap.NONE or not text[token.start].isupper():
            break
        if token.text in vocabulary.frequency or token.text in FUNCTION_WORDS or token.text in lowered:
            break
        if len(token.text) < SHORTEST or not token.text.isalpha():
            break
        run.append(following)
        place = following
    return run


def _more(text: str, tokens: Sequence[Token], last: int, vocabulary: Vocabulary, taken: set[int]) -> int:
    """Further common words behind the first: 'Lakes Hotel' may go on 'and Spa'."""
    while last + 1 < len(tokens) and last + 1 not in taken:
        token = tokens[last + 1]
        if gap(text, tokens[last].end, token.start) is not Gap.NONE or token.text not in vocabulary.common:
            break
        if not text[token.start].isupper():
            break
        last += 1
    return last


def _likely(text: str, tokens: Sequence[Token], first: int, last: int) -> float:
    """How much a name without other proof looks like one: no number before, no model or person behind."""
    if first and tokens[first - 1].text.isdigit() and gap(text, tokens[first - 1].end, tokens[first].start) is Gap.NONE:
        return 0.0
    if last + 1 < len(tokens) and gap(text, tokens[last].end, tokens[last + 1].start) is Gap.NONE:
        behind = text[tokens[last + 1].start : tokens[last + 1].end]
        if behind[0].isupper() or any(c.isdigit() for c in behind):
            return 0.0
    begins = not first or gap(text, tokens[first - 1].end, tokens[first].start) is Gap.HARD
    return 0.4 if begins else 0.5

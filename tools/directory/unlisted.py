"""What looks like an account and is in no record: a name or a host made as the org's own are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tools.directory.gaps import Gap
from tools.directory.grammar import FUNCTION_WORDS
from tools.directory.hosts import FoundHost, label
from tools.directory.index.snapshot import Snapshot
from tools.directory.passage import Passage

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


def unlisted_hosts(found: Iterable[FoundHost], index: Snapshot) -> Iterable[FoundUnlisted]:
    """Websites that no account has, and whether they are called as the org's accounts are."""
    for each in found:
        name = label(each.host)
        cuts = range(SHORTEST, len(name) - SHORTEST + 1)
        shaped = any(index.word(name[:at]).common or index.word(name[at:]).common for at in cuts)
        yield FoundUnlisted(each.start, each.end, each.host, True, 0.6 if shaped else 0.2)


def unlisted_names(passage: Passage, taken: set[int], index: Snapshot, hosts: Iterable[str]) -> Iterable[FoundUnlisted]:
    """Capitalised words beside a common word of the org's names, in the org's order. `hosts`: unknown ones seen."""
    names = {label(host) for host in hosts}
    tokens, plain_case = passage.tokens, passage.plain_case
    for at, word in enumerate(passage.words):
        if not word.common or at in taken or (not plain_case and not passage.is_capital(at)):
            continue
        for step, typical in ((-1, word.tail), (1, word.head)):
            run = _unknown(passage, at, step, taken)
            if not run:
                continue
            first, last = min(at, *run), max(at, *run)
            if step < 0:
                last = _more(passage, last, taken)
            joined = "".join(token.text for token in tokens[first : last + 1])
            confirmed = joined in names or "".join(tokens[i].text for i in run) in names
            if (plain_case or not typical) and not confirmed:
                continue
            weight = 0.85 if confirmed else _likely(passage, first, last)
            if weight:
                start, end = tokens[first].start, tokens[last].end
                yield FoundUnlisted(start, end, passage.text[start:end], False, weight)


def _unknown(passage: Passage, at: int, step: int, taken: set[int]) -> list[int]:
    """Indices of the capitalised words beside a common one that no name of the org has."""
    run: list[int] = []
    place = at
    while len(run) < MOST_UNKNOWN:
        following = place + step
        if not 0 <= following < len(passage) or following in taken:
            break
        token = passage.tokens[following].text
        if passage.gap(min(place, following)) is not Gap.NONE or not passage.is_capital(following):
            break
        if passage.words[following].in_name or token in FUNCTION_WORDS or token in passage.small:
            break
        if len(token) < SHORTEST or not token.isalpha():
            break
        run.append(following)
        place = following
    return run


def _more(passage: Passage, last: int, taken: set[int]) -> int:
    """Further common words behind the first: 'Lakes Hotel' may go on 'and Spa'."""
    while last + 1 < len(passage) and last + 1 not in taken:
        if passage.gap(last) is not Gap.NONE or not passage.words[last + 1].common:
            break
        if not passage.is_capital(last + 1):
            break
        last += 1
    return last


def _likely(passage: Passage, first: int, last: int) -> float:
    """How much a name without other proof looks like one: no number before, no model or person behind."""
    if first and passage.tokens[first - 1].text.isdigit() and passage.gap(first - 1) is Gap.NONE:
        return 0.0
    if last + 1 < len(passage) and passage.gap(last) is Gap.NONE:
        behind = passage.written(last + 1)
        if behind[0].isupper() or any(map(str.isdigit, behind)):
            return 0.0
    begins = not first or passage.gap(first - 1) is Gap.HARD
    return 0.4 if begins else 0.5

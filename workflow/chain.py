"""The chain of hashes of a trace: each hop sealed to the one before, and what is wrong where it does not hold.

A hop's content (its reason and detail) is sealed under a salt of its own, so that it can be taken away without a trace
of it (a hash of few possible words tells them) while the chain still holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from workflow.document import Frozen
from workflow.identifiers import canonical
from workflow.trace import Hop

ERASED = "(erased)"
"""What stands in the place of a reason that was taken away."""

FlawKind = Literal["changed", "missing", "reordered", "added"]


class Link(Frozen):
    """A hop where it stands in the chain of its run. `erased`: when its content was taken away; then without salt."""

    run: str
    n: int  #: its place, from 1
    hop: Hop
    salt: str
    seal: str
    previous: str  #: hash of the hop before; empty for the first
    hash: str
    erased: str = ""


class Rest(Frozen):
    """How a run stood when it came to rest, as the journal keeps it: so many hops, the last with this hash."""

    at: str
    hops: int
    head: str


class Flaw(Frozen):
    """One thing that is wrong with a chain. `n`: the place of the hop, from 1; None for the run as a whole."""

    kind: FlawKind
    n: int | None
    words: str


def sealed(salt: str, reason: str, detail: str) -> str:
    """SHA-256 over a hop's content under its salt; `detail` as canonical JSON."""
    return _sha(canonical([salt, reason, detail]))


def linked(run: str, n: int, previous: str, hop: Hop, seal: str) -> str:
    """SHA-256 over where a hop stands, the hash before it, what it was, and the seal of its content."""
    place = [run, n, hop.id, hop.step, hop.kind, hop.case, hop.status, hop.at, hop.took_ms]
    return _sha(canonical([previous, place, seal]))


def noted(previous: str, n: int, kind: str, run: str, at: str, detail: str) -> str:
    """SHA-256 of an entry of the journal; `detail` as canonical JSON."""
    return _sha(canonical([previous, n, kind, run, at, detail]))


def follows(hash_: str, run: str, n: int, previous: str, hop: Hop, seal: str) -> bool:
    """Whether a hash is that of the hop at that place."""
    return hash_ == linked(run, n, previous, hop, seal)


def examine(
    run: str,
    links: Sequence[Link],
    head: tuple[int, str] | None = None,
    rests: Sequence[Rest] = (),
    erasures: Collection[int] = (),
) -> list[Flaw]:
    """All that is wrong with the chain of a run, first hop first; nothing where it holds.

    `links` by their place; `head` is what the store keeps of the last hop; `rests` what the journal has of the run;
    `erasures` the places whose content the journal knows to be erased.
    """
    flaws: list[Flaw] = []
    sound: dict[int, bool] = {}
    expected, previous = 1, ""
    for link in links:
        if link.n > expected:
            flaws.append(_missing(expected, link.n - 1))
        elif link.n < expected:
            flaws.append(Flaw(kind="added", n=link.n, words=f"two hops stand at {link.n}: one of them was added"))
        wrong = _own(run, link, len(links), erasures)
        sound[link.n] = wrong is None
        if wrong is not None:
            flaws.append(wrong)
        elif link.n == expected and link.previous != previous and sound.get(link.n - 1, True):
            before = link.n - 1
            told = (
                f"hop {link.n} ({link.hop.id}) was written after another hop than that which stands before it: "
                f"hop {before} was changed and given a new hash, or put in"
            )
            flaws.append(Flaw(kind="changed", n=max(before, 1), words=told if before else _first(link)))
        expected, previous = link.n + 1, link.hash
    return flaws + _ends(links, head, rests)


def _own(run: str, link: Link, most: int, erasures: Collection[int]) -> Flaw | None:
    """What is wrong with a hop by itself."""
    name = f"hop {link.n} ({link.hop.id})"
    if not follows(link.hash, run, link.n, link.previous, link.hop, link.seal):
        places = (n for n in range(1, most + 2) if n != link.n)
        stood = next((n for n in places if follows(link.hash, run, n, link.previous, link.hop, link.seal)), None)
        if stood is not None:
            return Flaw(kind="reordered", n=link.n, words=f"{name} was moved: it was written as hop {stood}")
        return Flaw(kind="changed", n=link.n, words=f"{name} was changed after it was written, or added")
    if link.erased:
        if link.n in erasures:
            return None
        return Flaw(kind="changed", n=link.n, words=f"the content of {name} was taken away, and no erasure tells of it")
    if link.seal != sealed(link.salt, link.hop.reason, canonical(link.hop.detail)):
        return Flaw(kind="changed", n=link.n, words=f"the content of {name} was changed after it was written")
    return None


def _first(link: Link) -> str:
    return f"hop 1 ({link.hop.id}) was written after another hop, which is missing"


def _missing(first: int, last: int) -> Flaw:
    told = f"hop {first} is missing" if first == last else f"hops {first} to {last} are missing"
    return Flaw(kind="missing", n=first, words=told)


def _ends(links: Sequence[Link], head: tuple[int, str] | None, rests: Sequence[Rest]) -> list[Flaw]:
    """What the store and the journal know of the chain's end, against what stands there."""
    hashes: Mapping[int, str] = {link.n: link.hash for link in links}
    last = max(hashes, default=0)
    if head is None and links:
        return [Flaw(kind="added", n=1, words="the store keeps no head of this chain: its hops were added")]
    known = [(head[0], head[1], "the store's head of the chain")] if head else []
    known += [(rest.hops, rest.head, f"the journal (it came to rest at {rest.at})") for rest in rests]
    flaws: list[Flaw] = []
    most = max((hops for hops, _, _ in known), default=0)
    if most > last:
        flaws.append(_missing(last + 1, most))
    if head is not None and last > head[0]:
        flaws.append(Flaw(kind="added", n=head[0] + 1, words=f"hop {head[0] + 1} and what follows were added"))
    for hops, hash_, where in known:
        if hops in hashes and hashes[hops] != hash_:
            told = f"hop {hops} is not the one that {where} knows: the chain was written anew"
            flaws.append(Flaw(kind="changed", n=hops, words=told))
    return flaws


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

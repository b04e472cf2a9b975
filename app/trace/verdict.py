"""Whether the trace of a run, or of all runs of a store, is as it was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.store import Run, Store
from tools.store.runs import AT_REST, as_sealed
from workflow.errors import InputError

MOST = 20
"""Flaws that are told one by one."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check, in words; `broken_at`: the number of the hop (from 1) where that is known."""

    broken: bool
    words: str
    broken_at: int | None = None


def check(store: Store, run: str) -> Verdict:
    """Follows the chain of a run from the first hop to the last that the store and its journal know of."""
    flaws, at, hops = _of_run(store, run)
    if flaws:
        said = f"the trace of run {run} is broken:"
        told = f"{said} {flaws[0]}" if len(flaws) == 1 else "\n  ".join((said, *_some(flaws)))
        return Verdict(True, told, at)
    head = store.hops.head(run)
    told = f"the trace of run {run} holds: {hops} hops, each chained to the one before"
    return Verdict(False, told + (f"; the last hash is {head[1]}" if head else ""))


def check_all(store: Store, known: tuple[int, str] | None = None, progress: Progress | None = None) -> Verdict:
    """Checks the journal, every run of the store, and every run that the journal knows.

    `known`: place and hash of an entry of the journal that were kept elsewhere, to be found there again.
    """
    flaws, found = _journal(store, known)
    runs = store.runs.ids()
    hops = 0
    for done, run in enumerate(runs):
        if progress:
            progress(done, len(runs), run)
        wrong, _, count = _of_run(store, run)
        hops += count
        flaws += [f"run {run}: {each}" for each in wrong]
    there = set(runs)
    for run in store.journal.runs():
        if run not in there and not store.journal.of(run).pruned:
            flaws.append(f"run {run} is missing as a whole: the journal knows it, and not that it was pruned")
    for run in store.hops.orphans():
        flaws.append(f"hops of run {run} stand there without their run: it was taken out, or they were added")
    if flaws:
        return Verdict(True, "\n  ".join(("the store's trace is broken:", *_some(flaws))))
    last = store.journal.last()
    kept = f"; the journal ends at {last.n}:{last.hash} (keep that elsewhere: --known checks it)" if last else ""
    return Verdict(False, f"the trace holds: {len(runs)} runs, {hops} hops, {found} entries of the journal{kept}")


def known_entry(text: str) -> tuple[int, str]:
    """`PLACE:HASH` as told by an earlier check. Raises InputError."""
    n, _, hash_ = text.strip().partition(":")
    if not n.isdigit() or len(hash_) != 64:
        raise InputError(f"--known {text[:80]}: it is written PLACE:HASH, as 'trace --verify --all' ends")
    return int(n), hash_


def _of_run(store: Store, run: str) -> tuple[list[str], int | None, int]:
    """What is wrong with a run in words, the place of the first flaw, and how many hops there are."""
    try:
        flaws = store.hops.examine(run)
    except ValueError as error:
        return [f"a hop cannot be read any more ({str(error).splitlines()[0][:120]})"], None, 0
    told = [flaw.words for flaw in flaws]
    row = store.runs.find(run)
    if row is not None:
        told += _row(store, row)
    head = store.hops.head(run)
    return told, flaws[0].n if flaws else None, head[0] if head else 0


def _row(store: Store, run: Run) -> list[str]:
    """Where the run's row says anything else than the journal."""
    last = store.journal.of(run.id).last
    if run.status not in AT_REST:
        return []
    if last is None:
        return ["the journal does not know that it came to rest: the run was added, or its entry taken out"]
    return [
        f"its {name} is '{value}', and the journal has '{last.get(name)}'"
        for name, value in as_sealed(run).items()
        if last.get(name) != value
    ]


def _journal(store: Store, known: tuple[int, str] | None) -> tuple[list[str], int]:
    """What is wrong with the journal itself, and how many entries it has."""
    flaws: list[str] = []
    count, previous, met = 0, "", known is None
    try:
        for entry in store.journal.all():
            count += 1
            if entry.n != count or entry.previous != previous:
                flaws.append(f"entry {entry.n} of the journal does not follow on the one before it")
                count = entry.n
            elif not entry.holds:
                flaws.append(f"entry {entry.n} of the journal ({entry.kind} {entry.run}) was changed")
            previous = entry.hash
            met = met or (entry.n, entry.hash) == known
    except ValueError as error:
        flaws.append(f"an entry of the journal cannot be read ({str(error).splitlines()[0][:120]})")
    if not met and known is not None:
        flaws.append(f"the journal has no entry {known[0]} of that hash any more: it was cut off or written anew")
    return flaws, count


def _some(flaws: list[str]) -> list[str]:
    more = [f"... and {len(flaws) - MOST} more"] if len(flaws) > MOST else []
    return [*flaws[:MOST], *more]

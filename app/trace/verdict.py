"""Whether the trace of a run is as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from tools.store import Store
from workflow.identifiers import Digest
from workflow.trace import chain


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check, in words; `broken_at`: the number of the hop (from 1) where that is known."""

    broken: bool
    words: str
    broken_at: int | None = None


def check(store: Store, run: str) -> Verdict:
    """Follows the chain of hashes from the first hop on.

    Hops that were cut off at the end leave a chain that holds: keep the last hash elsewhere to notice that.
    """
    try:
        broken = store.hops.verify(run)
        hops = store.hops.of(run)
    except ValueError as error:
        reason = str(error).splitlines()[0][:120]
        return Verdict(True, f"the trace of run {run} is broken: a hop cannot be read any more ({reason})")
    if broken is not None:
        told = f"the trace of run {run} is broken at hop {broken} of {len(hops)}: it was changed after it was written"
        return Verdict(True, told, broken)
    last = Digest("")
    for hop in hops:
        last = chain(last, hop)
    told = f"the trace of run {run} holds: {len(hops)} hops, each chained to the one before"
    return Verdict(False, told + (f"; the last hash is {last}" if last else ""))

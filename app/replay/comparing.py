"""Two traces of one run, hop by hop: where they differ, and in what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflow.identifiers import canonical
from workflow.trace import Hop

PASSING = frozenset({"calls", "writes", "log"})
"""Parts of a detail that tell how something was done, not what was decided."""

LONGEST = 160
"""Characters of a value that are shown."""


@dataclass(frozen=True)
class Difference:
    """One hop that came out otherwise. `what`: the part of it; `before` as recorded, `after` as replayed."""

    hop: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.hop}: {self.what}: {self.before} → {self.after}"


def decisions(hops: Sequence[Hop], generation: int = 0) -> dict[str, Hop]:
    """The hops that decided something, by id: those since the last migration, without tries that failed and were
    made again."""
    mark = f"@{generation}" if generation else ""
    found: dict[str, Hop] = {}
    for hop in hops:
        if (mark and not hop.id.endswith(mark)) or hop.step == "MIGRATED" or ":failed:" in hop.id:
            continue
        found[hop.id.removesuffix(mark) if mark else hop.id] = hop
    return found


def differences(before: Mapping[str, Hop], after: Mapping[str, Hop]) -> Iterator[Difference]:
    """Where the replayed hops differ from the recorded, in the order of the record."""
    for name, hop in before.items():
        if name not in after:
            yield Difference(name, "the hop", hop.reason[:LONGEST], "was not reached")
            continue
        yield from _of_hop(name, hop, after[name])
    for name, hop in after.items():
        if name not in before:
            yield Difference(name, "the hop", "was not made", hop.reason[:LONGEST])


def _of_hop(name: str, one: Hop, other: Hop) -> Iterator[Difference]:
    found = False
    if one.status != other.status:
        found = True
        yield Difference(name, "status", one.status, other.status)
    for key in {**one.detail, **other.detail}:
        if key in PASSING:
            continue
        before, after = one.detail.get(key), other.detail.get(key)
        if canonical(before) != canonical(after):
            found = True
            yield Difference(name, key, _shown(before, after), _shown(after, before))
    if not found and one.reason != other.reason:
        yield Difference(name, "reason", one.reason[:LONGEST], other.reason[:LONGEST])


def _shown(value: Any, beside: Any) -> str:
    """A value in short; of two maps only what differs."""
    if isinstance(value, dict) and isinstance(beside, dict):
        value = {key: each for key, each in value.items() if canonical(each) != canonical(beside.get(key))}
    if value is None or value == {}:
        return "nothing"
    text = value if isinstance(value, str) else canonical(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"

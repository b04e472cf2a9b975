"""Publications of bundles, and which of them a new run begins with."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import Field

from workflow.document import Frozen
from workflow.expressions import parse

CONDITION_NAMES = frozenset({
    "workflow", "source", "name", "subject", "language", "received", "attachments",
    "sender", "sender.email", "sender.name", "sender.domain",
})  # fmt: skip
"""What a condition on new work may read: what is known of a message before any step."""


class Publication(Frozen):
    """One publication. The same bundle may be published again: a roll back is a publication of an earlier one."""

    n: int  #: its place, from 1
    bundle: str  #: identity
    author: str
    comment: str = ""
    at: str
    share: int = Field(default=100, ge=1, le=100)  #: per cent of new work
    condition: str = ""  #: an expression over a message; only work for which it holds
    changes: tuple[str, ...] = ()  #: in words, against what was published before

    @property
    def is_trial(self) -> bool:
        """Whether only some of the new work goes to it."""
        return self.share < 100 or bool(self.condition)


class Released(Frozen):
    """What is in force: `base` takes what the trial does not."""

    base: Publication
    trial: Publication | None = None


def released(publications: Sequence[Publication]) -> Released | None:
    """What is in force after these publications, in their order; a publication in full ends a trial."""
    base = next((each for each in reversed(publications) if not each.is_trial), None)
    if base is None:
        return None
    last = publications[-1]
    return Released(base=base, trial=last if last.is_trial else None)


def chosen(released: Released, run: str, known: Callable[[], Mapping[str, Any]]) -> Publication:
    """The publication that a run begins with: the same for the same run, however often it is asked.

    `known` gives what a condition may read; it is asked only where there is a condition.
    """
    trial = released.trial
    if trial is None or drawn(trial, run) >= trial.share:
        return released.base
    if trial.condition and not parse(trial.condition).holds(known()):
        return released.base
    return trial


def drawn(publication: Publication, run: str) -> int:
    """A number from 0 to 99 that a run draws in a publication, evenly over runs."""
    return int(hashlib.sha256(f"{publication.n}:{publication.bundle}:{run}".encode()).hexdigest()[:12], 16) % 100

"""A changed bundle over recorded runs: who moves from which queue to which and why; what becomes of reviews and load.

Pure: a caller hands in the recorded sides and a function that replays one of them with the candidate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from evals.backtest_reasons import Told, why_account, why_category, why_queue, why_review
from workflow.errors import SwitchyardError

NO_QUEUE = "no queue"
GONE = "no case"
COMPARED = ("account", "category", "queue")


@dataclass(frozen=True)
class BacktestCase:
    """One case as it was proposed, before any person changed it."""

    key: str
    account: str | None
    name: str  #: of the account, or as the message names it
    category: str | None
    queue: str | None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Side:
    """One run by one bundle. `outcome`: cases, review, not_actionable or error."""

    outcome: str
    cases: tuple[BacktestCase, ...] = ()
    doubts: tuple[str, ...] = ()
    steps: Mapping[tuple[str, str], Told] = field(
        default_factory=dict
    )  #: (step, case; '' for the message) → what it told
    cost: Decimal = Decimal(0)
    kept: int = 0  #: questions that were not asked again: their answers were recorded, or in the cache


@dataclass(frozen=True)
class Recorded:
    """A run as it was, with what people made of it in the end where they were asked."""

    run: str
    name: str
    subject: str
    bundle: str
    side: Side


@dataclass(frozen=True)
class Change:
    """What is different for one case (or for a whole message), with the reason."""

    run: str
    subject: str
    case: str  #: name of the account; empty for the message
    what: str  #: queue, category, account, case, review, outcome, or a field
    before: str
    after: str
    why: str


@dataclass(frozen=True)
class Refused:
    """A run that could not be replayed, and why."""

    run: str
    subject: str
    why: str


@dataclass(frozen=True)
class Backtest:
    """All that was compared. `before` and `after` are sides of the same runs, in the same order."""

    runs: tuple[Recorded, ...]
    after: tuple[Side, ...]
    changes: tuple[Change, ...]
    refused: tuple[Refused, ...]

    @property
    def moves(self) -> tuple[Change, ...]:
        """Cases that go to another queue."""
        return tuple(each for each in self.changes if each.what == "queue")

    @property
    def matrix(self) -> Counter[tuple[str, str]]:
        """(queue before, queue after) → cases that move."""
        return Counter((each.before, each.after) for each in self.moves)

    @property
    def changed_runs(self) -> int:
        """Runs of which anything is different."""
        return len({each.run for each in self.changes})

    def reviews(self) -> tuple[int, int]:
        """Runs for which a person is asked, before and after."""
        return tuple(sum(s.outcome == "review" for s in sides) for sides in self._sides())  # type: ignore[return-value]

    def outcomes(self) -> dict[str, tuple[int, int]]:
        """Outcome → runs before and after."""
        before, after = (Counter(side.outcome for side in sides) for sides in self._sides())
        return {name: (before[name], after[name]) for name in sorted({*before, *after})}

    def load(self) -> dict[str, tuple[int, int]]:
        """Queue → cases before and after, those that are proposed to a person too."""
        before, after = (Counter(_queue(c) for s in sides for c in s.cases) for sides in self._sides())
        return {name: (before[name], after[name]) for name in sorted({*before, *after})}

    def cost(self) -> tuple[Decimal, Decimal]:
        """What the calls of models cost when the runs were done, and in the replay."""
        before, after = (sum((side.cost for side in sides), Decimal(0)) for sides in self._sides())
        return before, after

    def _sides(self) -> tuple[Sequence[Side], Sequence[Side]]:
        return [each.side for each in self.runs], self.after


Replay = Callable[[Recorded], Side]
"""The recorded run by the candidate. Raises a SwitchyardError where it cannot be replayed."""

Progress = Callable[[int, int, str], None]


def backtest(recorded: Iterable[Recorded | Refused], run: Replay, progress: Progress | None = None) -> Backtest:
    """Replays each run and compares. What cannot be replayed is named, and counted nowhere else."""
    everything = list(recorded)
    runs: list[Recorded] = []
    after: list[Side] = []
    changes: list[Change] = []
    refused: list[Refused] = []
    for done, each in enumerate(everything, 1):
        if isinstance(each, Refused):
            refused.append(each)
        else:
            try:
                side = run(each)
            except SwitchyardError as error:
                refused.append(Refused(each.run, each.subject, str(error)))
            else:
                runs.append(each)
                after.append(side)
                changes += compared(each, side)
        if progress is not None:
            progress(done, len(everything), each.subject)
    return Backtest(tuple(runs), tuple(after), tuple(changes), tuple(refused))


def compared(recorded: Recorded, after: Side) -> list[Change]:
    """What is different, the whole message first, then case by case."""
    before = recorded.side
    found: list[Change] = []

    def told(case: str, what: str, old: str, new: str, why: str) -> None:
        found.append(Change(recorded.run, recorded.subject, case, what, old, new, why))

    if before.outcome != after.outcome:
        told(
            "",
            "outcome",
            before.outcome,
            after.outcome,
            why_review(before.doubts, after.doubts, before.steps, after.steps),
        )
    elif before.doubts != after.doubts and set(before.doubts) != set(after.doubts):
        old, new = ("; ".join(doubts) or "nothing" for doubts in (before.doubts, after.doubts))
        told("", "doubts", old, new, why_review(before.doubts, after.doubts, before.steps, after.steps))
    old_cases, new_cases = ({case.key: case for case in side.cases} for side in (before, after))
    for key in {**old_cases, **new_cases}:
        old_case, new_case = old_cases.get(key), new_cases.get(key)
        if old_case is None or new_case is None:
            there = old_case or new_case
            assert there is not None  # noqa: S101  (the key is of one of them)
            one, other = (_queue(there), GONE) if old_case else (GONE, _queue(there))
            told(there.name, "case", one, other, why_review((), (), before.steps, after.steps))
            continue
        for what, old, new, why in _of_case(old_case, new_case, before.steps, after.steps):
            told(new_case.name, what, old, new, why)
    return found


def _of_case(
    old: BacktestCase, new: BacktestCase, before: Mapping[tuple[str, str], Told], after: Mapping[tuple[str, str], Told]
) -> Iterable[tuple[str, str, str, str]]:
    if old.queue != new.queue:
        yield "queue", _queue(old), _queue(new), why_queue(new.key, before, after)
    if old.category != new.category:
        yield "category", old.category or "none", new.category or "none", why_category(new.key, before, after)
    if old.account != new.account:
        yield "account", old.account or "none", new.account or "none", why_account(new.key, before, after)
    for name in {**old.fields, **new.fields}:
        if old.fields.get(name) != new.fields.get(name):
            yield name, _value(old.fields.get(name)), _value(new.fields.get(name)), "extraction"


def _queue(case: BacktestCase) -> str:
    return case.queue or NO_QUEUE


def _value(value: Any) -> str:
    return "nothing" if value is None else str(value)

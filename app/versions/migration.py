"""Open runs taken to another version: what that would change, and doing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graphs.migration import refusal
from workflow.errors import Busy, SwitchyardError
from workflow.review import Proposal, ProposedCase

if TYPE_CHECKING:
    from app.wiring import House
    from tools.store import Run, Store
    from workflow.bundle import Bundle

Compared = tuple[str, str, str]


@dataclass(frozen=True)
class Preview:
    """What would become of one run. `changes`: what, before, after."""

    run: Run
    refused: str = ""
    changes: tuple[Compared, ...] = ()

    def lines(self) -> Iterator[str]:
        """In words."""
        yield f"{self.run.id}  {self.run.status}, version {self.run.bundle[:12]}" + (
            f"  «{self.run.subject[:60]}»" if self.run.subject else ""
        )
        if self.refused:
            yield f"    cannot be migrated: {self.refused}"
        elif not self.changes:
            yield "    the same would be proposed"
        for what, before, after in self.changes:
            yield f"    {what}: {before} → {after}"


def open_runs(store: Store, named: Sequence[str], target: str) -> list[Run]:
    """The runs that are named, else all that are open, of other versions than the target."""
    rows = [store.runs.get(each) for each in named] if named else store.runs.unfinished()
    return [row for row in rows if named or row.bundle != target]


def previewed(house: House, run: Run, bundle: Bundle) -> Preview:
    """What the other version would propose, tried with effects off. Nothing is changed."""
    from app.wiring import House

    refused = refusal(house.store, run, bundle)
    if refused:
        return Preview(run, refused)
    trial = House(replace(house.settings, effects=False, published=False))
    trial.__dict__["bundle"] = bundle
    try:
        now = house.runner.report(run.id).proposal
        raw = house.store.blobs.get(run.content)
        then = trial.runner.start(run.workflow, raw, run.source, run.name)
        if then.outcome == "error":
            return Preview(run, f"version {bundle.identity[:12]} fails at it: {then.run.error}")
        return Preview(run, changes=tuple(compared(now, then.proposal)))
    except SwitchyardError as error:
        return Preview(run, str(error))
    finally:
        trial.close()


def migrated(house: House, run: Run, bundle: Bundle, by: str) -> str:
    """Takes the run to the version, and says how it stands then."""
    try:
        report = house.runner.migrate(run.id, bundle, by)
    except Busy as busy:
        return str(busy)
    return f"migrated: {report.outcome}" + (f" ({report.run.error})" if report.run.error else "")


def compared(before: Proposal, after: Proposal) -> Iterator[Compared]:
    """What is different between two proposals of one message."""
    if before.actionable != after.actionable:
        yield "work", _yes(before.actionable), _yes(after.actionable)
    old, new = {case.key: case for case in before.cases}, {case.key: case for case in after.cases}
    for key in {**old, **new}:
        if key not in old or key not in new:
            one, other = ("there", "none") if key in old else ("none", "there")
            yield f"case {_name(old.get(key) or new[key])}", one, other
            continue
        for what, one, other in _of_case(old[key], new[key]):
            yield f"case {_name(new[key])}: {what}", one, other
    asked, asks = {d.reason for d in before.doubts}, {d.reason for d in after.doubts}
    for reason in sorted(asked - asks):
        yield "a person is asked", reason, "not any more"
    for reason in sorted(asks - asked):
        yield "a person is asked", "not before", reason


def _of_case(old: ProposedCase, new: ProposedCase) -> Iterator[Compared]:
    for name in ("account", "category", "queue", "skill"):
        one, other = getattr(old, name), getattr(new, name)
        if one != other:
            yield name, str(one or "none"), str(other or "none")
    for name in {**old.fields, **new.fields}:
        if old.fields.get(name) != new.fields.get(name):
            yield name, _value(old.fields.get(name)), _value(new.fields.get(name))
    if old.missing != new.missing:
        yield "missing", ", ".join(old.missing) or "nothing", ", ".join(new.missing) or "nothing"


def _name(case: ProposedCase) -> str:
    return case.account_name or case.named or case.key.rpartition("-")[2]


def _value(value: object) -> str:
    return "nothing" if value is None else str(value)


def _yes(value: bool) -> str:
    return "yes" if value else "no"

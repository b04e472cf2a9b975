"""A backtest as text and as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evals.backtest import Backtest

MOST = 40


def lines(result: Backtest, teams: Mapping[str, int] | None = None, most: int = MOST) -> list[str]:
    """What changes, the moves first. `teams`: queue → members, for the load on each of them."""
    of = len(result.runs)
    told = [f"{of} recorded {'run' if of == 1 else 'runs'} replayed, {result.changed_runs} of them otherwise"]
    old, new = result.reviews()
    told.append(f"a person is asked   {old} → {new}{_share(old, new, of)}")
    told += [f"{name:20}{a} → {b}" for name, (a, b) in result.outcomes().items() if name != "review" and a != b]
    before, after = result.cost()
    kept = sum(side.kept for side in result.after)
    told.append(f"cost of models      {before:f} when they were run, {after:f} in this replay; {kept} answers kept")
    told += _moves(result)
    told += _load(result, teams or {})
    told += _changes(result, most)
    if result.refused:
        told.append(f"\nnot replayed ({len(result.refused)}):")
        told += [f"  {each.run}  «{each.subject[:50]}»  {each.why}" for each in result.refused[:most]]
    return told


def figures(result: Backtest) -> dict[str, Any]:
    """The same as plain data: every change with its reason."""
    before, after = result.cost()
    old, new = result.reviews()
    return {
        "runs": len(result.runs),
        "changed": result.changed_runs,
        "reviews": {"before": old, "after": new},
        "outcomes": {name: {"before": a, "after": b} for name, (a, b) in result.outcomes().items()},
        "moves": [{"from": a, "to": b, "cases": n} for (a, b), n in result.matrix.most_common()],
        "load": {name: {"before": a, "after": b} for name, (a, b) in result.load().items()},
        "cost": {"before": f"{before:f}", "replay": f"{after:f}", "kept": sum(side.kept for side in result.after)},
        "changes": [asdict(each) for each in result.changes],
        "not_replayed": [asdict(each) for each in result.refused],
    }


def _moves(result: Backtest) -> list[str]:
    if not result.moves:
        return ["no case goes to another queue"]
    told = [f"\ncases that go to another queue ({len(result.moves)}):"]
    return told + [f"  {count:5}  {old} → {new}" for (old, new), count in result.matrix.most_common()]


def _load(result: Backtest, teams: Mapping[str, int]) -> list[str]:
    rows = [(name, a, b) for name, (a, b) in result.load().items() if a != b]
    if not rows:
        return []
    told = ["\ncases of each queue (before → after):"]
    for name, old, new in rows:
        people = teams.get(name, 0)
        each = f", {old / people:.1f} → {new / people:.1f} for each of {people}" if people else ""
        told.append(f"  {name:24}{old:5} → {new:<5}{new - old:+d}{each}")
    return told


def _changes(result: Backtest, most: int) -> list[str]:
    told = []
    if result.changes:
        told.append(f"\nwhat is different ({len(result.changes)}), and why:")
    last = ""
    for each in result.changes[:most]:
        if each.run != last:
            told.append(f"  {each.run}  «{each.subject[:60]}»")
            last = each.run
        case = f"{each.case}: " if each.case else ""
        told.append(f"      {case}{each.what} {each.before} → {each.after}")
        told.append(f"          {each.why}")
    if len(result.changes) > most:
        told.append(f"  ... and {len(result.changes) - most} more (--json has all)")
    return told


def _share(old: int, new: int, of: int) -> str:
    return f" of {of} ({old / of:.0%} → {new / of:.0%})" if of else ""

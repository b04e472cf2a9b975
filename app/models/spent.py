"""What models cost, in rows of text: by what it is added up, for a completed work, and of today's budgets."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.wiring import House
    from tools.models.ledger import Ledger

HEAD = f"{'':32} {'calls':>7} {'in':>10} {'cached':>10} {'out':>9}  cost"


def rows(ledger: Ledger, by: str, since: str) -> list[str]:
    """The ledger added up, dearest first, under a line of headings; nothing where nothing was called."""
    out = []
    for each in ledger.sums(by, since):
        cost = f"{each.cost:.6f} {each.currency}"
        if each.uncertain:
            cost += f" (of it {each.uncertain:.6f} at most, for calls without an answer)"
        if each.unpriced:
            cost += f" and {each.unpriced} at a price that nobody knows"
        name = each.name or "(none)"
        out.append(f"{name[:32]:32} {each.calls:>7} {each.input:>10} {each.cached:>10} {each.output:>9}  {cost}")
    return [HEAD, *out] if out else []


def per_work(house: House, since: str) -> list[str]:
    """What a completed work cost, as far as the runs are in the store of this org (trials leave none)."""
    if not (house.home / "store.db").is_file():
        return []
    by_run = {each.name: each.cost for each in house.models.ledger.sums("run", since) if each.name}
    found = [(run, cost) for name, cost in by_run.items() if (run := house.store.runs.find(name)) is not None]
    done = [cost for run, cost in found if run.status == "finished" and run.outcome in ("cases", "not_actionable")]
    if not found:
        return []
    whole = sum((cost for _, cost in found), Decimal(0))
    line = f"{len(found)} works, {len(done)} of them completed: {whole:.6f} {house.bundle.currency}"
    return [line + (f", {whole / len(done):.6f} a completed work" if done else "")]


def today(house: House) -> list[str]:
    """What is left of the budgets of today."""
    budgets, ledger = house.bundle.budgets, house.models.ledger
    day = datetime.now(UTC).date().isoformat()
    told = []
    if budgets.day is not None:
        told.append(("today", ledger.spent("day", day), budgets.day))
    for name, amount in budgets.workflow.items():
        told.append((f"{name} today", ledger.spent("workflow", f"{name} {day}"), amount))
    return [f"{name}: {spent:.6f} of {limit} {house.bundle.currency} spent" for name, spent, limit in told]

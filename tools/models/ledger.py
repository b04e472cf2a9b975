"""The ledger: what each call cost, and what may still be spent.

Before a call the most that it can cost is taken from the budgets; afterwards its place is taken by what it did cost. So
no budget is ever overdrawn, whatever runs side by side; what a killed process had taken stays taken.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal, NamedTuple

from tools.models.book import Book
from tools.models.prices import from_parts, to_parts
from workflow.models import Budgets
from workflow.models_calls import Purpose, Question, Usage
from workflow.models_failures import BudgetSpent

State = Literal["open", "sure", "uncertain", "unknown"]
"""Of a row: not settled yet; billed for sure; perhaps billed, at most this; billed at an unknown price."""

GROUPS = ("day", "workflow", "run", "step", "alias", "model", "question", "outcome", "call")
"""By what the ledger can be added up."""


class Limit(NamedTuple):
    """One budget: what it holds for, in words and as the ledger counts it."""

    told: str
    kind: str
    name: str
    amount: Decimal


class Sum(NamedTuple):
    """Calls added up. `uncertain` is the part of `cost` that may not have been billed; `unpriced` calls have none."""

    name: str
    calls: int
    input: int
    output: int
    cached: int
    cost: Decimal
    uncertain: Decimal
    unpriced: int
    currency: str


def limits_of(budgets: Budgets, purpose: Purpose, day: str) -> list[Limit]:
    """The budgets that hold for a call."""
    found = []
    if budgets.run is not None and purpose.run:
        found.append(Limit(f"of run {purpose.run}", "run", purpose.run, budgets.run))
    if budgets.day is not None:
        found.append(Limit(f"of {day}", "day", day, budgets.day))
    amount = budgets.workflow.get(purpose.workflow)
    if amount is not None:
        found.append(Limit(f"of {purpose.workflow} on {day}", "workflow", f"{purpose.workflow} {day}", amount))
    return found


class Ledger:
    """Takes from budgets, and settles. All amounts are in one currency."""

    def __init__(self, book: Book, currency: str) -> None:
        self._book, self.currency = book, currency

    def reserve(
        self, question: Question, purpose: Purpose, most: Decimal | None, budgets: Budgets, now: datetime
    ) -> int:
        """Takes the most that a call can cost (None: nobody knows), and gives the number of its row.

        Raises BudgetSpent where a budget does not allow it.
        """
        at = now.astimezone(UTC)
        day = at.date().isoformat()
        parts = 0 if most is None else to_parts(most, up=True)
        with self._book.transaction() as cursor:
            for limit in limits_of(budgets, purpose, day):
                spent = self._amount(cursor, limit.kind, limit.name)
                if spent + parts > to_parts(limit.amount):
                    raise BudgetSpent(
                        f"the budget {limit.told} is {_money(limit.amount)} {self.currency}, of which "
                        f"{_money(from_parts(spent))} are spent: it does not allow a call of up to "
                        f"{_money(from_parts(parts))}"
                    )
            row = (
                at.isoformat(timespec="milliseconds"), day, purpose.workflow, purpose.run, purpose.step, purpose.case,
                question.alias, question.model.model, question.name, "", "open", parts, self.currency,
            )  # fmt: skip
            cursor.execute(
                'INSERT INTO bill (at, day, workflow, run, step, "case", alias, model, question, outcome, state, '
                "input, output, cached, cost, currency, took_ms) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?,0,0,0,?,?,0) RETURNING id",
                row,
            )
            number = int(cursor.fetchone()[0])
            self._add(cursor, purpose, day, parts)
        return number

    def settle(
        self, number: int, outcome: str, state: State, usage: Usage, cost: Decimal | None, took_ms: float
    ) -> Decimal | None:
        """Puts what a call cost in the place of what was taken for it; gives it as it stands in the ledger.

        An uncertain one keeps what was taken; where nobody knows the price, that is nothing.
        """
        with self._book.transaction() as cursor:
            row = cursor.execute("SELECT cost, day, workflow, run FROM bill WHERE id = ?", (number,)).fetchone()
            taken, day, workflow, run = row
            parts = taken if state == "uncertain" else 0 if cost is None else to_parts(cost)
            cursor.execute(
                "UPDATE bill SET outcome = ?, state = ?, input = ?, output = ?, cached = ?, cost = ?, took_ms = ? "
                "WHERE id = ?",
                (outcome, state, usage.input, usage.output, usage.cached, parts, took_ms, number),
            )
            self._add(cursor, Purpose(workflow=workflow, run=run), day, parts - taken)
        return None if state == "unknown" else from_parts(parts)

    def spent(self, kind: str, name: str) -> Decimal:
        """What was taken from a budget: kind 'run', 'day', or 'workflow' with the name 'WORKFLOW DAY'."""
        with self._book.reading() as cursor:
            return from_parts(self._amount(cursor, kind, name))

    def sums(self, by: str, since: str = "") -> list[Sum]:
        """The ledger added up by one of GROUPS, dearest first; `since` is a day, such as 2026-03-31."""
        column = "CAST(id AS TEXT)" if by == "call" else by
        if by not in GROUPS:
            raise ValueError(by)
        unknown = "sum(CASE WHEN state = 'unknown' THEN 1 ELSE 0 END)"
        uncertain = "sum(CASE WHEN state IN ('open', 'uncertain') THEN cost ELSE 0 END)"
        with self._book.reading() as cursor:
            rows = cursor.execute(
                f"SELECT {column}, count(*), sum(input), sum(output), sum(cached), sum(cost), {uncertain}, "
                f"{unknown}, currency FROM bill WHERE day >= ? GROUP BY 1, currency ORDER BY 6 DESC, 1",
                (since,),
            ).fetchall()
        return [
            Sum(str(r[0]), int(r[1]), int(r[2]), int(r[3]), int(r[4]), from_parts(int(r[5])), from_parts(int(r[6])),
                int(r[7]), r[8])
            for r in rows
        ]  # fmt: skip

    def _amount(self, cursor: sqlite3.Cursor, kind: str, name: str) -> int:
        asked = "SELECT amount FROM spent WHERE kind = ? AND name = ? AND currency = ?"
        row = cursor.execute(asked, (kind, name, self.currency)).fetchone()
        return int(row[0]) if row else 0

    def _add(self, cursor: sqlite3.Cursor, purpose: Purpose, day: str, parts: int) -> None:
        for kind, name in _purses(purpose, day):
            cursor.execute(
                "INSERT INTO spent VALUES (?, ?, ?, ?) "
                "ON CONFLICT (kind, name, currency) DO UPDATE SET amount = spent.amount + excluded.amount",
                (kind, name, self.currency, parts),
            )


def _purses(purpose: Purpose, day: str) -> Iterable[tuple[str, str]]:
    yield "day", day
    if purpose.run:
        yield "run", purpose.run
    if purpose.workflow:
        yield "workflow", f"{purpose.workflow} {day}"


def _money(amount: Decimal) -> str:
    """At least two decimals, and no more than six."""
    text = f"{amount:.6f}".rstrip("0")
    whole, _, part = text.partition(".")
    return f"{whole}.{part.ljust(2, '0')}"

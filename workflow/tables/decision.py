"""What a decision table decided, and why."""

from __future__ import annotations

from typing import Any

from workflow.document import Frozen


class Miss(Frozen):
    """Why a row did not hit: its first cell (or, of a near miss, the only one) that the value did not fit."""

    line: int
    column: str
    cell: str  #: as written
    value: Any  #: what the column read
    reason: str


class Decision(Frozen):
    """The row that hit, or none, with the reason in words.

    `given` has every output column; None where the row leaves it empty or no row hit. Texts as written in the table.
    """

    table: str
    line: int | None
    given: dict[str, str | None]
    inputs: dict[str, Any]
    reason: str
    missed: tuple[Miss, ...] = ()  #: rows before the hit, in order, the first of them
    missed_more: int = 0  #: rows before the hit that are not in `missed`
    near_misses: tuple[Miss, ...] = ()  #: rows that failed in one cell only; those before the hit first

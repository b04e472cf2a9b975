"""The queues that a bundle can name as owners of a case."""

from __future__ import annotations

from workflow.bundle import Bundle
from workflow.tables import DecisionTable


def queues_of(bundle: Bundle) -> list[str]:
    """Teams, intake queues, owners of parents and reviews, and outputs of tables that are called as the owner is."""
    names = {team.queue for team in bundle.teams.values()}
    for definition in bundle.workflows.values():
        names.update(queue for step in definition.all_steps() if (queue := getattr(step, "queue", "")))
        names.update((definition.parent.owner, definition.reviews.queue))
        for table in bundle.tables.values():
            names.update(_column(table, definition.record.owner))
    return sorted(names - {""})


def _column(table: DecisionTable, name: str) -> set[str]:
    if name not in table.columns:
        return set()
    return {row.cells[table.columns.index(name)].strip() for row in table.rows}

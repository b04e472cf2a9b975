"""Opens the embedded org of a home: made and loaded on first use, or None where the environment names a real one."""

from __future__ import annotations

import os
from pathlib import Path

from app.settings import DEMO_SUITE, Settings
from tools.salesforce.client import Client, from_environment
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, adapter
from tools.salesforce.org.load import ensure_queues, load
from workflow.bundle import Bundle
from workflow.errors import InputError
from workflow.tables import DecisionTable

REAL = "SWITCHYARD_SALESFORCE_INSTANCE_URL"


def open_org(settings: Settings, home: Path, bundle: Bundle) -> EmbeddedOrg | None:
    """The org that `--org` names, loaded on first use; else the one that stands in `home`, or None for a real one."""
    if settings.org is None and os.environ.get(REAL):
        return None
    path = home / "org.db"
    if settings.org is None and not path.is_file():
        raise InputError(
            "there is no org here yet: name a folder of CSV files with --org DIR "
            f"(such as {DEMO_SUITE / 'org'}), run 'switchyard demo' first, or set {REAL}"
        )
    # Loaded under another name first: an org that could not be loaded whole does not stand there half.
    if not path.is_file() and settings.org is not None:
        making = home / "org.making.db"
        _remove(making)
        org = EmbeddedOrg(making)
        try:
            load(org, settings.org)
            ensure_queues(org, queues_of(bundle))
        except BaseException:
            org.close()
            _remove(making)
            raise
        org.close()
        making.replace(path)
        _remove(making)
    org = EmbeddedOrg(path)
    ensure_queues(org, queues_of(bundle))
    return org


def client_of(org: EmbeddedOrg | None) -> Client:
    """The client of an embedded org, in process; of the real one that the environment names, where there is none."""
    if org is not None:
        return Client(INSTANCE_URL, org.session_id, inner=adapter(org))
    real = from_environment()
    if real is None:
        raise InputError(f"{REAL} is not set")
    return real


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)


def queues_of(bundle: Bundle) -> list[str]:
    """Every queue that the bundle can name: teams, intake queues, and outputs of tables called as the owner."""
    names = {team.queue for team in bundle.teams.values()}
    for definition in bundle.workflows.values():
        names.update(queue for step in definition.all_steps() if (queue := getattr(step, "queue", "")))
        if definition.parent.owner:
            names.add(definition.parent.owner)
        for table in bundle.tables.values():
            names.update(_column(table, definition.record.owner))
    return sorted(name for name in names if name)


def _column(table: DecisionTable, name: str) -> set[str]:
    if name not in table.columns:
        return set()
    return {row.cells[table.columns.index(name)].strip() for row in table.rows}

"""Opens the embedded org of a home: made and loaded on first use, or None where the environment names a real one."""

from __future__ import annotations

import os
from pathlib import Path

from app.settings import DEMO_SUITE, Settings
from tools.salesforce.org import EmbeddedOrg, load
from workflow.bundle import Bundle
from workflow.errors import InputError

REAL = "SWITCHYARD_SALESFORCE_INSTANCE_URL"


def open_org(settings: Settings, home: Path, bundle: Bundle) -> EmbeddedOrg | None:
    """The org that `--org` names, else the one that stands in `home`. With effects off it lives in memory."""
    if settings.org is None and os.environ.get(REAL):
        return None
    path = home / "org.db"
    if settings.org is None and not path.is_file():
        raise InputError(
            "there is no org here yet: name a folder of CSV files with --org DIR "
            f"(such as {DEMO_SUITE / 'org'}), run 'switchyard demo' first, or set {REAL}"
        )
    fresh = not settings.effects and settings.org is not None
    made = fresh or not path.is_file()
    org = EmbeddedOrg(None if fresh else path)
    if made and settings.org is not None:
        try:
            load(org, settings.org)
        except Exception:
            org.close()
            if not fresh:
                path.unlink(missing_ok=True)
            raise
    org.ensure_queues(queues_of(bundle))
    return org


def queues_of(bundle: Bundle) -> list[str]:
    """Every queue that the bundle can name: teams, intake queues, and outputs of tables called as the owner."""
    names = {team.queue for team in bundle.teams.values()}
    for definition in bundle.workflows.values():
        names.update(queue for step in definition.all_steps() if (queue := getattr(step, "queue", "")))
        if definition.parent.owner:
            names.add(definition.parent.owner)
        for table in bundle.tables.values():
            names.update(table.outputs_of(definition.record.owner))
    return sorted(name for name in names if name)

"""Opens the embedded org of a home: made and loaded on first use, or None where the environment names a real one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from app.settings import DEMO_SUITE, Settings
from tools.salesforce.client import Client, from_environment, of_token
from tools.salesforce.environment import URL, is_named
from tools.salesforce.org import INSTANCE_URL, EmbeddedOrg, adapter
from tools.salesforce.org.load import ensure_queues, load
from tools.store import Claims
from workflow.bundle import Bundle
from workflow.errors import InputError
from workflow.queues import queues_of


def open_org(settings: Settings, home: Path, bundle: Bundle) -> EmbeddedOrg | None:
    """The org that `--org` names, loaded on first use; else the one that stands in `home`, or None for a real one."""
    if settings.org is None and is_named():
        return None
    path = home / "org.db"
    if settings.org is None and not path.is_file():
        raise InputError(
            "there is no org here yet: name a folder of CSV files with --org DIR "
            f"(such as {DEMO_SUITE / 'org'}), run 'switchyard demo' first, or set {URL}"
        )
    # Loaded under another name first: an org that could not be loaded whole does not stand there half.
    if not path.is_file() and settings.org is not None:
        with Claims(path).hold("making"):
            if not path.is_file():
                _make(path, settings.org, bundle)
    try:
        org = EmbeddedOrg(path)
        if not settings.only_reads:
            ensure_queues(org, queues_of(bundle))
    except sqlite3.Error as error:
        raise InputError(f"{path} cannot be opened: {error}") from error
    return org


def _make(path: Path, source: Path, bundle: Bundle) -> None:
    making = path.with_name("org.making.db")
    _remove(making)
    org = EmbeddedOrg(making)
    try:
        load(org, source)
        ensure_queues(org, queues_of(bundle))
    except BaseException:
        org.close()
        _remove(making)
        raise
    org.close()
    making.replace(path)
    _remove(making)


def client_of(org: EmbeddedOrg | None, only_reads: bool = False) -> Client:
    """The client of an embedded org, in process; of the real one that the environment names, where there is none."""
    if org is not None:
        return of_token(INSTANCE_URL, org.session_id, inner=adapter(org), only_reads=only_reads)
    real = from_environment(only_reads)
    if real is None:
        raise InputError(f"{URL} is not set")
    return real


def _remove(path: Path) -> None:
    for name in (path.name, f"{path.name}-wal", f"{path.name}-shm"):
        path.with_name(name).unlink(missing_ok=True)

"""The doctor: what Switchyard needs, looked at one by one, with what to do where it is not well."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from app.settings import Settings
from app.wiring import House
from tools.salesforce.environment import URL, org_address
from tools.store.outbox import MOST
from workflow.errors import BundleErrors, SwitchyardError

NEEDED = (3, 11)
LITTLE = 1_000_000_000
"""Bytes of free disk below which it is told."""

SLOW = 120.0
"""Seconds by which the clock may be behind what was written last."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `absent`: it is not there and need not be."""

    what: str
    state: Literal["ok", "absent", "wrong"]
    words: str
    cure: str = ""


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything, in the order in which it is needed."""
    yield python()
    yield disk(settings)
    # Looking leaves nothing behind: no home is made, and the embedded org is not loaded.
    yield store(settings)
    house = House(replace(settings, effects=settings.has_run))
    try:
        yield _safely("bundle", lambda: bundle(house))
        if settings.has_run:
            yield _safely("outbox", lambda: outbox(house))
        yield _safely("models", lambda: models(house))
        yield from org(house)
    finally:
        house.close()
    yield tool(
        "tesseract", "pictures and scanned pages are read", "apt install tesseract-ocr; without it they are noted"
    )
    yield chromium()


def python() -> Finding:
    """The version of Python."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < NEEDED:
        return Finding("python", "wrong", f"{version} is too old", "install Python 3.11 or later")
    return Finding("python", "ok", f"{version}, SQLite {sqlite3.sqlite_version}")


def disk(settings: Settings) -> Finding:
    """Whether the state directory can be written, and how much room there is."""
    place = settings.state.resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    told = f"{settings.state}: {free / 1e9:.1f} GB free"
    if not os.access(place, os.W_OK):
        return Finding("disk", "wrong", f"{place} cannot be written", "SWITCHYARD_STATE names another folder")
    if free < LITTLE:
        return Finding("disk", "wrong", told, "make room: 'switchyard store prune', or a larger disk")
    return Finding("disk", "ok", told)


def store(settings: Settings) -> Finding:
    """Whether the store is whole, and when nobody else holds it."""
    place = settings.home / "store.db"
    if replace(settings, effects=True).database:
        return _safely("store", lambda: on_postgres(settings))
    if not place.is_file():
        return Finding("store", "absent", "nothing has been run here yet", "begin with 'switchyard demo' or 'run'")
    try:
        connection = sqlite3.connect(f"file:{place}?mode=rw", uri=True, timeout=5, isolation_level=None)
        try:
            (problem,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        finally:
            connection.close()
    except sqlite3.Error as error:
        return Finding(
            "store", "wrong", f"{place}: {error}", "stop who holds it, or restore a copy (docs/deployment.md)"
        )
    if problem != "ok":
        return Finding("store", "wrong", f"{place} is damaged: {problem}", "restore a copy (docs/deployment.md)")
    return Finding("store", "ok", f"{place}, {place.stat().st_size / 1e6:.1f} MB, whole and writable")


def on_postgres(settings: Settings) -> Finding:
    """Whether the database answers and takes writes."""
    house = House(replace(settings, effects=True))
    try:
        with house.store.transaction() as cursor:
            cursor.execute("SELECT 1").fetchone()
        return Finding("store", "ok", f"Postgres answers; {house.store.size() / 1e6:.1f} MB")
    finally:
        house.close()


def bundle(house: House) -> Finding:
    """Whether there is a bundle that new runs can begin with."""
    try:
        found, wrong = house.bundle, house.mistakes()
    except BundleErrors as errors:
        told = f"{len(errors.errors)} errors, the first: {errors.errors[0]}"
        return Finding("bundle", "wrong", told, "'switchyard bundle check' says all")
    published = "published" if found.directory == "snapshot" else f"from {found.directory}"
    if wrong:
        return Finding("bundle", "wrong", wrong[0], "'switchyard bundle check' says all")
    return Finding("bundle", "ok", f"{found.identity[:12]}, {published}: {', '.join(sorted(found.workflows))}")


def outbox(house: House) -> Finding:
    """Whether logs wait that the org has not taken."""
    waiting, oldest = house.store.outbox.count(), house.store.outbox.oldest()
    if not waiting:
        return Finding("outbox", "ok", "empty: the org has taken every log")
    (first,) = house.store.outbox.waiting(1)
    told = f"{waiting} of at most {MOST:,} logs wait to be sent, the oldest since {oldest}: {first.error[:200]}"
    return Finding("outbox", "wrong", told, "a worker sends them; 'switchyard outbox list' says why they wait")


def models(house: House) -> Finding:
    """Whether the keys of the models that steps name are there. No call is made."""
    named = {name: alias for name, alias in house.bundle.models.items() if alias.reader == "litellm"}
    lacking = sorted(
        {alias.key_from for alias in named.values() if alias.key_from and not os.environ.get(alias.key_from)}
    )
    if not named:
        return Finding("models", "ok", "none is named: the local reader reads")
    if lacking:
        return Finding("models", "wrong", f"no key in {', '.join(lacking)}", "set it in the environment")
    return Finding("models", "ok", f"{len(named)} named, keys are there", "'switchyard models check' asks each")


def org(house: House) -> Iterator[Finding]:
    """Whether the org answers, and whether its clock and ours agree."""
    real = bool(org_address()) and house.settings.org is None
    if not real and not (house.settings.home / "org.db").is_file():
        yield Finding("org", "absent", "no org is loaded here yet", f"--org DIR loads one, or set {URL}")
        return
    before = time.time()
    try:
        house.client.query("SELECT Id FROM Account LIMIT 1")
    except SwitchyardError as error:
        yield Finding("org", "wrong", str(error), f"look at {URL} and the way of logging in (docs/salesforce.md)")
        return
    took = time.time() - before
    yield Finding("org", "ok", f"{'a real one' if real else 'the embedded one'} answers in {took * 1000:.0f} ms")
    yield clock(house.settings.home / "store.db")


def clock(place: Path) -> Finding:
    """Whether the clock went back since the store was written last."""
    behind = (place.stat().st_mtime - time.time()) if place.is_file() else 0.0
    if behind > SLOW:
        told = f"the store was written {behind:.0f} s in the future of this clock"
        return Finding("clock", "wrong", told, "set the clock (NTP): waits and deadlines go by it")
    return Finding("clock", "ok", time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()))


def tool(name: str, use: str, cure: str) -> Finding:
    """A program that is not needed, and of use where it is."""
    found = shutil.which(name)
    return Finding(name, "ok", use) if found else Finding(name, "absent", "not installed", cure)


def chromium() -> Finding:
    """The browser of the console's own tests."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    told = found or "not installed"
    return Finding("chromium", "ok" if found else "absent", told, "" if found else "only tests of the console need it")


def _safely(what: str, look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except SwitchyardError as error:
        return Finding(what, "wrong", str(error).splitlines()[0][:300], "correct it, then look again")

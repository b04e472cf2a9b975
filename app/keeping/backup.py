"""A copy of the state directory while processes work on it."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from workflow.errors import InputError

LEFT_OUT = (".claims", "-wal", "-shm", ".part")
"""Ends of names that are of no use elsewhere: locks, and what SQLite keeps beside a database."""

DIRECTORY = "directory-"
"""Folders of the match index: a cache of the org, made again from it."""


def copied(state: Path, folder: Path) -> list[Path]:
    """Copies a state directory into a new folder; databases by SQLite's own backup, which sees one moment of each.

    The store is copied before what it leans on, so that what it names is there. Raises InputError.
    """
    if not state.is_dir():
        raise InputError(f"there is no state in {state}: nothing has been run here yet")
    if folder.exists() and any(folder.iterdir()):
        raise InputError(f"{folder} is not empty: name a new folder")
    if folder.resolve().is_relative_to(state.resolve()):
        raise InputError(f"{folder} is inside of the state itself: name a folder elsewhere")
    done: list[Path] = []
    try:
        for place in sorted(state.rglob("*"), key=lambda path: (path.name != "store.db", str(path))):
            name = place.relative_to(state)
            cache = any(part.startswith(DIRECTORY) for part in name.parts)
            if not place.is_file() or cache or any(part.endswith(LEFT_OUT) for part in name.parts):
                continue
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if place.suffix == ".db":
                _database(place, target)
            else:
                shutil.copy2(place, target)
            done.append(target)
    except (OSError, sqlite3.Error) as error:
        raise InputError(f"{state} could not be copied whole: {error}") from error
    return done


def _database(source: Path, target: Path) -> None:
    read = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=30)
    written = sqlite3.connect(target)
    try:
        read.backup(written)
        (problem,) = written.execute("PRAGMA quick_check").fetchone()
        if problem != "ok":
            raise InputError(f"the copy of {source} is damaged: {problem}")
    finally:
        written.close()
        read.close()

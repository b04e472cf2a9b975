"""The trace as JSON Lines that stand alone: whoever has the file checks it without the store."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from app.trace.verdict import MOST, Progress, Verdict
from tools.store import Store
from tools.store.journal import Entry, known
from workflow.chain import Link, examine
from workflow.errors import InputError


def export(store: Store, place: Path, runs: Sequence[str], progress: Progress | None = None) -> int:
    """Writes the journal's entries about these runs, then their hops, one object a line; how many hops there are.

    The file is readable by its owner alone: it holds what messages said. Raises InputError where it cannot be written,
    or where a row of the store is no hop any more.
    """
    wanted, count = set(runs), 0
    part = place.with_name(place.name + ".part")
    try:
        with open(part, "w", encoding="utf-8", opener=_private) as file:
            for entry in store.journal.all():
                if entry.run in wanted:
                    _write(file, {"line": "journal", **entry.model_dump(mode="json")})
            for done, run in enumerate(runs):
                if progress:
                    progress(done, len(runs), run)
                for link in store.hops.links(run):
                    plain = link.model_dump(mode="json")
                    hop = plain.pop("hop")
                    _write(file, {"line": "hop", **plain, **hop})
                    count += 1
        part.replace(place)
    except OSError as error:
        raise InputError(f"{place} cannot be written: {error.strerror or error}") from error
    except ValueError as error:
        raise InputError("a hop of the store cannot be read any more; 'trace --verify' says which") from error
    finally:
        part.unlink(missing_ok=True)
    return count


def check_export(place: Path) -> Verdict:
    """Whether an export is as it was written. Raises InputError where it is none."""
    entries: dict[str, list[Entry]] = {}
    flaws: list[str] = []
    runs = hops = 0
    for run, lines in _runs(place, entries):
        about = known(entries.pop(run, []))
        runs, hops = runs + 1, hops + len(lines)
        flaws += [f"run {run}: {flaw.words}" for flaw in examine(run, lines, _head(lines), about.rests, about.erased)]
    for run, about_run in entries.items():
        if any(entry.kind == "rest" and entry.detail.get("hops") for entry in about_run):
            flaws.append(f"run {run} is missing as a whole: the journal's entries in the file know it")
    if flaws:
        return Verdict(True, "\n  ".join((f"{place} is broken:", *flaws[:MOST])))
    return Verdict(False, f"{place} holds: {runs} runs, {hops} hops, each chained to the one before")


def _head(links: Sequence[Link]) -> tuple[int, str] | None:
    return (links[-1].n, links[-1].hash) if links else None


def _runs(place: Path, entries: dict[str, list[Entry]]) -> Iterator[tuple[str, list[Link]]]:
    """The hops of each run in turn; the journal's entries, which stand first, go into `entries`."""
    run, links = "", list[Link]()
    for number, line in _lines(place):
        try:
            row = json.loads(line)
            kind = row.pop("line")
            if kind == "journal":
                entry = Entry.model_validate(row)
                if not entry.holds:
                    raise InputError(f"{place}:{number}: this entry of the journal was changed")
                entries.setdefault(entry.run, []).append(entry)
                continue
            link = _link(row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"{place}:{number}: this is no line of an export of the trace") from error
        if link.run != run and links:
            yield run, links
            links = []
        run = link.run
        links.append(link)
    if links:
        yield run, links


def _link(row: dict[str, Any]) -> Link:
    chained = {name: row.pop(name) for name in ("run", "n", "salt", "seal", "previous", "hash", "erased")}
    return Link.model_validate({**chained, "hop": row})


def _lines(place: Path) -> Iterator[tuple[int, str]]:
    try:
        with place.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield number, line
    except OSError as error:
        raise InputError(f"{place} cannot be read: {error.strerror or error}") from error


def _write(file: IO[str], row: dict[str, Any]) -> None:
    file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

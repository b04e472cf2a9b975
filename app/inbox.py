"""The messages that paths name: files, and the messages in folders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from workflow.errors import InputError

SUFFIXES = (".eml", ".mail", ".msg", ".txt")


def messages(paths: Iterable[Path]) -> Iterator[tuple[str, Path]]:
    """(name, path) of each message, folders by name. Raises InputError for a path that is not there."""
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES and not file.is_dir())
            if not found:
                raise InputError(f"{path}: no message in this folder (looked for {', '.join(SUFFIXES)})")
            yield from ((file.name, file) for file in found)
        elif path.is_file():
            yield path.name, path
        else:
            raise InputError(f"{path}: no such file or folder")

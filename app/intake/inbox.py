"""The work items that paths name: files, what files hold, and what folders hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.mail import Item, Skipped


def messages(paths: Iterable[Path]) -> Iterator[Item | Skipped]:
    """The items of each path, folders by name. Raises InputError for a path that is not there."""
    from tools.mail import items

    for path in paths:
        yield from items(path)

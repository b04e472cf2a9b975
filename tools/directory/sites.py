"""Sites: the accounts that a host in a text belongs to."""

from __future__ import annotations

from string import ascii_lowercase, digits

import numpy as np

from tools.directory.hosts import label, registrable
from tools.directory.index.keys import Kind, mixed, mixed_all
from tools.directory.index.snapshot import Snapshot
from tools.directory.spelling import LONG

LETTERS = ascii_lowercase + digits

MOST = 200
"""More accounts at one host are too many to tell one."""


class Sites:
    """Host → accounts, by whole host, by its parents, by host and path, and by name (`label`)."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index

    def accounts(self, host: str, path: str = "") -> tuple[int, ...]:
        """The accounts at a host: that very site, else the nearest parent domain that some account has.

        A subdomain of a domain that several accounts share leads to all of them.
        """
        find = self._index.find
        segment = path.strip("/").partition("/")[0].lower()
        if segment:
            found = find(Kind.PATH, f"{host}/{segment}", MOST)
            if found:
                return tuple(found)
        domain = registrable(host)
        while host and domain:
            found = find(Kind.HOST, host, MOST)
            if found:
                return tuple(found)
            if host == domain:
                return tuple(find(Kind.BELOW, domain, MOST))
            host = host.partition(".")[2]
        return ()

    def named(self, name: str) -> tuple[int, ...]:
        """The accounts whose host is called so: 'maplecourt' for maple-court.com."""
        return tuple(self._index.find(Kind.LABEL, name, MOST))

    def like(self, host: str) -> tuple[int, ...]:
        """The accounts whose host differs from this one by a slip of the finger, in the same suffix."""
        name = label(host)
        if len(name) < LONG or not name.isascii():
            return ()
        index, suffix = self._index, registrable(host).partition(".")[2]
        slips = sorted(_slips(name))
        numbers = index.hashing.texts(f"{each}.{suffix}" for each in slips)
        for at in np.flatnonzero(index.may_have(mixed_all(Kind.SITE, numbers))).tolist():
            if len(slips[at]) >= LONG:
                found = index.numbers(mixed(Kind.SITE, int(numbers[at])), MOST)
                if found:
                    return tuple(found)
        return ()


def _slips(name: str) -> set[str]:
    """What a name becomes by one letter left out, put in, put for another, or by two exchanged."""
    found: set[str] = set()
    for at in range(len(name) + 1):
        left, right = name[:at], name[at:]
        found.update(left + letter + right for letter in LETTERS)
        if right:
            found.add(left + right[1:])
            found.update(left + letter + right[1:] for letter in LETTERS)
        if len(right) > 1:
            found.add(left + right[1] + right[0] + right[2:])
    found.discard(name)
    return found

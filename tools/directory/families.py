"""Families: accounts that belong together, by parent, by group, or by a name that only they share."""

from __future__ import annotations

from tools.directory.index.keys import Kind
from tools.directory.index.snapshot import Kept, Snapshot

MOST_BY_NAME = 30
"""More accounts than this under one name are no family but a common word."""

MOST = 1000
"""Members of a family that are looked at."""

DEEPEST = 32
"""Levels of parents that are followed."""


class Families:
    """Account number → the accounts of its family, itself among them."""

    def __init__(self, index: Snapshot) -> None:
        self._index = index
        self.top = Kept(self._top)
        self.of = Kept(self._of)
        self._below = Kept(self._children)

    def is_parent(self, number: int) -> bool:
        """Whether other accounts stand below it."""
        return bool(self._below(number))

    def children(self, number: int) -> tuple[int, ...]:
        """The accounts below an account, at any depth, in the org's order."""
        found: dict[int, None] = {}
        level = [number]
        for _ in range(DEEPEST):
            level = [child for above in level for child in self._below(above) if child not in found]
            found.update(dict.fromkeys(level[: MOST - len(found)]))
            if not level or len(found) >= MOST:
                break
        found.pop(number, None)
        return tuple(sorted(found))

    def _children(self, number: int) -> tuple[int, ...]:
        return tuple(self._index.find(Kind.CHILD, str(self._index.row(number)["Id"]), MOST))

    def _parent(self, number: int) -> int | None:
        parent = self._index.row(number).get(self._index.rule.parent)
        return self._index.number(str(parent)) if parent else None

    def _top(self, number: int) -> int:
        """The topmost account above an account: itself where it has no parent."""
        seen = {number}
        parent = self._parent(number)
        while parent is not None and parent not in seen and len(seen) < DEEPEST:
            seen.add(parent)
            number, parent = parent, self._parent(parent)
        return number

    def _of(self, number: int) -> tuple[int, ...]:
        """The family of an account, in the org's order; by name only where neither parent nor group says more."""
        top = self.top(number)
        found: set[int] = {number, top, *self.children(top)}
        for group in self._index.reading.groups(self._index.row(number)):
            found.update(self._index.find(Kind.GROUP, group, MOST))
        if len(found) == 1:
            core = next((name.core for name in self._index.names(number)), ())
            for word in dict.fromkeys(core):
                if self._index.word(word).proper:
                    sharing = self._index.find(Kind.WORD, word, MOST_BY_NAME + 1)
                    found.update(sharing if len(sharing) <= MOST_BY_NAME else ())
        return tuple(sorted(found))

"""Families: accounts that belong together, by parent, by group, or by a name that only they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

MOST_BY_NAME = 30
"""More accounts than this under one name are no family but a common word."""


class Families:
    """Account number → the accounts of its family, itself among them."""

    def __init__(
        self,
        parents: Sequence[int | None],
        groups: Sequence[tuple[str, ...]],
        names: Sequence[Iterable[str]],
    ) -> None:
        """`parents`: account number of the parent; `groups`: folded group values; `names`: the proper words."""
        self._parents = parents
        self._members: dict[tuple[str, object], list[int]] = defaultdict(list)
        self._keys: list[list[tuple[str, object]]] = []
        for number in range(len(parents)):
            keys: list[tuple[str, object]] = [("parent", self.top(number))]
            keys.extend(("group", value) for value in groups[number])
            keys.extend(("name", word) for word in set(names[number]))
            self._keys.append(keys)
            for key in keys:
                self._members[key].append(number)
        self._children = {parent for parent in parents if parent is not None}

    def top(self, number: int) -> int:
        """The topmost account above an account: itself where it has no parent."""
        seen = {number}
        parent = self._parents[number]
        while parent is not None and parent not in seen:
            seen.add(parent)
            number, parent = parent, self._parents[parent]
        return number

    def is_parent(self, number: int) -> bool:
        """Whether other accounts stand below it."""
        return number in self._children

    def children(self, number: int) -> tuple[int, ...]:
        """The accounts below an account, at any depth, in the org's order."""
        if number not in self._children:
            return ()
        return tuple(other for other in self._members["parent", self.top(number)] if self._below(other, number))

    def _below(self, other: int, number: int) -> bool:
        seen: set[int] = set()
        parent = self._parents[other]
        while parent is not None and parent not in seen:
            if parent == number:
                return True
            seen.add(parent)
            parent = self._parents[parent]
        return False

    def of(self, number: int) -> tuple[int, ...]:
        """The family of an account, in the org's order; by name only where neither parent nor group says more."""
        found: set[int] = {number}
        related = [key for key in self._keys[number] if key[0] != "name"]
        for key in related:
            found.update(self._members[key])
        if len(found) == 1:
            for key in self._keys[number]:
                if key[0] == "name" and len(self._members[key]) <= MOST_BY_NAME:
                    found.update(self._members[key])
        return tuple(sorted(found))

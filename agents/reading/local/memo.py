"""What was once computed from a part of the bundle, kept for as long as that part is in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memo(Generic[K, V]):
    """`compute(key)`, kept for the `size` keys used last. Keys are told apart by identity, which costs no hashing.

    A key is held while its value is, so that its identity cannot be given to another object meanwhile.
    """

    def __init__(self, compute: Callable[[K], V], size: int = 64) -> None:
        self.compute = compute
        self.size = size
        self.kept: OrderedDict[int, tuple[K, V]] = OrderedDict()

    def __call__(self, key: K) -> V:
        found = self.kept.get(id(key))
        if found is not None:
            return found[1]
        value = self.compute(key)
        self.kept[id(key)] = (key, value)
        while len(self.kept) > self.size:
            self.kept.popitem(last=False)
        return value

"""What a finder finds: a value and the characters that state it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Found(NamedTuple):
    """`value` in the form of its type, stated by characters `[start, end)` of the text that was searched.

    `sure` (0 to 1) tells how certain the form alone makes it, before the context is looked at. `key` is a value by
    which two findings of the same thing are one.
    """

    value: Any
    start: int
    end: int
    sure: float = 0.8

    @property
    def key(self) -> str:
        """Two findings of the same value have the same key."""
        return repr(self.value)


def apart(found: list[Found]) -> tuple[Found, ...]:
    """In the order of the text, without those that overlap a longer or surer one."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (-(f.end - f.start), -f.sure, f.start)):
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda f: f.start))

"""Whether two values of a field are the same, however they are spelled; and how often a reader's are right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.reading.local.words import fold


def same_value(got: Any, want: Any) -> bool:
    """Letter case, accents and punctuation do not matter, nor the order of a list."""
    if isinstance(got, (list, tuple)) or isinstance(want, (list, tuple)):
        left, right = _items(got), _items(want)
        return len(left) == len(right) and all(any(same_value(a, b) for b in right) for a in left)
    if isinstance(got, dict) and isinstance(want, dict):
        return all(same_value(got.get(key), want.get(key)) for key in got.keys() | want.keys())
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if isinstance(got, (int, float)) and isinstance(want, (int, float)):
        return abs(got - want) < 0.005
    return re.sub(r"[\W_]", "", fold(str(got))) == re.sub(r"[\W_]", "", fold(str(want)))


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


@dataclass(frozen=True)
class Tally:
    """Values of one field: right, wrong or not in the message, and not found (a wrong one counts there, too)."""

    right: int = 0
    wrong: int = 0
    lacking: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.wrong + other.wrong, self.lacking + other.lacking)

    @property
    def gain(self) -> int:
        """Right values less those that are wrong or lacking."""
        return self.right - self.wrong - self.lacking

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        missed = self.wrong + self.lacking
        return 2 * self.right / (2 * self.right + missed) if self.right + missed else 1.0


def tally(field: str, given: Mapping[str, Any], wanted: Mapping[str, Any], allowed: Mapping[str, Any]) -> Tally:
    """How right one field of one request is."""
    told = field in given and given[field] not in (None, "", [])
    if told and any(same_value(given[field], value) for value in allowed.get(field, ())):
        return Tally(right=int(field in wanted))
    if field in wanted:
        right = told and same_value(given[field], wanted[field])
        return Tally(int(right), int(told and not right), int(not right))
    return Tally(wrong=int(told))

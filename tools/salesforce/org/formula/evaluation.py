"""Evaluation: the value of a formula for one record. Two-valued, and total: what cannot be computed is blank."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tools.salesforce.org.formula.functions import FUNCTIONS, add, blank, number, text
from tools.salesforce.org.formula.reading import Tree

ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


@dataclass(frozen=True)
class Record:
    """What a formula is evaluated over. `value` and `prior` give fields by their path; `prior` is None when new."""

    value: Callable[[tuple[str, ...]], Any]
    prior: Callable[[tuple[str, ...]], Any] | None
    now: datetime

    def holds(self, tree: Tree) -> bool:
        """Whether a formula is true; what cannot be computed does not hold."""
        try:
            return self.of(tree) is True
        except (ArithmeticError, ValueError, TypeError, AttributeError):
            return False

    def of(self, tree: Tree) -> Any:
        """The value of a formula."""
        kind, parts = tree[0], tree[1:]
        if kind in ("number", "text", "constant"):
            return parts[0]
        if kind == "path":
            return self.value(parts[0])
        if kind == "call":
            return self._call(str(parts[0]), parts[1:])
        if kind == "compare":
            return _compare(str(parts[0]), self.of(parts[1]), self.of(parts[2]))
        if kind == "either":
            return any(self.of(part) is True for part in parts)
        if kind == "both":
            return all(self.of(part) is True for part in parts)
        if kind == "contrary":
            return not self.of(parts[0])
        if kind == "minus":
            return -number(self.of(parts[0]))
        if kind == "join":
            return "".join(text(self.of(part)) for part in parts)
        return self._arithmetic(parts)

    def _call(self, name: str, given: tuple[Any, ...]) -> Any:
        if name == "IF":
            return self.of(given[1] if self.of(given[0]) is True else given[2])
        if name == "CASE":
            wanted = text(self.of(given[0]))
            pairs = zip(given[1:-1:2], given[2:-1:2], strict=True)
            return self.of(next((then for when, then in pairs if text(self.of(when)) == wanted), given[-1]))
        if name in ("AND", "OR"):
            return (all if name == "AND" else any)(self.of(one) is True for one in given)
        if name in ("NOW", "TODAY"):
            return self.now if name == "NOW" else self.now.date()
        if name == "ISNEW":
            return self.prior is None
        if name in ("ISCHANGED", "PRIORVALUE"):
            before = self.value if self.prior is None else self.prior
            path = given[0][1]
            return before(path) if name == "PRIORVALUE" else before(path) != self.value(path)
        return FUNCTIONS[name](*(self.of(one) for one in given))

    def _arithmetic(self, parts: tuple[Any, ...]) -> Any:
        result = self.of(parts[0])
        for sign, part in zip(parts[1::2], parts[2::2], strict=True):
            other = self.of(part)
            if sign in "+-":
                result = add(result, other, 1 if sign == "+" else -1)
            elif sign == "*":
                result = number(result) * number(other)
            elif sign == "/":
                result = number(result) / number(other)
            else:
                result = number(result) ** number(other)
        return result


def _compare(sign: str, one: Any, other: Any) -> bool:
    if blank(one) or blank(other):
        same = blank(one) and blank(other)
        return same if sign in ("=", "==") else not same if sign in ("<>", "!=") else False
    if sign in ("=", "=="):
        return bool(one == other)
    if sign in ("<>", "!="):
        return bool(one != other)
    return ORDER[sign](one, other)

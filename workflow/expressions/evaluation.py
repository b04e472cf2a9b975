"""Nodes → a function of values. It never raises for what the values are: what makes no sense is empty or false."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, assert_never

from workflow.comparison import (
    EXACT,
    equal,
    is_empty,
    key,
    members,
    order,
    plain_number,
    to_number,
    truth,
)
from workflow.expressions.functions import FUNCTIONS
from workflow.expressions.nodes import (
    Arithmetic,
    Call,
    Choice,
    Comparison,
    Constant,
    Listing,
    Membership,
    Name,
    Negative,
    Node,
    Not,
    Presence,
    Together,
)

Evaluation = Callable[[Mapping[str, Any]], Any]

_HOLDS: dict[str, Callable[[int], bool]] = {
    "<": lambda sign: sign < 0,
    "<=": lambda sign: sign <= 0,
    ">": lambda sign: sign > 0,
    ">=": lambda sign: sign >= 0,
}
_COUNTS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
    "%": lambda left, right: EXACT.subtract(left, EXACT.multiply(right, _floor(EXACT.divide(left, right)))),
}


def _floor(number: Decimal) -> Decimal:
    return number.to_integral_value("ROUND_FLOOR") if number.is_finite() else number


def look_up(values: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """The value under a dotted name; None where any part of the way is missing. Goes into dicts only."""
    value: Any = values
    for part in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def compile_node(node: Node) -> Evaluation:
    """The function that a node stands for."""
    match node:
        case Constant(value=value):
            return lambda _: value
        case Name(path=path):
            return lambda values: look_up(values, path)
        case Listing(items=items):
            parts = tuple(map(compile_node, items))
            return lambda values: [part(values) for part in parts]
        case Not(operand=operand):
            inner = compile_node(operand)
            return lambda values: not truth(inner(values))
        case Together(word=word, operands=operands):
            parts = tuple(map(compile_node, operands))
            if word == "and":
                return lambda values: all(truth(part(values)) for part in parts)
            return lambda values: any(truth(part(values)) for part in parts)
        case Comparison():
            return _comparison(node)
        case Membership(left=left, right=right, negated=negated):
            one, many = compile_node(left), compile_node(right)
            return lambda values: _is_member(one(values), many(values)) != negated
        case Presence(operand=operand, wanted=wanted):
            inner = compile_node(operand)
            return lambda values: is_empty(inner(values)) != wanted
        case Arithmetic(first=first, rest=rest):
            return _arithmetic(compile_node(first), tuple((_COUNTS[sign], compile_node(part)) for sign, part in rest))
        case Negative(operand=operand):
            inner = compile_node(operand)
            return lambda values: _negative(inner(values))
        case Call(function=function, arguments=arguments):
            call, parts = FUNCTIONS[function].call, tuple(map(compile_node, arguments))
            return lambda values: call(*(part(values) for part in parts))
        case Choice(then=then, condition=condition, otherwise=otherwise):
            yes, test, no = compile_node(then), compile_node(condition), compile_node(otherwise)
            return lambda values: yes(values) if truth(test(values)) else no(values)
        case _:
            assert_never(node)


def _comparison(node: Comparison) -> Evaluation:
    left, right = compile_node(node.left), compile_node(node.right)
    if node.operator == "==":
        return lambda values: equal(left(values), right(values))
    if node.operator == "!=":
        return lambda values: not equal(left(values), right(values))
    holds = _HOLDS[node.operator]

    def compare(values: Mapping[str, Any]) -> bool:
        sign = order(left(values), right(values))
        return sign is not None and holds(sign)

    return compare


def _is_member(value: Any, many: Any) -> bool:
    known = key(value)
    return known is not None and any(known == key(member) for member in members(many))


def _arithmetic(first: Evaluation, rest: tuple[tuple[Callable[..., Decimal], Evaluation], ...]) -> Evaluation:
    def count(values: Mapping[str, Any]) -> int | float | None:
        total = to_number(first(values))
        for apply, part in rest:
            operand = to_number(part(values))
            if total is None or operand is None or (not operand and apply in (_COUNTS["/"], _COUNTS["%"])):
                return None
            total = to_number(apply(total, operand))
        return plain_number(total)

    return count


def _negative(value: Any) -> int | float | None:
    number = to_number(value)
    return None if number is None else plain_number(-number)

"""Mistakes of type that can be seen before there are values, and the kind that an expression gives."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

from workflow.comparison import day, fold, key, to_number, written_moment
from workflow.errors import ExpressionError
from workflow.expressions.functions import FUNCTIONS, Function
from workflow.expressions.kinds import ANY, BOOLEAN, LIST, NUMBER, TEXT, Base, Kind
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
from workflow.nearest import suggestion
from workflow.pattern import compile_pattern

KindOf = Callable[[str], Kind]
"""Dotted name → what is known of it."""

#: parameter → kinds of arguments that may make sense for it; `any` goes everywhere
_FITS: dict[Base, frozenset[Base]] = {
    "text": frozenset({"text", "date", "moment"}),
    "number": frozenset({"number"}),
    "boolean": frozenset({"boolean"}),
    "date": frozenset({"date", "moment", "text"}),
    "moment": frozenset({"moment", "text"}),
    "list": frozenset({"list", "text"}),
}
_ORDERED: frozenset[Base] = frozenset({"number", "date", "moment"})


@dataclass(frozen=True)
class Remark:
    """Something that cannot be meant: `error` where it makes no sense, else a comparison that never holds."""

    problem: ExpressionError
    error: bool = True


def judge(text: str, node: Node, kind_of: KindOf) -> tuple[Kind, list[Remark]]:
    """The kind of what an expression gives, and all that is wrong with it, where names are of these kinds."""
    judgement = _Judgement(text, kind_of)
    return judgement.kind(node), judgement.remarks


class _Judgement:
    def __init__(self, text: str, kind_of: KindOf) -> None:
        self.text, self.kind_of = text, kind_of
        self.remarks: list[Remark] = []

    def wrong(self, problem: str, at: int, error: bool = True) -> None:
        self.remarks.append(Remark(ExpressionError(self.text, problem, at), error))

    def kind(self, node: Node) -> Kind:
        match node:
            case Constant(value=value):
                return BOOLEAN if isinstance(value, bool) else NUMBER if isinstance(value, (int, float)) else TEXT
            case Name():
                return self.kind_of(node.dotted)
            case Listing(items=items):
                for item in items:
                    self.kind(item)
                return LIST
            case Not(operand=operand):
                self.condition(operand, "not")
                return BOOLEAN
            case Together(word=word, operands=operands):
                for operand in operands:
                    self.condition(operand, word)
                return BOOLEAN
            case Comparison():
                return self.comparison(node)
            case Membership():
                return self.membership(node)
            case Presence(operand=operand):
                self.kind(operand)
                return BOOLEAN
            case Arithmetic():
                return self.arithmetic(node)
            case Negative(operand=operand):
                self.number(operand, "-")
                return NUMBER
            case Call():
                return self.call(node)
            case Choice(then=then, condition=condition, otherwise=otherwise):
                self.condition(condition, "if")
                return self.choice(self.kind(then), self.kind(otherwise), then, otherwise)
            case _:
                assert_never(node)

    def condition(self, node: Node, word: str) -> None:
        kind = self.kind(node)
        if kind.base not in {"any", "boolean"} and not _says_boolean(kind):
            self.wrong(f"'{word}' needs a condition, not {kind.words}: compare it, or write 'is set'", node.at)

    def comparison(self, node: Comparison) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if node.operator in {"==", "!="}:
            self.same(node, left, right)
            return BOOLEAN
        sides = []
        for side, kind in ((node.left, left), (node.right, right)):
            base = _written_base(side, kind)
            if base != "any" and base not in _ORDERED:
                self.wrong(
                    f"'{node.operator}' compares numbers or dates, not {kind.words}{_part_hint(side, kind)}", side.at
                )
            sides.append(base)
        if all(base in _ORDERED for base in sides) and ("number" in sides) != (sides == ["number", "number"]):
            self.wrong("a number is compared with a date", node.at)
        return BOOLEAN

    def same(self, node: Comparison, left: Kind, right: Kind) -> None:
        for one, other, place in ((left, right, node.left), (right, left, node.right)):
            if one.base == "object":
                self.wrong(f"a value with parts equals nothing{_part_hint(place, one)}", node.at)
                return
            if one.base == "list" and other.base not in {"list", "any"}:
                self.wrong("a list is compared with one value: write 'value in list'", node.at)
                return
        for constant, kind in ((node.right, left), (node.left, right)):
            self.possible(constant, kind)

    def possible(self, node: Node, kind: Kind) -> None:
        """Whether a value as written can be one of those that the other side may have."""
        if not isinstance(node, Constant):
            return
        known = key(node.value)
        if kind.values and known not in {key(value) for value in kind.values}:
            self.wrong(
                f"'{node.value}' is none of its values. {suggestion(str(node.value), kind.values)}", node.at, False
            )
        elif kind.base == "boolean" and known not in {"true", "false"}:
            self.wrong("true or false is compared with something else", node.at)
        elif kind.base == "number" and to_number(node.value) is None:
            self.wrong("a number is compared with a text", node.at)
        elif kind.base in {"date", "moment"} and day(node.value) is None:
            self.wrong("a date is written 'YYYY-MM-DD'", node.at)

    def membership(self, node: Membership) -> Kind:
        left, right = self.kind(node.left), self.kind(node.right)
        if left.base in {"list", "object"}:
            self.wrong(f"{left.words} is in no list: write any_of(x, y) or all_of(x, y)", node.at)
        if right.base not in {"list", "text", "any"}:
            self.wrong(f"after 'in' stands a list, not {right.words}", node.right.at)
        if isinstance(node.right, Constant):
            self.wrong("after 'in' stands a list; for a part of a text write contains(text, part)", node.right.at)
        if isinstance(node.right, Listing):
            for item in node.right.items:
                self.possible(item, left)
        elif right.values:
            self.possible(node.left, Kind("text", right.values))
        return BOOLEAN

    def arithmetic(self, node: Arithmetic) -> Kind:
        self.number(node.first, node.rest[0][0])
        for operator, operand in node.rest:
            self.number(operand, operator)
            if operator in "/%" and isinstance(operand, Constant) and operand.value == 0:
                self.wrong("a division by zero", operand.at)
        return NUMBER

    def number(self, node: Node, operator: str) -> None:
        kind = self.kind(node)
        if kind.base in {"number", "any"}:
            return
        cure = {"text": "; texts are joined with concat(a, b)", "date": "; use add_days or days_between"}.get(
            kind.base, ""
        )
        self.wrong(f"'{operator}' needs numbers, not {kind.words}{_part_hint(node, kind)}{cure}", node.at)

    def call(self, node: Call) -> Kind:
        function = FUNCTIONS.get(node.function)
        if function is None:
            self.wrong(f"there is no function '{node.function}'. {suggestion(node.function, FUNCTIONS)}", node.at)
            for argument in node.arguments:
                self.kind(argument)
            return ANY
        if len(node.arguments) < function.least:
            self.wrong(f"{node.function} needs {_count(function)}, this has {len(node.arguments)}", node.at)
        for index, argument in enumerate(node.arguments):
            self.argument(node.function, function.parameter(index), argument, function)
        self.written(node)
        return Kind(function.gives, always=function.gives == "boolean")

    def argument(self, name: str, takes: Base | None, node: Node, function: Function) -> None:
        kind = self.kind(node)
        if takes is None:
            self.wrong(f"{name} takes {_count(function)} at most", node.at)
        elif takes in _FITS and kind.base != "any" and kind.base not in _FITS[takes]:
            self.wrong(f"{name} needs a {takes} here, not {kind.words}{_part_hint(node, kind)}", node.at)
        elif takes in {"date", "moment"} and isinstance(node, Constant):
            read = day(node.value) if takes == "date" else written_moment(node.value)
            if read is None:
                form = "YYYY-MM-DD" if takes == "date" else "YYYY-MM-DDThh:mm+hh:mm"
                self.wrong(f"a {takes} is written '{form}'", node.at)

    def written(self, node: Call) -> None:
        """Patterns and time zones as written are read now, so that no run meets a bad one."""
        if len(node.arguments) < 2:
            return
        argument = node.arguments[1]
        value = argument.value if isinstance(argument, Constant) else None
        if node.function == "matches" and not isinstance(value, str):
            self.wrong("the pattern of matches is written in the expression, in quotes", argument.at)
        elif node.function == "matches":
            try:
                compile_pattern(str(value))
            except ExpressionError as error:
                self.wrong(f"{error.problem} ('{value}')", argument.at)
        elif node.function.endswith("_in") and isinstance(value, str):
            try:
                zoneinfo.ZoneInfo(value.strip())
            except (KeyError, ValueError, OSError):
                self.wrong(f"'{value}' is no time zone; they are named as in 'Europe/Berlin'", argument.at)

    def choice(self, left: Kind, right: Kind, then: Node, otherwise: Node) -> Kind:
        if left.base != right.base:
            return ANY
        values = [_possible_values(kind, node) for kind, node in ((left, then), (right, otherwise))]
        known = values[0] + values[1] if values[0] and values[1] else ()
        return Kind(left.base, tuple(dict.fromkeys(known)), always=left.always and right.always)


def _possible_values(kind: Kind, node: Node) -> tuple[str, ...]:
    return (node.value,) if isinstance(node, Constant) and isinstance(node.value, str) else kind.values


def _says_boolean(kind: Kind) -> bool:
    return bool(kind.values) and {fold(value) for value in kind.values} <= {"true", "false"}


def _written_base(node: Node, kind: Kind) -> Base:
    if not isinstance(node, Constant) or not isinstance(node.value, str):
        return kind.base
    if day(node.value) is not None:
        return "date"
    return "number" if to_number(node.value) is not None else "text"


def _part_hint(node: Node, kind: Kind) -> str:
    if kind.base != "object" or not kind.parts or not isinstance(node, Name):
        return ""
    return f" (its parts: {', '.join(f'{node.dotted}.{part}' for part in kind.parts)})"


def _count(function: Function) -> str:
    least, most = function.least, len(function.takes)
    if function.more:
        return f"{least} or more"
    return f"{least} value{'s' if least != 1 else ''}" if least == most else f"{least} to {most} values"

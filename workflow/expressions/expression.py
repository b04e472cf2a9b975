"""An expression, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from workflow.comparison import truth
from workflow.expressions.evaluation import Evaluation, compile_node
from workflow.expressions.kinds import ANY, Kind
from workflow.expressions.nodes import Name, Node
from workflow.expressions.syntax import read_nodes
from workflow.expressions.typing import KindOf, Remark, judge


@dataclass(frozen=True)
class Expression:
    """An expression ready for use. `names` are the dotted names that it reads, such as `amount.amount`."""

    text: str
    node: Node = field(repr=False)
    names: frozenset[str]
    _evaluation: Evaluation = field(repr=False, compare=False)

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """What it gives for these values, as plain data. Never raises for what they are: missing ones are empty."""
        return self._evaluation(values)

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it gives true: as a condition."""
        return truth(self._evaluation(values))

    def judge(self, kind_of: KindOf) -> tuple[Kind, list[Remark]]:
        """The kind of what it gives, and what is wrong with it, where names are of these kinds."""
        return judge(self.text, self.node, kind_of)


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Reads an expression; raises ExpressionError with the column for anything outside of the language."""
    node = read_nodes(text)
    _, remarks = judge(text, node, lambda _: ANY)
    for remark in remarks:
        raise remark.problem
    names = frozenset(part.dotted for part in _walk(node) if isinstance(part, Name))
    return Expression(text, node, names, compile_node(node))


def _walk(value: Any) -> Iterator[Node]:
    if isinstance(value, tuple):
        for element in value:
            yield from _walk(element)
    elif isinstance(value, Node):
        yield value
        for attribute in fields(value):
            yield from _walk(getattr(value, attribute.name))

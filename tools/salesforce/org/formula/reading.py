"""Reading: from a formula's text to its tree of tuples; wrong names are found before a record is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput, VisitError

from tools.salesforce.org.formula.functions import FUNCTIONS, SPECIAL

GRAMMAR = Path(__file__).with_name("grammar.lark")

Tree = tuple[Any, ...]
"""A kind (`number`, `text`, `path`, `call`, `compare`, `join`, `arithmetic`, `either`, `both`, `minus`, `contrary`)
with its parts."""


class FormulaError(ValueError):
    """A formula that cannot be read, or that names what there is not."""


@lru_cache(maxsize=512)
def read(text: str) -> Tree:
    """The tree of a formula; raises FormulaError."""
    try:
        tree: Tree = _parser().parse(text)  # type: ignore[assignment]
    except UnexpectedInput as error:
        raise FormulaError(f"it cannot be read at column {getattr(error, 'column', 0)}: {text[:200]}") from None
    except VisitError as error:
        raise FormulaError(str(error.orig_exc)) from None
    return tree


def paths(tree: Any) -> Iterator[tuple[str, ...]]:
    """The fields that a formula reads, each as the relationships to it and its name."""
    if isinstance(tree, tuple):
        if tree and tree[0] == "path":
            yield tree[1]
            return
        for part in tree:
            yield from paths(part)


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", transformer=_Tree())


class _Tree(Transformer[Token, Any]):
    """Builds the tree while parsing; `c` are a rule's parts."""

    def number(self, c: list[Any]) -> Tree:
        return "number", float(c[0])

    def text(self, c: list[Any]) -> Tree:
        return "text", str(c[0])[1:-1].replace('\\"', '"').replace("\\'", "'").replace("\\\\", "\\")

    def path(self, c: list[Any]) -> Tree:
        names = tuple(str(name) for name in c)
        if len(names) == 1 and names[0].upper() in ("TRUE", "FALSE", "NULL"):
            return "constant", {"TRUE": True, "FALSE": False, "NULL": None}[names[0].upper()]
        return "path", names

    def call(self, c: list[Any]) -> Tree:
        name = str(c[0]).upper()
        if name not in FUNCTIONS and name not in SPECIAL:
            known = ", ".join(sorted({*FUNCTIONS, *SPECIAL}))
            raise FormulaError(f"there is no function {name}; there are {known}")
        return ("call", name, *c[1:])

    def compare(self, c: list[Any]) -> Tree:
        return ("compare", str(c[1]), c[0], c[2])

    def arithmetic(self, c: list[Any]) -> Tree:
        return ("arithmetic", *(str(one) if isinstance(one, Token) else one for one in c))

    def power_of(self, c: list[Any]) -> Tree:
        return ("arithmetic", c[0], "^", c[1])

    def join(self, c: list[Any]) -> Tree:
        return ("join", *c)

    def either_of(self, c: list[Any]) -> Tree:
        return ("either", *c)

    def both_of(self, c: list[Any]) -> Tree:
        return ("both", *c)

    def minus(self, c: list[Any]) -> Tree:
        return "minus", c[-1]

    def contrary(self, c: list[Any]) -> Tree:
        return "contrary", c[-1]

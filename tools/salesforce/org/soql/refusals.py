"""Refusals: statements that the grammar reads and the org refuses, by the list in `refused.yaml`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from tools.salesforce.org.failure import ApiError
from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.parsing import STRING, malformed, parse
from workflow.document import Frozen

REFUSED = Path(__file__).with_name("refused.yaml")
SCOPES = frozenset({"everything", "mine", "mine_and_my_groups", "mineandmygroups"})
FUNCTIONS = {"FORMULA": "formula", "CONVERTCURRENCY": "convert_currency"}
COMMENT = re.compile(r"//|/\*")

Place = tuple[str, int, str]
"""A feature's name, where it stands in the text, and the token that is shown."""


class Feature(Frozen):
    """A refused feature of SOQL."""

    message: str
    example: str
    as_salesforce: bool = False  #: whether a real org refuses it too


class Refused(ApiError):
    """A statement with a refused feature; `feature` is its name in the list."""

    def __init__(self, feature: str, error: ApiError) -> None:
        self.feature = feature
        super().__init__(error.code, error.message)


@cache
def features() -> dict[str, Feature]:
    """The refused features by name."""
    import yaml

    content = yaml.safe_load(REFUSED.read_text(encoding="utf-8"))
    return TypeAdapter(dict[str, Feature]).validate_python(content)


def read(text: str) -> syntax.Query:
    """The tree of a statement; raises ApiError for what cannot be read, and Refused for what is refused."""
    tree = parse(text)
    place = _first(text)
    if place is not None:
        name, at, token = place
        raise Refused(name, malformed(text, at, features()[name].message.replace("{token}", token)))
    return tree


@lru_cache(maxsize=512)
def _first(text: str) -> Place | None:
    """The refused thing that stands first in the text."""
    return min([*_comments(text), *_found(parse(text), text)], key=lambda place: place[1], default=None)


def _comments(text: str) -> Iterator[Place]:
    bare = STRING.sub(lambda m: "'" + " " * (len(m.group()) - 2) + "'", text)
    found = COMMENT.search(bare)
    if found is not None:
        yield "comment", found.start(), found.group()


def _found(node: Any, text: str) -> Iterator[Place]:
    if isinstance(node, syntax.Literal) and node.kind in ("bind", "currency"):
        yield ("bind_variable" if node.kind == "bind" else "currency_amount"), node.at, node.text
    elif isinstance(node, syntax.Function) and node.name in FUNCTIONS:
        yield FUNCTIONS[node.name], node.at, node.name
    elif isinstance(node, syntax.Apart):
        yield node.feature, node.at, ""
    elif isinstance(node, syntax.Chain):
        yield from _mixed(node, text)
    elif isinstance(node, syntax.Query) and node.scope and node.scope.lower() not in SCOPES:
        yield "scope", node.at, node.scope
    for part in _parts(node):
        yield from _found(part, text)


def _mixed(chain: syntax.Chain, text: str) -> Iterator[Place]:
    """Salesforce refuses AND beside OR, and NOT after either, where no brackets say what is meant."""
    for operator, at in zip(chain.operators, chain.places, strict=True):
        if operator != chain.operators[0]:
            yield "mixed_operators", at, operator
    for part in chain.parts[1:]:
        if isinstance(part, syntax.Not) and not text[: part.at].rstrip().endswith("("):
            yield "late_not", part.at, "NOT"


def _parts(node: Any) -> Iterator[Any]:
    if isinstance(node, tuple):
        yield from node
    elif dataclasses.is_dataclass(node):
        for field in dataclasses.fields(node):
            value = getattr(node, field.name)
            if isinstance(value, tuple) or dataclasses.is_dataclass(value):
                yield value

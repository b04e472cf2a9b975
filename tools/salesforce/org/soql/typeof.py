"""TYPEOF: fields of a parent that depend on which object it is."""

from __future__ import annotations

from collections.abc import Iterator

from tools.salesforce.org.soql import syntax
from tools.salesforce.org.soql.columns import Column, Columns
from tools.salesforce.org.soql.parsing import malformed

Chosen = tuple[Column, tuple[str, ...], frozenset[str]]
"""A column, the relationships to the parent that decides, and the key prefixes for which it is answered."""


def chosen(columns: Columns, item: syntax.Typeof) -> Iterator[Chosen]:
    """The columns of a TYPEOF expression; raises ApiError for a parent that is of one object only."""
    reference, source, walked = columns.polymorphic(item.path)
    allowed = {name.lower(): columns.schema.known(name) for name in reference.reference_to}
    named: set[str] = set()
    for name, paths in item.types:
        target = allowed.get(name.lower())
        if target is None:
            problem = f"{name} is not a type that {reference.name} can refer to"
            raise malformed(columns.text, item.at, problem, "INVALID_TYPE")
        named.add(target.prefix)
        for path in paths:
            yield columns.of_kind(path, target, source, walked), walked, frozenset({target.prefix})
    others = frozenset(target.prefix for target in allowed.values()) - named
    for path in item.otherwise:
        yield columns.of_any(path, reference, source, walked), walked, others

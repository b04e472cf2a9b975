"""Derived values: what the workflow's `derive` makes of what is known, for tables and expressions to read.

map     source values → the key of `by` that lists them (letter case apart). A list, or a text 'A;B' as Salesforce
        writes a multi-select picklist, has several source values: all that lead to the same key give that key;
        different keys give `several`. Values that `by` does not list count only where none is listed: `otherwise`
band    the first band whose limit (exclusive) is above the number; `otherwise` from the last limit on;
        empty where there is no number
first   the first expression that is set, else `otherwise`
text    an expression
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workflow.comparison import is_empty, key, members, order
from workflow.definition import BandRule, DeriveRule, MapRule
from workflow.errors import ExpressionError
from workflow.expressions import parse


def derive(rules: Mapping[str, DeriveRule], values: Mapping[str, Any]) -> dict[str, Any]:
    """Every derived value, name → plain value. Raises ExpressionError where rules depend on each other in a circle."""
    known = {name: value for name, value in values.items() if name not in rules}
    for name in order_of(rules):
        known[name] = derive_one(rules[name], known)
    return {name: known[name] for name in rules}


def derive_one(rule: DeriveRule, values: Mapping[str, Any]) -> Any:
    """The value of one rule; those that it depends on are among `values`."""
    if isinstance(rule, str):
        return parse(rule).evaluate(values)
    if isinstance(rule, MapRule):
        return _map(rule, parse(rule.map).evaluate(values))
    if isinstance(rule, BandRule):
        return _band(rule, parse(rule.band).evaluate(values))
    found = (parse(text).evaluate(values) for text in rule.first)
    return next((value for value in found if not is_empty(value)), rule.otherwise)


def expressions(rule: DeriveRule) -> tuple[tuple[str, str], ...]:
    """The expressions of a rule, each with its key in the definition ('' for a rule that is an expression)."""
    if isinstance(rule, str):
        return (("", rule),)
    if isinstance(rule, MapRule):
        return (("map", rule.map),)
    if isinstance(rule, BandRule):
        return (("band", rule.band),)
    return tuple((f"first[{index}]", text) for index, text in enumerate(rule.first))


def names(rule: DeriveRule) -> frozenset[str]:
    """The dotted names that a rule reads."""
    return frozenset().union(*(parse(text).names for _, text in expressions(rule)))


def order_of(rules: Mapping[str, DeriveRule]) -> tuple[str, ...]:
    """The names of the rules, each after those that it reads; raises ExpressionError naming a circle."""
    reads = {name: {dotted.split(".")[0] for dotted in names(rule)} & set(rules) for name, rule in rules.items()}
    done: dict[str, None] = {}
    for start in rules:
        path = [start] if start not in done else []
        while path:
            waiting = [name for name in sorted(reads[path[-1]]) if name not in done]
            if not waiting:
                done[path.pop()] = None
            elif waiting[0] in path:
                circle = [*path[path.index(waiting[0]) :], waiting[0]]
                raise ExpressionError(" → ".join(circle), "derived values depend on each other in a circle")
            else:
                path.append(waiting[0])
    return tuple(done)


def _map(rule: MapRule, source: Any) -> str | None:
    values = {known for known in (key(value) for value in members(source)) if known is not None}
    if not isinstance(source, (list, tuple)) and (whole := key(source)) is not None:
        values.add(whole)
    found = [name for name, listed in rule.by.items() if any(key(value) in values for value in listed)]
    if len(found) > 1:
        return rule.several
    return found[0] if found else rule.otherwise


def _band(rule: BandRule, number: Any) -> str | None:
    # A text or a date has no order with 0 and so no band.
    if order(number, 0) is None:
        return None
    return next((name for name, limit in rule.below.items() if order(number, limit) == -1), rule.otherwise)

"""Derived values: whether their rules can give what they promise."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from workflow.bundle import Bundle
from workflow.check.expressions import check_expression
from workflow.check.finding import Finding
from workflow.comparison import key as key_of
from workflow.comparison import members
from workflow.definition import ActStep, AssignStep, BandRule, DecideStep, MapRule, WorkflowDefinition
from workflow.derived import expressions, names, order_of
from workflow.errors import ExpressionError
from workflow.expressions import Kind, parse
from workflow.expressions.syntax import RESERVED
from workflow.names import Known, known_in_all, placed_steps, produced
from workflow.nearest import suggestion


def check_derived(file: str, bundle: Bundle, workflow: WorkflowDefinition, read: Iterable[str]) -> list[Finding]:
    """Findings about `derive`; `read` are the names that tables and expressions read."""
    try:
        order_of(workflow.derive)
    except ExpressionError as error:
        return [Finding(level="error", file=file, key="derive", problem=str(error))]
    known = known_in_all(bundle, workflow)
    made = {name for _, step, _ in placed_steps(workflow) for name in produced(bundle, step)}
    used = {name.split(".")[0] for name in read} | {
        name.split(".")[0] for rule in workflow.derive.values() for name in names(rule)
    }
    found: list[Finding] = []
    for name, rule in workflow.derive.items():
        place = f"derive.{name}"
        for key, text in expressions(rule):
            found += check_expression(file, f"{place}.{key}" if key else place, text, known)
        if isinstance(rule, MapRule):
            found += _check_map(file, place, rule, parse(rule.map).judge(known.kind)[0])
        if isinstance(rule, BandRule):
            found += _check_band(file, place, rule, known)
        if not re.fullmatch(r"[^\W\d]\w*", name) or name in RESERVED:
            problem = f"'{name}' is no name that an expression can read"
            found.append(
                Finding(level="error", file=file, key=place, problem=problem, cure="Use letters, digits and _")
            )
        if name in made:
            cure = f"Rename it; the other is hidden (a field is still read as fields.{name})"
            problem = f"'{name}' is also what a step makes known"
            found.append(Finding(level="warning", file=file, key=place, problem=problem, cure=cure))
        elif name not in used:
            found.append(
                Finding(level="info", file=file, key=place, problem=f"nothing reads '{name}'", cure="Remove it")
            )
    return found


def names_read(bundle: Bundle, workflow: WorkflowDefinition) -> set[str]:
    """The names that a workflow's tables, steps and record read."""
    texts = [*workflow.record.values.values(), *workflow.record.opening.values()]
    read = {workflow.record.owner}
    for _, step, _ in placed_steps(workflow):
        texts.append(step.when)
        if isinstance(step, ActStep | AssignStep):
            texts += [text for _, text in step.expressions()]
        if isinstance(step, DecideStep) and step.table in bundle.tables:
            read |= set(bundle.tables[step.table].inputs)
    for text in filter(None, texts):
        try:
            read |= parse(text).names
        except ExpressionError:
            continue
    return read


def _check_map(file: str, place: str, rule: MapRule, kind: Kind) -> list[Finding]:
    found = []
    seen: dict[str, str] = {}
    possible = {key_of(value) for value in kind.values}
    for name, listed in rule.by.items():
        for value in listed:
            known = key_of(value) or ""
            if seen.setdefault(known, name) != name:
                problem = f"'{value}' leads to {seen[known]} and to {name}"
                cure = (
                    "List it under one of them"
                    if rule.several is None
                    else f"It gives '{rule.several}', the value for several"
                )
                found.append(Finding(level="warning", file=file, key=f"{place}.by.{name}", problem=problem, cure=cure))
            if possible and known not in possible and not (len(members(value)) > 1 and kind.base == "list"):
                problem = f"'{value}' is none of the values of '{rule.map}'"
                cure = suggestion(value, kind.values)
                found.append(Finding(level="warning", file=file, key=f"{place}.by.{name}", problem=problem, cure=cure))
    left = [value for value in kind.values if (key_of(value) or "") not in seen]
    if left and rule.otherwise is None:
        shown = ", ".join(left[:8]) + (" …" if len(left) > 8 else "")
        found.append(
            Finding(
                level="warning", file=file, key=place, problem=f"these lead to nothing: {shown}", cure="Add 'otherwise'"
            )
        )
    return found


def _check_band(file: str, place: str, rule: BandRule, known: Known) -> list[Finding]:
    found = []
    kind = parse(rule.band).judge(known.kind)[0]
    if kind.base not in {"any", "number"}:
        parts = f": {', '.join(f'{rule.band}.{part}' for part in kind.parts)}" if kind.parts else ""
        problem = f"bands are over numbers, but '{rule.band}' is {kind.words}{parts}"
        found.append(Finding(level="error", file=file, key=f"{place}.band", problem=problem))
    limits = list(rule.below.values())
    if not limits or any(low >= high for low, high in pairwise(limits)):
        problem = "the limits of the bands do not go upwards"
        found.append(
            Finding(level="error", file=file, key=f"{place}.below", problem=problem, cure="Write the lowest band first")
        )
    return found

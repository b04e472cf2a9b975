"""A workflow's file → its definition, step by step, so that one wrong step hides no other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pydantic import BaseModel

from tools.bundle.markup import Markup, Path, dotted
from tools.bundle.typed import build
from workflow.definition import (
    LATER_KINDS,
    ActStep,
    AnyStep,
    BandRule,
    DeriveRule,
    FirstRule,
    ForEach,
    MapRule,
    WaitStep,
    WorkflowDefinition,
)
from workflow.derived import expressions, order_of
from workflow.errors import BundleError, ExpressionError
from workflow.expressions import parse
from workflow.nearest import suggestion

STEP_MODELS: dict[str, Any] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(AnyStep)[0])
}
"""Step kind → its model."""
RULES: dict[str, type[MapRule | BandRule | FirstRule]] = {"map": MapRule, "band": BandRule, "first": FirstRule}


@dataclass
class DefinitionFile:
    """What a workflow's file gave: the definition where all is well, and in any case the steps that can be read."""

    file: str
    markup: Markup
    definition: WorkflowDefinition | None = None
    steps: list[tuple[str, AnyStep]] = field(default_factory=list)  #: with their keys


def read_definition(file: str, stem: str, markup: Markup) -> DefinitionFile:
    """Reads a workflow; what is wrong is added to the markup's errors."""
    return _Reading(DefinitionFile(file, markup)).read(stem)


class _Reading:
    def __init__(self, out: DefinitionFile) -> None:
        self.out, self.markup, self.file = out, out.markup, out.file

    def wrong(self, path: Path, problem: str, cure: str = "") -> None:
        self.markup.errors.append(BundleError(self.file, dotted(path), problem, cure, line=self.markup.line(path)))

    def read(self, stem: str) -> DefinitionFile:
        data = self.markup.data
        if not isinstance(data, dict):
            build(WorkflowDefinition, data, (), self.markup, self.file)
            return self.out
        typed = dict(data)
        if isinstance(data.get("steps"), list) and data["steps"]:
            # A file whose every step is wrong is told so once a step, not as a file without steps.
            typed["steps"] = self.steps(data["steps"], ("steps",)) or (STEP_MODELS["read"](id="read", kind="read"),)
        if isinstance(data.get("derive"), dict):
            rules = {name: self.rule(rule, ("derive", name)) for name, rule in data["derive"].items()}
            typed["derive"] = {name: rule for name, rule in rules.items() if rule is not None}
            self.circle(typed["derive"])
        definition = build(WorkflowDefinition, typed, (), self.markup, self.file)
        if definition is None:
            return self.out
        if definition.workflow != stem:
            cure = f"Name the file {definition.workflow}.yaml, or write: workflow: {stem}"
            self.wrong(("workflow",), f"the workflow '{definition.workflow}' stands in a file of another name", cure)
        self.expression(definition.account.where, ("account", "where"))
        for name, text in definition.record.values.items():
            self.expression(text, ("record", "values", name), needed=True)
        self.out.definition = None if self.markup.errors else definition
        return self.out

    def steps(self, data: list[Any], path: Path) -> tuple[BaseModel, ...]:
        read: list[BaseModel | None] = []
        for index, entry in enumerate(data):
            place = (*path, index)
            if isinstance(entry, dict) and "for_each" in entry and len(path) == 1:
                read.append(self.for_each(entry, place))
            else:
                read.append(self.step(entry, place))
        return tuple(step for step in read if step is not None)

    def for_each(self, entry: dict[str, Any], path: Path) -> BaseModel | None:
        steps: Any = entry.get("steps")
        if isinstance(steps, list) and steps:
            steps = self.steps(steps, (*path, "steps")) or (STEP_MODELS["read"](id="read", kind="read"),)
        return build(ForEach, {**entry, "steps": steps} if "steps" in entry else entry, path, self.markup, self.file)

    def step(self, entry: Any, path: Path) -> BaseModel | None:
        if not isinstance(entry, dict):
            self.wrong(path, "a step is written {id: …, kind: …}")
            return None
        kind = entry.get("kind")
        if not isinstance(kind, str) or kind not in STEP_MODELS:
            self.unknown_kind(kind, path)
            return None
        step: AnyStep | None = build(STEP_MODELS[kind], entry, path, self.markup, self.file)
        if step is None:
            return None
        first = next((place for place, other in self.out.steps if other.id == step.id), None)
        if first:
            self.wrong((*path, "id"), f"two steps have the id '{step.id}' (the other is {first})", "Rename one of them")
        self.out.steps.append((dotted(path), step))
        self.expression(step.when, (*path, "when"))
        if isinstance(step, ActStep):
            for name, text in step.expressions():
                self.expression(text, (*path, "arguments", *name.split(".")), needed=True)
        if isinstance(step, WaitStep):
            self.expression(step.until, (*path, "until"))
        return step

    def unknown_kind(self, kind: Any, path: Path) -> None:
        if kind is None:
            self.wrong(path, "the key 'kind' is missing", suggestion("", STEP_MODELS))
        elif kind in LATER_KINDS:
            self.wrong((*path, "kind"), f"steps of kind '{kind}' are not available in this version", "Remove the step")
        else:
            self.wrong((*path, "kind"), f"there is no kind of step '{kind}'", suggestion(str(kind), STEP_MODELS))

    def rule(self, rule: Any, path: Path) -> DeriveRule | None:
        read: DeriveRule | None
        if isinstance(rule, dict):
            words = [word for word in RULES if word in rule]
            if len(words) != 1:
                known = {key for model in RULES.values() for key in model.model_fields}
                wrong = next((key for key in rule if key not in known), "")
                cure = suggestion(wrong, RULES) if wrong else "Write one of: map, band, first"
                self.wrong(path, "a derived value is an expression, or has one of the keys map, band, first", cure)
                return None
            read = build(RULES[words[0]], rule, path, self.markup, self.file)
        elif isinstance(rule, str):
            read = rule
        else:
            self.wrong(path, "a derived value is an expression in quotes, or has one of the keys map, band, first")
            return None
        if read is None:
            return None
        good = [self.expression(text, self._place(path, key), needed=True) for key, text in expressions(read)]
        return read if all(good) else None

    def _place(self, path: Path, key: str) -> Path:
        word, _, index = key.partition("[")
        return (*path, word, int(index[:-1])) if index else (*path, word) if word else path

    def circle(self, rules: Mapping[str, DeriveRule]) -> None:
        try:
            order_of(rules)
        except ExpressionError as error:
            self.wrong(("derive",), f"{error.problem}: {error.text}", "Let one of them read something else")

    def expression(self, text: str, path: Path, needed: bool = False) -> bool:
        if not text.strip() and not needed:
            return True
        try:
            parse(text)
        except ExpressionError as error:
            self.wrong(path, str(error))
            return False
        return True

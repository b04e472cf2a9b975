"""The names that expressions and tables of a workflow may read, their kinds, and the step from which each is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workflow.bundle import Bundle
from workflow.comparison import key, to_number
from workflow.definition import (
    MESSAGE_KINDS,
    ActStep,
    AnyStep,
    BandRule,
    ClassificationStep,
    CompletenessStep,
    DecideStep,
    DeriveRule,
    DocumentsStep,
    ExtractionStep,
    ForEach,
    MapRule,
    MatchingStep,
    ReadStep,
    SplittingStep,
    TriageStep,
    WaitStep,
    WorkflowDefinition,
)
from workflow.derived import names as names_of
from workflow.errors import ExpressionError
from workflow.expressions import parse
from workflow.expressions.kinds import ANY, DATE, LIST, MOMENT, NUMBER, OBJECT, TEXT, Kind
from workflow.fields import FieldDefinition, FieldSet, FieldType

MESSAGE: dict[str, Kind] = {
    "subject": TEXT,
    "language": TEXT,
    "received": MOMENT,
    "attachments": NUMBER,
    "sender": Kind("object", parts={"email": TEXT, "domain": TEXT, "name": TEXT}),
}
"""Known as soon as the message is read. `received` is the moment of its Date header, ISO 8601."""

CONFIDENCE = {"confidence": NUMBER}
"""That of the least sure interpretation of a case, 0 to 1."""

WAIT_OUTCOMES = ("answered", "came", "time", "late", "reviewed")
"""How a wait may have ended where the run goes on after it."""

_FIELD_KINDS: dict[FieldType, Kind] = {
    FieldType.INTEGER: NUMBER,
    FieldType.NUMBER: NUMBER,
    FieldType.PERCENT: NUMBER,
    FieldType.BOOLEAN: Kind("boolean"),
    FieldType.DATE: DATE,
    FieldType.DATETIME: MOMENT,
    FieldType.MONEY: Kind("number", parts={"amount": NUMBER, "currency": TEXT}),
    FieldType.PERSON: ANY,
    FieldType.DURATION: ANY,
    FieldType.OBJECT: OBJECT,
}


@dataclass
class Known:
    """Names → kinds at one place of a workflow; `later` has those that only another step makes known, with its id."""

    kinds: dict[str, Kind] = field(default_factory=dict)
    later: dict[str, str] = field(default_factory=dict)

    def kind(self, dotted: str) -> Kind:
        """The kind of a dotted name; anything where it is not known."""
        root, *parts = dotted.split(".")
        kind = self.kinds.get(root, ANY)
        for part in parts:
            kind = kind.parts.get(part, ANY)
        return kind


def produced(bundle: Bundle, step: AnyStep) -> dict[str, Kind]:
    """What a step makes known. References to what the bundle does not have give nothing."""
    if isinstance(step, ReadStep):
        return MESSAGE
    if isinstance(step, TriageStep):
        return {"triage": TEXT}
    if isinstance(step, SplittingStep):
        return {"requests": NUMBER}
    if isinstance(step, MatchingStep):
        return {"account": OBJECT, **CONFIDENCE}
    if isinstance(step, ClassificationStep):
        categories = bundle.categories.get(step.categories)
        return {"category": Kind("text", categories.ids if categories else ()), **CONFIDENCE}
    if isinstance(step, ExtractionStep):
        return _extracted(bundle.fields.get(step.fields))
    if isinstance(step, DocumentsStep):
        documents = bundle.documents.get(step.documents)
        return {"documents": Kind("list", documents.ids if documents else ())}
    if isinstance(step, CompletenessStep):
        return {"missing": LIST, "missing_documents": LIST}
    if isinstance(step, WaitStep):
        return {"waited": Kind("object", parts={step.id: Kind("text", WAIT_OUTCOMES)})}
    if isinstance(step, ActStep):
        fault = {step.fault: TEXT} if step.on_error == "go_on" else {}
        return {**dict.fromkeys(step.gives, ANY), **fault}
    return _given(bundle, step) if isinstance(step, DecideStep) else {}


def placed_steps(workflow: WorkflowDefinition) -> Iterator[tuple[str, AnyStep, bool]]:
    """Every step in order: its key in the definition, the step, and whether it is inside `for_each`."""
    for index, entry in enumerate(workflow.steps):
        if isinstance(entry, ForEach):
            for inner, step in enumerate(entry.steps):
                yield f"steps[{index}].steps[{inner}]", step, True
        else:
            yield f"steps[{index}]", entry, False


def known_at(bundle: Bundle, workflow: WorkflowDefinition) -> Iterator[tuple[str, AnyStep, Known]]:
    """Every step with its key and what is known when it begins."""
    placed = list(placed_steps(workflow))
    for at, (place, step, _) in enumerate(placed):
        known = Known()
        for index, (_, other, _) in enumerate(placed):
            # The steps of the message run before those of its cases, wherever they stand.
            of_message, other_of_message = step.kind in MESSAGE_KINDS, other.kind in MESSAGE_KINDS
            seen = index < at if of_message == other_of_message else other_of_message
            for name, kind in produced(bundle, other).items():
                if seen:
                    known.kinds.setdefault(name, kind)
                    known.later.pop(name, None)
                elif name not in known.kinds:
                    known.later.setdefault(name, other.id)
        yield place, step, with_derived(workflow.derive, known)


def known_in_all(bundle: Bundle, workflow: WorkflowDefinition) -> Known:
    """What is known when every step is done: what the rules of `derive` may read."""
    known = Known()
    for _, step, _ in placed_steps(workflow):
        for name, kind in produced(bundle, step).items():
            known.kinds.setdefault(name, kind)
    return with_derived(workflow.derive, known)


def with_derived(rules: Mapping[str, DeriveRule], known: Known) -> Known:
    """Adds the derived values: each is known when all are that it reads, where a step can make them known at all."""
    out = Known(dict(known.kinds), dict(known.later))
    waiting = dict(rules)
    for _ in range(len(rules) + 1):
        for name, rule in list(waiting.items()):
            try:
                roots = {dotted.split(".")[0] for dotted in names_of(rule)}
            except ExpressionError:
                roots = set()
            if roots & set(waiting):
                continue
            later = [out.later[root] for root in sorted(roots) if root in out.later and root not in out.kinds]
            if later:
                out.later[name] = later[0]
            else:
                out.kinds[name] = derived_kind(rule, out)
                out.later.pop(name, None)
            del waiting[name]
    return out


def derived_kind(rule: DeriveRule, known: Known) -> Kind:
    """The kind of a derived value."""
    if isinstance(rule, str):
        return _kind_of(rule, known)
    ends = [rule.otherwise] if rule.otherwise is not None else []
    if isinstance(rule, MapRule):
        # Without `several`, two different keys give nothing.
        always = rule.otherwise is not None and (rule.several is not None or len(rule.by) < 2)
        several = [rule.several] if rule.several is not None else []
        return Kind("text", tuple(dict.fromkeys([*rule.by, *several, *ends])), always=always)
    if isinstance(rule, BandRule):
        return Kind("text", tuple(dict.fromkeys([*rule.below, *ends])))
    bases = {_kind_of(text, known).base for text in rule.first}
    same = len(bases) == 1 and (not ends or "text" in bases)
    return Kind(bases.pop() if same else "any", always=bool(ends))


def field_kind(definition: FieldDefinition) -> Kind:
    """The kind of an extracted value."""
    if definition.many:
        return Kind("list", definition.values)
    if definition.type is FieldType.ENUM:
        return Kind("text", definition.values)
    return _FIELD_KINDS.get(definition.type, TEXT)


def _kind_of(text: str, known: Known) -> Kind:
    try:
        return parse(text).judge(known.kind)[0]
    except ExpressionError:
        return ANY


def _extracted(fields: FieldSet | None) -> dict[str, Kind]:
    kinds = {definition.id: field_kind(definition) for definition in fields.fields} if fields else {}
    return {**kinds, "fields": Kind("object", parts=dict(kinds))}


def _given(bundle: Bundle, step: DecideStep) -> dict[str, Kind]:
    table = bundle.tables.get(step.table)
    kinds: dict[str, Kind] = {}
    for column in step.gives:
        cells = (
            [row.cells[table.columns.index(column)] for row in table.rows] if table and column in table.columns else []
        )
        values = tuple(dict.fromkeys(cell for cell in cells if cell))
        if values and all(to_number(value) is not None for value in values):
            kinds[column] = ANY
        else:
            kinds[column] = (
                Kind("boolean") if values and {key(v) for v in values} <= {"true", "false"} else Kind("text", values)
            )
    return kinds

"""All checks of a bundle, in one list."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.bundle import Bundle
from workflow.check.derived import check_derived, names_read
from workflow.check.effects import effects_of, undeclared
from workflow.check.expressions import check_condition, check_expression, check_record
from workflow.check.finding import Finding
from workflow.check.limits import check_limits
from workflow.check.models import budgets_of, model_aliases
from workflow.check.order import check_gate, check_order, check_queues, check_tools, check_waits
from workflow.check.references import Parts, connections_of, references, tools_of
from workflow.check.sets import check_categories, check_documents, check_fields, check_required
from workflow.check.tables import check_inputs, check_owners, check_rows
from workflow.definition import (
    ActStep,
    AssignStep,
    ClassificationStep,
    DecideStep,
    DocumentsStep,
    ExtractionStep,
    WaitStep,
    WorkflowDefinition,
)
from workflow.names import known_at, placed_steps

_RANK = {"error": 0, "warning": 1, "info": 2}


def check(bundle: Bundle) -> list[Finding]:
    """All findings, errors first, then warnings, then what is worth knowing; each once."""
    found: list[Finding] = []
    for name, categories in bundle.categories.items():
        found += check_categories(f"categories/{name}.yaml", categories)
    for name, fields in bundle.fields.items():
        found += check_fields(f"fields/{name}.yaml", fields)
    for name, documents in bundle.documents.items():
        found += check_documents(f"documents/{name}.yaml", documents)
    found += model_aliases("models.yaml", bundle.models, bundle.budgets)
    found += budgets_of("models.yaml", bundle.budgets, bundle.workflows)
    found += connections_of("connections.yaml", bundle.connections)
    found += effects_of(bundle.connections)
    found += check_limits(bundle.limits, bundle.models, bundle.connections)
    for workflow in bundle.workflows.values():
        found += check_workflow(bundle, workflow)
    found += _unused(bundle)
    return in_order(dict.fromkeys(found))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """As they are told: by level, file and line; what is said of a whole file comes after what is said of its lines."""
    return sorted(findings, key=lambda each: (_RANK[each.level], each.file, not (each.line or each.key), each.line))


def check_workflow(bundle: Bundle, workflow: WorkflowDefinition) -> list[Finding]:
    """The findings about one workflow and the tables that it uses."""
    file = f"workflows/{workflow.workflow}.yaml"
    parts = Parts(bundle.categories, bundle.fields, bundle.tables, bundle.models, bundle.connections, bundle.documents)
    found = references(file, [(place, step) for place, step, _ in placed_steps(workflow)], parts)
    found += tools_of(file, workflow.tools, parts)
    found += undeclared(file, [(place, step) for place, step, _ in placed_steps(workflow)], bundle.connections)
    found += check_order(file, workflow)
    found += check_gate(file, workflow)
    found += check_waits(file, workflow)
    found += check_tools(file, workflow)
    found += check_queues(file, bundle, workflow)
    found += check_required(bundle, workflow)
    steps = list(known_at(bundle, workflow))
    for place, step, known in steps:
        if step.when:
            found += check_condition(file, f"{place}.when", step.when, known)
        if isinstance(step, ActStep):
            for name, text in step.expressions():
                found += check_expression(file, f"{place}.arguments.{name}", text, known)
        if isinstance(step, AssignStep):
            for name, text in step.expressions():
                found += check_expression(file, f"{place}.{name}", text, known)
        if isinstance(step, WaitStep) and step.until:
            found += check_expression(file, f"{place}.until", step.until, known)
        if isinstance(step, DecideStep) and step.table in bundle.tables:
            table = bundle.tables[step.table]
            found += check_inputs(table, known)
            found += check_rows(table, {column: known.kind(column) for column in table.inputs})
            found += check_owners(bundle, workflow, table)
    found += check_record(file, workflow, steps)
    return found + check_derived(file, bundle, workflow, names_read(bundle, workflow))


def _unused(bundle: Bundle) -> list[Finding]:
    used: dict[str, set[str]] = {"categories": set(), "fields": set(), "documents": set(), "tables": set()}
    for workflow in bundle.workflows.values():
        for _, step, _ in placed_steps(workflow):
            if isinstance(step, ClassificationStep):
                used["categories"].add(step.categories)
            elif isinstance(step, ExtractionStep):
                used["fields"].add(step.fields)
            elif isinstance(step, DocumentsStep):
                used["documents"].add(step.documents)
            elif isinstance(step, DecideStep):
                used["tables"].add(step.table)
    there = {
        "categories": set(bundle.categories),
        "fields": set(bundle.fields),
        "documents": set(bundle.documents),
        "tables": set(bundle.tables),
    }
    return [
        Finding(
            level="info",
            file=f"{folder}/{name}.{'csv' if folder == 'tables' else 'yaml'}",
            key="",
            problem="no step uses it",
        )
        for folder, names in there.items()
        for name in sorted(names)
        if name not in used[folder]
    ]

"""What one alias is asked in a workflow: which categories and fields, and whether in one question."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.definition import ClassificationStep, ExtractionStep, SplittingStep, TriageStep, WorkflowDefinition
from workflow.fields import FieldSet


@dataclass(frozen=True)
class Plan:
    """`together`: one question answers triage, splitting, classification and extraction, as far as the steps ask."""

    together: bool
    categories: CategorySet | None = None
    fields: FieldSet | None = None


def plan_of(bundle: Bundle, definition: WorkflowDefinition, alias: str) -> Plan:
    """Together where the definition says so, the alias splits the message, and it is asked for something more.

    Where a workflow has several sets of categories or fields, the first is asked for together, the others alone.
    """
    kinds = (TriageStep, SplittingStep, ClassificationStep, ExtractionStep)
    steps = [step for step in definition.all_steps() if isinstance(step, kinds) and alias in step.models]
    categories = [bundle.categories[step.categories] for step in steps if isinstance(step, ClassificationStep)]
    fields = [bundle.fields[step.fields] for step in steps if isinstance(step, ExtractionStep)]
    splits = any(isinstance(step, SplittingStep) for step in steps)
    return Plan(
        together=definition.together == "reading" and splits and len(steps) > 1,
        categories=categories[0] if categories else None,
        fields=fields[0] if fields else None,
    )

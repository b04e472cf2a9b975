"""A bundle whose reading steps ask another model: to compare models over the same work."""

from __future__ import annotations

from workflow.bundle import Bundle
from workflow.definition import (
    AnyStep,
    ClassificationStep,
    ExtractionStep,
    ForEach,
    SplittingStep,
    TriageStep,
    WorkflowDefinition,
)
from workflow.identifiers import canonical, digest
from workflow.models import ModelAlias

READING = (TriageStep, SplittingStep, ClassificationStep, ExtractionStep)


def reading_by(bundle: Bundle, workflow: str, name: str, model: ModelAlias) -> Bundle:
    """The bundle with one more alias, which all reading steps of a workflow name; another bundle than before."""
    definition = _renamed(bundle.workflow(workflow), name)
    changed = canonical([bundle.identity, workflow, name, model.model_dump(mode="json")])
    return bundle.model_copy(
        update={
            "identity": digest(changed),
            "models": {**bundle.models, name: model},
            "workflows": {**bundle.workflows, workflow: definition},
        }
    )


def _renamed(definition: WorkflowDefinition, name: str) -> WorkflowDefinition:
    steps: list[AnyStep | ForEach] = []
    for step in definition.steps:
        if isinstance(step, ForEach):
            inner = tuple(_asking(each, name) for each in step.steps)
            steps.append(step.model_copy(update={"steps": inner}))
        else:
            steps.append(_asking(step, name))
    return definition.model_copy(update={"steps": tuple(steps)})


def _asking(step: AnyStep, name: str) -> AnyStep:
    return step.model_copy(update={"model": name}) if isinstance(step, READING) else step

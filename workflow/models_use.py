"""A bundle whose reading steps ask other models: to compare models over the same work."""

from __future__ import annotations

from collections.abc import Collection

from workflow.bundle import Bundle
from workflow.cascade import Asks
from workflow.definition import (
    AnyStep,
    ClassificationStep,
    ExtractionStep,
    ForEach,
    SecondLook,
    SplittingStep,
    TriageStep,
    WorkflowDefinition,
)
from workflow.identifiers import canonical, digest
from workflow.models import ModelAlias

READING = (TriageStep, SplittingStep, ClassificationStep, ExtractionStep)


def reading_by(bundle: Bundle, workflow: str, name: str, model: ModelAlias) -> Bundle:
    """The bundle with one more alias, which triage, splitting, classification and extraction name; another bundle."""
    changed = canonical([bundle.identity, name, model.model_dump(mode="json")])
    more = bundle.model_copy(update={"identity": digest(changed), "models": {**bundle.models, name: model}})
    steps = {step.id for step in bundle.workflow(workflow).all_steps() if isinstance(step, READING)}
    return asking(more, workflow, (name,), steps)


def asking(bundle: Bundle, workflow: str, models: tuple[str, ...], steps: Collection[str] = ()) -> Bundle:
    """The bundle whose reading steps (or only those of these ids) ask these models in turn; another bundle.

    A step with a threshold for each of its models keeps those of the models that it keeps; to the others applies the
    highest of them.
    """
    definition = _changed(bundle.workflow(workflow), models, steps)
    changed = canonical([bundle.identity, workflow, list(models), sorted(steps)])
    return bundle.model_copy(
        update={"identity": digest(changed), "workflows": {**bundle.workflows, workflow: definition}}
    )


def trusting(bundle: Bundle, workflow: str) -> Bundle:
    """The bundle whose models are believed without a second look by the local reader; another bundle."""
    alone = SecondLook(accounts="go_on", category="go_on", work="go_on", own_words="go_on")
    definition = bundle.workflow(workflow).model_copy(update={"second_look": alone})
    changed = digest(canonical([bundle.identity, workflow, "no second look"]))
    return bundle.model_copy(update={"identity": changed, "workflows": {**bundle.workflows, workflow: definition}})


def _changed(definition: WorkflowDefinition, models: tuple[str, ...], ids: Collection[str]) -> WorkflowDefinition:
    steps: list[AnyStep | ForEach] = []
    for step in definition.steps:
        if isinstance(step, ForEach):
            inner = tuple(_asking(each, models, ids) for each in step.steps)
            steps.append(step.model_copy(update={"steps": inner}))
        else:
            steps.append(_asking(step, models, ids))
    return definition.model_copy(update={"steps": tuple(steps)})


def _asking(step: AnyStep, models: tuple[str, ...], ids: Collection[str]) -> AnyStep:
    if not isinstance(step, Asks) or (ids and step.id not in ids):
        return step
    sure_from = {name: step.threshold(name) for name in models} if isinstance(step.sure_from, dict) else step.sure_from
    model = models[0] if len(models) == 1 else models
    return step.model_copy(update={"model": model, "sure_from": sure_from})

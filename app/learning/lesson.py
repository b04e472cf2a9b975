"""One lesson: examples of all sources → what was learned, how right it is out of fold, and what of it may be used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from agents.learning.categories import LearnedCategories, learn_categories, shortage
from agents.learning.example import Example
from agents.learning.fields import LearnedFields, learn_fields
from agents.learning.gate import Figures, figures, objections
from agents.learning.learned import Learned
from agents.reading.local.needed import described
from workflow.definition import ClassificationStep, ExtractionStep

if TYPE_CHECKING:
    from agents.learning.embedding import Embedded
    from agents.learning.fitting import Progress
    from agents.reading.local import LocalReader
    from workflow.bundle import Bundle
    from workflow.definition import WorkflowDefinition


@dataclass(frozen=True)
class OfCategories:
    """What was learned of the categories of one step."""

    step: str
    result: LearnedCategories
    before: Figures
    after: Figures
    objections: tuple[str, ...]
    embedded: bool = False


@dataclass(frozen=True)
class Lesson:
    """All that was learned; `learned` holds only that which is not worse, `whole` all of it."""

    learned: Learned
    whole: Learned
    categories: tuple[OfCategories, ...]
    fields: tuple[LearnedFields, ...]
    examples: int
    messages: int
    short: tuple[str, ...] = ()  #: why nothing was learned of the categories of a step

    @property
    def usable(self) -> bool:
        """Whether there is anything that may take effect."""
        return bool(self.learned.classifiers or self.learned.fields)


def learn(
    examples: Sequence[Example],
    bundle: Bundle,
    definition: WorkflowDefinition,
    base: LocalReader,
    embedded: Embedded | None = None,
    progress: Progress | None = None,
) -> Lesson:
    """Learns for every classification and extraction step of a workflow. With an embedding, the classifier is fitted
    twice: with it, and without it for when it cannot answer."""
    steps = definition.all_steps()
    told: list[OfCategories] = []
    short: list[str] = []
    for name, step in {s.categories: s for s in steps if isinstance(s, ClassificationStep)}.items():
        lacking = shortage(examples, bundle.categories[name])
        if lacking:
            short.append(f"{step.id}: {lacking}")
            continue
        categories = described(bundle.categories[name], bundle.fields_of(definition))
        for vectors in (None, embedded) if embedded else (None,):
            result = learn_categories(examples, categories, base, vectors, progress)
            if result is not None:
                before, after = (
                    figures(result.before, step.threshold("local")),
                    figures(result.after, step.threshold("local")),
                )
                against = objections(result.before, result.after, step.threshold("local"))
                told.append(OfCategories(step.id, result, before, after, against, vectors is not None))
    fields = []
    for name in dict.fromkeys(s.fields for s in steps if isinstance(s, ExtractionStep)):
        found = learn_fields(examples, bundle.fields[name], base, progress)
        if found is not None:
            fields.append(found)
    whole = Learned(
        workflow=definition.workflow,
        reader=base.version,
        classifiers=tuple(one.result.classifier for one in told),
        fields={name: words for found in fields for name, words in found.words.items()},
        embedding=embedded.embedding.identity if embedded else "",
    )
    # The plain classifier stands in for the other: without it, neither is used.
    refused = {one.step for one in told if one.objections and not one.embedded}
    used = [one for one in told if not one.objections and one.step not in refused]
    return Lesson(
        learned=replace(whole, classifiers=tuple(one.result.classifier for one in used)),
        whole=whole,
        categories=tuple(told),
        fields=tuple(fields),
        examples=len(examples),
        messages=len({one.group for one in examples}),
        short=tuple(short),
    )

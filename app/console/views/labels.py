"""What fields, categories and steps are called: labels of the bundle that a run is pinned to."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.console.views.words import told
from workflow.bundle import Bundle
from workflow.fields import FieldDefinition


@dataclass(frozen=True)
class Labels:
    """Ids → words. An id that the bundle does not have is told in words of its own."""

    fields: dict[str, FieldDefinition] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)

    def field(self, name: str) -> str:
        """A field's label."""
        known = self.fields.get(name)
        return (known.label if known else "") or told(name)

    def category(self, name: str | None) -> str:
        """A category's label; '—' for none."""
        return self.categories.get(name) or told(name) if name else "—"

    def step(self, name: str) -> str:
        """A step's title."""
        return self.steps.get(name) or told(name.lower() if name.isupper() else name)


def labels_of(bundle: Bundle | None, workflow: str) -> Labels:
    """The labels of a bundle for one workflow; none where the bundle is not at hand."""
    if bundle is None:
        return Labels()
    definition = bundle.workflows.get(workflow)
    return Labels(
        fields={field.id: field for each in bundle.fields.values() for field in each.fields},
        categories={category.id: category.label for each in bundle.categories.values() for category in each.categories},
        steps={step.id: step.title for step in definition.all_steps() if step.title} if definition else {},
    )

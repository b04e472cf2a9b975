"""Where labelled work comes from: a suite, the org's closed cases, the answers of people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.learning.closed import examples_of_org
from app.learning.corrections import examples_of_corrections
from app.learning.suites import examples_of_suite
from workflow.definition import ClassificationStep
from workflow.errors import InputError

if TYPE_CHECKING:
    from agents.learning.example import Example
    from app.wiring import House
    from workflow.definition import WorkflowDefinition

ORG, CORRECTIONS = "org", "corrections"
Tell = Callable[[str], None]


def together(named: tuple[str, ...], before: tuple[str, ...]) -> tuple[str, ...]:
    """The sources to read: those named now, and those that were learned from before. Folders by their whole path."""
    whole = (name if name in (ORG, CORRECTIONS) else str(Path(name).resolve()) for name in named)
    return tuple(dict.fromkeys((*before, *whole)))


def gather(
    house: House,
    definition: WorkflowDefinition,
    sources: tuple[str, ...],
    category_field: str = "",
    most: int = 5000,
    tell: Tell = lambda _: None,
    progress: Callable[[int, int, str], None] | None = None,
) -> dict[str, list[Example]]:
    """Source → its examples. Raises InputError for one that cannot be read: what it taught would be lost."""
    found: dict[str, list[Example]] = {}
    for source in sources:
        if source == CORRECTIONS:
            found[source] = examples_of_corrections(house.store, definition.workflow)
        elif source == ORG:
            found[source] = _of_org(house, definition, category_field, most, tell)
        else:
            folder = Path(source)
            if not folder.is_dir():
                raise InputError(
                    f"{source}: no such folder. --from takes a labelled suite, 'org' or 'corrections'; "
                    "--only leaves out what was learned from before"
                )
            found[source] = examples_of_suite(folder, definition.workflow, house.settings.config, progress)
    return found


def _of_org(house: House, definition: WorkflowDefinition, field: str, most: int, tell: Tell) -> list[Example]:
    names = list(dict.fromkeys(s.categories for s in definition.all_steps() if isinstance(s, ClassificationStep)))
    return [
        example
        for name in names
        for example in examples_of_org(house, definition, house.bundle.categories[name], field, most, tell)
    ]

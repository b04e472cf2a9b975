"""The local reader as a bundle has taught it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from workflow.definition import ClassificationStep
from workflow.errors import InputError, NotFound, PinMismatch

if TYPE_CHECKING:
    from agents.learning.learned import Learned
    from agents.reading.local import LocalReader
    from app.settings import Settings
    from tools.store import Artefacts
    from workflow.bundle import Bundle
    from workflow.definition import WorkflowDefinition
    from workflow.learning import LearnedFile


def artefacts_of(settings: Settings) -> Artefacts:
    """Where artefacts stand: in the state directory, for all orgs."""
    from tools.store import Artefacts

    return Artefacts(settings.state / "artefacts")


def reader_for(settings: Settings, plain: LocalReader) -> Callable[[Bundle, WorkflowDefinition], LocalReader]:
    """Makes the local reader of a workflow: taught where the bundle names an artefact or an embedding.

    It raises PinMismatch for an artefact that is named and cannot be read: a run that began with it must not go on
    without.
    """

    made: dict[tuple[str, str], LocalReader] = {}

    def make(bundle: Bundle, definition: WorkflowDefinition) -> LocalReader:
        named = bundle.learned.get(definition.workflow)
        if named is None and definition.embedding is None:
            return plain
        key = (bundle.identity, definition.workflow)
        if key not in made:
            made[key] = read(named, definition)
        return made[key]

    def read(named: LearnedFile | None, definition: WorkflowDefinition) -> LocalReader:
        from agents.learning.artefact import unpacked
        from agents.learning.learned import Learned
        from agents.learning.reader import TaughtReader
        from app.learning.embedding import embedded_of

        learned = Learned(definition.workflow, plain.version)
        if named is not None and named.reader == plain.version:
            try:
                learned = unpacked(artefacts_of(settings).get(named.artefact))
            except (NotFound, InputError) as error:
                raise PinMismatch(f"learned/{definition.workflow}.yaml: {error}") from error
        return TaughtReader(learned, embedded_of(settings, definition))

    return make


def remarks(settings: Settings, bundle: Bundle, plain: LocalReader) -> list[str]:
    """What is wrong with what the bundle has learned, in words; nothing where all fits."""
    if not bundle.learned:
        return []
    from agents.learning.artefact import unpacked

    said = []
    for name, file in bundle.learned.items():
        place = f"learned/{name}.yaml"
        if file.reader != plain.version:
            said.append(
                f"{place}: learned with version {file.reader} of the local reader, which now is {plain.version}: it is "
                f"not used. Run 'switchyard learn {name}' again"
            )
            continue
        try:
            learned = unpacked(artefacts_of(settings).get(file.artefact))
        except (NotFound, InputError) as error:
            said.append(f"{place}: {error}")
            continue
        said += [f"{place}: {each}" for each in _outgrown(bundle, bundle.workflows.get(name), learned)]
    return said


def _outgrown(bundle: Bundle, definition: WorkflowDefinition | None, learned: Learned) -> Iterator[str]:
    """Categories that the bundle has and what was learned does not know."""
    if definition is None:
        yield f"the bundle has no workflow '{learned.workflow}': remove the file"
        return
    for step in definition.all_steps():
        if not isinstance(step, ClassificationStep) or not learned.classifiers:
            continue
        asked = bundle.categories[step.categories]
        if learned.classifier(asked, vectors=False) is None:
            known = {name for one in learned.classifiers for name in one.categories}
            new = ", ".join(name for name in asked.ids if name not in known)
            yield (
                f"learned before there was the category {new}: step '{step.id}' goes by the bundle's words alone. "
                f"Run 'switchyard learn {learned.workflow}' again"
            )

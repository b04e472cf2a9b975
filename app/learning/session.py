"""One round of learning for one workflow: sources → lesson → in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from agents.learning.artefact import packed
from app.learning.activation import FOLDER, activate
from app.learning.embedding import embedded_of
from app.learning.lesson import Lesson, learn
from app.learning.sources import CORRECTIONS, ORG, gather, together
from app.learning.taught import artefacts_of
from app.settings import Settings
from app.wiring import House
from workflow.errors import InputError, NotFound
from workflow.identifiers import digest

if TYPE_CHECKING:
    from agents.learning.fitting import Progress
    from agents.learning.learned import Learned
    from workflow.learning import LearnedFile

Tell = Callable[[str], None]


class Session:
    """Raises NotFound for an unknown workflow, BundleErrors for a bundle that does not load."""

    def __init__(self, workflow: str, settings: Settings) -> None:
        self.workflow, self.settings = workflow, settings
        self.counted: dict[str, int] = {}  #: source → labelled requests
        self.corrections = 0
        self.house = House(settings)

    def sources(self, named: tuple[str, ...], only: bool = False) -> tuple[str, ...]:
        """What is read: what is named, with what was learned from before. Raises InputError where that is nothing."""
        self._lay_over(named)
        file = self._file()
        found = together(named, file.sources if file is not None and not only else ())
        if not found:
            raise InputError("say what to learn from: --from SUITE, --from org or --from corrections")
        return found

    def learn(
        self, sources: tuple[str, ...], field: str = "", most: int = 5000,
        tell: Tell = lambda _: None, progress: Progress | None = None,
    ) -> Lesson:  # fmt: skip
        """Reads the sources and learns. Raises InputError for one that cannot be read or holds nothing."""
        definition = self.house.bundle.workflow(self.workflow)
        if CORRECTIONS in sources and not (self.house.home / "store.db").is_file():
            raise NotFound(f"nothing has been run here yet: there are no answers of people in {self.house.home}")
        found = gather(self.house, definition, sources, field, most, tell, progress)
        self.counted = {_short(name): len(examples) for name, examples in found.items()}
        self.corrections = self.house.store.corrections.count(self.workflow) if CORRECTIONS in sources else 0
        examples = [example for each in found.values() for example in each]
        if not examples:
            raise InputError(f"there is no labelled request in {', '.join(self.counted)}: {_wanted(sources)}")
        embedded = embedded_of(self.house.settings, definition)
        return learn(examples, self.house.bundle, definition, self.house.reader, embedded, progress)

    def activate(self, lesson: Lesson, chosen: Learned, sources: tuple[str, ...]) -> Path:
        """Puts in force what was chosen of a lesson; returns the bundle's file that names it."""
        said = f"{lesson.examples} labelled requests of {lesson.messages} messages."
        for told in lesson.categories:
            said += (
                f" {told.step}: {told.after.right:.4g} of {told.after.of:.4g} right out of fold, before "
                f"{told.before.right:.4g}."
            )
        activate(self.settings.config, artefacts_of(self.house.settings), chosen, sources, self.corrections, said)
        return self.settings.config / FOLDER / f"{self.workflow}.yaml"

    def is_in_force(self, chosen: Learned) -> bool:
        """Whether the bundle goes by exactly this already."""
        file = self._file()
        return file is not None and file.artefact == digest(packed(chosen))

    def close(self) -> None:
        """Closes what was opened."""
        self.house.close()

    def _file(self) -> LearnedFile | None:
        return self.house.bundle.learned.get(self.workflow)

    def _lay_over(self, named: tuple[str, ...]) -> None:
        """A suite whose own bundle is the one that learns brings the files that stand beside it."""
        from evals.suite import load, replacements
        from tools.bundle import load_definition

        for name in named:
            if name in (ORG, CORRECTIONS) or not Path(name).is_dir():
                continue
            suite = load(Path(name))
            if suite.config is not None and suite.config.resolve() == self.settings.config.resolve():
                laid = replacements(suite, load_definition(self.settings.config, suite.workflow))
                self.house = House(replace(self.settings, replace=tuple(laid.items())))


def _wanted(sources: tuple[str, ...]) -> str:
    """What makes a labelled request, by source."""
    told = {
        ORG: "a closed case counts when its category field holds a category of the workflow (--category-field)",
        CORRECTIONS: "a review counts when a person accepted or edited it",
    }
    suite = "a suite's expected.jsonl names the cases of a message, each with its category"
    return "; ".join(dict.fromkeys(told.get(source, suite) for source in sources))


def _short(source: str) -> str:
    return source if source in (ORG, CORRECTIONS) else Path(source).name

"""Files → bundle. All that is wrong with it is found in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from pydantic import BaseModel, Field

from tools.bundle.definition import DefinitionFile, read_definition
from tools.bundle.markup import Markup, dotted, read_markup
from tools.bundle.markup import Path as Place
from tools.bundle.prompts import default_prompts, read_prompt
from tools.bundle.source import plain_text, read_files
from tools.bundle.typed import build
from workflow.bundle import Bundle, Connection, Team
from workflow.categories import CategorySet
from workflow.check.effects import effects_of
from workflow.check.finding import Finding
from workflow.check.limits import check_limits
from workflow.check.models import budgets_of, model_aliases
from workflow.check.references import Parts, connections_of, references, tools_of
from workflow.definition import DecideStep, WorkflowDefinition
from workflow.documents import DocumentSet
from workflow.errors import BundleError, BundleErrors, NotFound
from workflow.fields import FieldSet, Strict
from workflow.identifiers import canonical, digest
from workflow.learning import LearnedFile
from workflow.limits import Limits
from workflow.models import Budgets, ModelAlias, ModelsFile
from workflow.prompts import Prompt
from workflow.tables import DecisionTable, read_table

M = TypeVar("M", bound=BaseModel)


class TeamsFile(Strict):
    """The queues of one file of `teams/`."""

    teams: tuple[Team, ...] = ()


class ConnectionsFile(Strict):
    """The tool servers that actions may call."""

    connections: dict[str, Connection] = Field(default_factory=dict)


def load(directory: Path | str, replace: Mapping[str, Path] | None = None, reader: str = "") -> Bundle:
    """The bundle of a directory. Raises BundleErrors naming every file, line and key that is wrong.

    `replace` lays other files over those of the bundle (bundle-relative file → path). `reader` is the version of the
    local reader, which is part of what a run is pinned to. Where the bundle has no prompt of a name, the project's own
    becomes part of it.
    """
    directory = Path(directory)
    texts, errors = read_files(directory, replace or {})
    if not directory.is_dir():
        raise BundleErrors(errors)
    whole = {**default_prompts(), **texts}
    return _Loading({name: whole[name] for name in sorted(whole)}, errors).bundle(str(directory), reader)


def load_snapshot(files: Mapping[str, str], reader: str = "", directory: str = "snapshot") -> Bundle:
    """The same bundle again from the texts of its `snapshot`. Raises BundleErrors."""
    texts = {name: plain_text(files[name]) for name in sorted(files)}
    return _Loading(texts, []).bundle(directory, reader)


def load_definition(directory: Path | str, workflow: str) -> WorkflowDefinition:
    """One workflow alone, whether or not the files that it uses are there. Raises NotFound, or BundleErrors."""
    texts, errors = read_files(Path(directory), {})
    loading = _Loading(texts, errors)
    found = {each.definition.workflow: each.definition for each in loading.definitions() if each.definition}
    if workflow in found:
        return found[workflow]
    file = f"workflows/{workflow}.yaml"
    wrong = errors + [error for markup in loading.markups.values() for error in markup.errors]
    if file in texts and wrong:
        raise BundleErrors(wrong)
    raise NotFound(f"no workflow '{workflow}' in {directory}; there are: {', '.join(sorted(found)) or 'none'}")


def line_of(markup: Markup, key: str) -> int:
    """The line of a key such as `steps[2].when`."""
    words = re.findall(r"\[(\d+)\]|([^.\[\]]+)", key)
    return markup.line(tuple(int(index) if index else word for index, word in words))


def _stems(folder: str, names: Iterable[str]) -> dict[str, str]:
    return {PurePosixPath(name).stem: name for name in names if PurePosixPath(name).parts[0] == folder}


class _Loading:
    def __init__(self, texts: dict[str, str], errors: list[BundleError]) -> None:
        self.texts, self.errors = texts, errors
        #: a file that cannot be read is told as such, not also as missing
        self.named = {*texts, *(error.file for error in errors)}
        self.markups = {name: read_markup(text, name) for name, text in texts.items() if name.endswith(".yaml")}

    def bundle(self, directory: str, reader: str) -> Bundle:
        categories = self.each("categories", CategorySet)
        fields = self.each("fields", FieldSet)
        documents = self.each("documents", DocumentSet)
        definitions = self.definitions()
        tables = self.tables(definitions)
        models = self.one("models.yaml", ModelsFile)
        connections = self.one("connections.yaml", ConnectionsFile)
        limits = self.one("limits.yaml", Limits)
        teams = self.teams()
        prompts = self.prompts()
        learned = self.learned()
        parts = Parts(
            _stems("categories", self.named),
            _stems("fields", self.named),
            _stems("tables", self.named),
            self._keys("models.yaml", "models"),
            {
                **dict.fromkeys(self._keys("connections.yaml", "connections")),
                **(connections.connections if connections else {}),
            },
            _stems("documents", self.named),
        )
        self.references(definitions, parts)
        if models and "models.yaml" in self.markups:
            self.findings("models.yaml", model_aliases("models.yaml", models.models, models.budgets))
            self.findings("models.yaml", budgets_of("models.yaml", models.budgets, _stems("workflows", self.named)))
        self.findings(
            "connections.yaml",
            [*connections_of("connections.yaml", connections.connections), *effects_of(connections.connections)]
            if connections
            else [],
        )
        if limits is not None and "limits.yaml" in self.markups:
            self.findings("limits.yaml", check_limits(limits, models.models if models else {}, parts.connections))
        if not _stems("workflows", self.named):
            self.errors.append(BundleError("workflows/", "", "the bundle has no workflow", "Add workflows/NAME.yaml"))
        errors = self.errors + [error for markup in self.markups.values() for error in markup.errors]
        if errors:
            raise BundleErrors(sorted(errors, key=lambda error: (error.file, error.line)))
        return Bundle(
            identity=digest(canonical([sorted(self.texts.items()), reader])),
            directory=directory,
            workflows={each.definition.workflow: each.definition for each in definitions if each.definition},
            categories=categories,
            fields=fields,
            documents=documents,
            tables=tables,
            teams=teams,
            models={"local": ModelAlias(), **(models.models if models else {})},
            currency=models.currency if models else "USD",
            budgets=models.budgets if models else Budgets(),
            limits=limits if limits is not None else Limits(),
            prompts=prompts,
            connections=connections.connections if connections else {},
            learned=learned,
            snapshot=dict(self.texts),
        )

    def stems(self, folder: str) -> dict[str, str]:
        """Stem → file of the files in a folder that are there and can be read as text."""
        return _stems(folder, self.texts)

    def each(self, folder: str, model: type[M]) -> dict[str, M]:
        read = {stem: self.read(name, model) for stem, name in self.stems(folder).items()}
        return {stem: value for stem, value in read.items() if value is not None}

    def read(self, name: str, model: type[M]) -> M | None:
        markup = self.markups[name]
        return None if markup.errors else build(model, markup.data, (), markup, name)

    def one(self, name: str, model: type[M]) -> M | None:
        """A file that may be left out, or have nothing but comments."""
        if name not in self.markups or (self.markups[name].data is None and not self.markups[name].errors):
            return model()
        return self.read(name, model)

    def teams(self) -> dict[str, Team]:
        teams: dict[str, Team] = {}
        for name in self.stems("teams").values():
            read = self.one(name, TeamsFile)
            for index, team in enumerate(read.teams if read else ()):
                if team.queue in teams:
                    self.wrong(
                        name,
                        ("teams", index, "queue"),
                        f"two teams have the queue '{team.queue}'",
                        "Remove one of them",
                    )
                teams[team.queue] = team
        return teams

    def learned(self) -> dict[str, LearnedFile]:
        learned = self.each("learned", LearnedFile)
        for stem, name in self.stems("learned").items():
            if stem in learned and (learned[stem].workflow != stem or stem not in _stems("workflows", self.named)):
                cure = "It is written by 'switchyard learn'; remove it to go on without"
                self.wrong(name, ("workflow",), f"the bundle has no workflow '{learned[stem].workflow}' for it", cure)
        return learned

    def definitions(self) -> list[DefinitionFile]:
        return [
            read_definition(name, stem, self.markups[name])
            for stem, name in self.stems("workflows").items()
            if not self.markups[name].errors
        ]

    def tables(self, definitions: list[DefinitionFile]) -> dict[str, DecisionTable]:
        tables: dict[str, DecisionTable] = {}
        for stem, name in self.stems("tables").items():
            decides = [step for each in definitions for _, step in each.steps if isinstance(step, DecideStep)]
            gives = dict.fromkeys(column for step in decides if step.table == stem for column in step.gives)
            table, errors = read_table(self.texts[name], stem, tuple(gives), name)
            self.errors += errors
            if table:
                tables[stem] = table
        return tables

    def prompts(self) -> dict[str, Prompt]:
        prompts: dict[str, Prompt] = {}
        for name in self.stems("prompts").values():
            prompt, errors = read_prompt(self.texts[name], name)
            self.errors += errors
            if prompt:
                prompts[prompt.name] = prompt
        return prompts

    def references(self, definitions: list[DefinitionFile], parts: Parts) -> None:
        for each in definitions:
            found = references(each.file, each.steps, parts)
            if each.definition:
                found += tools_of(each.file, each.definition.tools, parts)
            self.findings(each.file, found)

    def findings(self, name: str, found: list[Finding]) -> None:
        for each in (each for each in found if each.level == "error"):
            line = line_of(self.markups[name], each.key)
            self.errors.append(BundleError(name, each.key, each.problem, each.cure, line=line))

    def wrong(self, name: str, path: Place, problem: str, cure: str) -> None:
        self.errors.append(BundleError(name, dotted(path), problem, cure, line=self.markups[name].line(path)))

    def _keys(self, name: str, word: str) -> list[str]:
        data = self.markups[name].data if name in self.markups else None
        inner = data.get(word) if isinstance(data, dict) else None
        return list(inner) if isinstance(inner, dict) else []

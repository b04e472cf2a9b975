"""A bundle: everything that operations own, loaded, typed and identified by its content."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from workflow.calendar import Hours
from workflow.categories import CategorySet
from workflow.definition import ExtractionStep, WorkflowDefinition
from workflow.documents import DocumentSet
from workflow.errors import NotFound
from workflow.fields import FieldSet, Strict
from workflow.identifiers import Digest
from workflow.learning import LearnedFile
from workflow.limits import Limits
from workflow.models import Budgets, ModelAlias
from workflow.nearest import suggestion
from workflow.prompts import Prompt
from workflow.tables import DecisionTable


class Team(Strict):
    """A queue of the org and the people behind it."""

    queue: str
    title: str = ""
    members: tuple[str, ...] = ()  #: usernames
    hours: Hours | None = None  #: when the team works; without it, the workflow's hours


class Findable(Strict):
    """How it is looked up whether a tool's effect happened, where no answer came. Expressions read `key` (of the one
    call), `arguments` (of the call), and in `where` `found` (a row of the answer)."""

    found_by: str  #: a tool of the same server that only reads
    arguments: dict[str, str] = Field(default_factory=dict)  #: of that tool: expressions
    where: str = ""  #: which of the rows found is the effect; empty: any row
    key_in: str = ""  #: the argument of the tool that takes the key, so that its effect can be told from others
    settles_seconds: float = Field(default=60, ge=0, le=86_400)  #: so long a call without an answer may be at work


class Connection(Strict):
    """An MCP server that actions may call, and which of its tools."""

    command: tuple[str, ...] = ()  #: stdio
    url: str = ""  #: streamable HTTP
    tools: tuple[str, ...] = Field(min_length=1)
    effects: dict[str, Literal["none", "keyed", "neither"] | Findable] = Field(
        default_factory=dict
    )  #: tool → how its effect is made once only; without, the server's own hints count
    timeout_seconds: float = Field(default=30, gt=0, le=3600)
    environment: tuple[str, ...] = ()  #: names of variables that are passed on to a command


class Bundle(Strict):
    """One published or draft bundle. `identity` is the digest of all that a run is pinned to."""

    identity: Digest
    directory: str
    workflows: dict[str, WorkflowDefinition]
    categories: dict[str, CategorySet]
    fields: dict[str, FieldSet]
    documents: dict[str, DocumentSet] = Field(default_factory=dict)
    tables: dict[str, DecisionTable]
    teams: dict[str, Team] = Field(default_factory=dict)
    models: dict[str, ModelAlias] = Field(default_factory=dict)
    currency: str = "USD"
    budgets: Budgets = Budgets()
    limits: Limits = Limits()
    prompts: dict[str, Prompt] = Field(default_factory=dict)  #: the project's own, where the bundle has none
    connections: dict[str, Connection] = Field(default_factory=dict)
    learned: dict[str, LearnedFile] = Field(default_factory=dict)  #: workflow → what its local reader goes by
    snapshot: dict[str, str] = Field(default_factory=dict)  #: file → text, from which it can be loaded again

    def workflow(self, name: str) -> WorkflowDefinition:
        """The workflow of that name; raises NotFound naming those there are."""
        if name not in self.workflows:
            raise NotFound(f"no workflow '{name}' in {self.directory}. {suggestion(name, self.workflows)}")
        return self.workflows[name]

    def fields_of(self, definition: WorkflowDefinition) -> FieldSet:
        """All fields that the steps of a workflow look for; one that several steps share counts once."""
        names = dict.fromkeys(step.fields for step in definition.all_steps() if isinstance(step, ExtractionStep))
        return FieldSet(fields=tuple({each.id: each for name in names for each in self.fields[name].fields}.values()))


Values = dict[str, Any]
"""What expressions and tables read: names → plain values (`account` is a dict of the org's fields)."""

"""What the steps of a run work with: the pinned bundle, the store, the tools, the readers, the directory, the time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from pydantic import BaseModel

from agents.reading.local.needed import described
from agents.reading.reader import Reader
from tools.store import Store
from workflow.accounts import AccountBook
from workflow.bundle import Bundle
from workflow.categories import CategorySet
from workflow.definition import ClassificationStep, FormKeys, WorkflowDefinition
from workflow.document import Document
from workflow.errors import NotFound
from workflow.fields import FieldSet
from workflow.identifiers import Digest
from workflow.result import Tool

M = TypeVar("M", bound=BaseModel)
REMEMBERED = 256
"""Parsed records kept by digest, those last used: a run asks for the same document at every step."""

Revise = Callable[["Context", str, Any], Any]
"""(context, step, work) → the work as the step is to find it."""


@dataclass
class Context:
    """One for each bundle and workflow; shared by its runs. `effects` off: nothing outside is touched."""

    bundle: Bundle
    definition: WorkflowDefinition
    store: Store
    tools: Tool
    readers: dict[str, Reader]
    modelled: Callable[[Bundle, WorkflowDefinition, str], Reader] | None  #: the reader of an alias that asks a model
    directory: Callable[[], AccountBook]
    read: Callable[[bytes, FormKeys], tuple[Document, dict[Digest, bytes]]]
    now: Callable[[], datetime]
    effects: bool = True
    revise: Revise | None = None  #: changes the work before a step, for a replay with another input
    _remembered: OrderedDict[tuple[str, str], BaseModel] = field(default_factory=OrderedDict, init=False)
    _modelled: dict[str, Reader] = field(default_factory=dict, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def load(self, key: str, kind: type[M]) -> M:
        """The record at a digest of the store."""
        with self._lock:
            found = self._remembered.get((key, kind.__name__))
            if isinstance(found, kind):
                self._remembered.move_to_end((key, kind.__name__))
                return found
        model = self.store.blobs.get_model(key, kind)
        self._remember(key, model)
        return model

    def before(self, step: str, work: M) -> M:
        """The work as a step finds it."""
        revised: M = self.revise(self, step, work) if self.revise else work
        return revised

    def keep(self, model: BaseModel) -> Digest:
        """Stores a record and returns its digest."""
        key = self.store.blobs.put_model(model)
        self._remember(key, model)
        return key

    def _remember(self, key: str, model: BaseModel) -> None:
        with self._lock:
            self._remembered[(key, type(model).__name__)] = model
            self._remembered.move_to_end((key, type(model).__name__))
            if len(self._remembered) > REMEMBERED:
                self._remembered.popitem(last=False)

    def reader(self, alias: str) -> Reader:
        """The reader that a step's `model` stands for."""
        name = self.bundle.models[alias].reader if alias in self.bundle.models else alias
        if name == "litellm" and self.modelled is not None:
            with self._lock:
                if alias not in self._modelled:
                    self._modelled[alias] = self.modelled(self.bundle, self.definition, alias)
                return self._modelled[alias]
        if name not in self.readers:
            raise NotFound(f"no reader '{name}' for the model '{alias}'; there are: {', '.join(sorted(self.readers))}")
        return self.readers[name]

    @cached_property
    def required_fields(self) -> FieldSet:
        """The fields that some category requires: one object, for readers keep what they made of a set by identity."""
        fields = self.bundle.fields_of(self.definition).fields
        return FieldSet(fields=tuple(each for each in fields if each.required))

    @cached_property
    def described(self) -> dict[str, CategorySet]:
        """The categories of each classification, told for likeness: with what the fields that they require are."""
        named = {step.categories for step in self.definition.all_steps() if isinstance(step, ClassificationStep)}
        return {name: described(self.bundle.categories[name], self.required_fields) for name in named}

    def stamp(self) -> str:
        """The time, ISO 8601 in UTC, to the millisecond."""
        return stamp_of(self.now())


def stamp_of(moment: datetime) -> str:
    """A moment in the form in which all moments are kept, so that they compare as texts."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

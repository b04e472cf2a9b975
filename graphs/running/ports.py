"""What runs are given: the bundle that new ones begin with, the store, and every way to the outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from agents.reading.reader import Reader
from graphs.context import Revise
from graphs.saver import saver_of
from tools.store import Run, Store
from workflow.accounts import AccountBook
from workflow.bundle import Bundle
from workflow.definition import AccountRule, FormKeys, WorkflowDefinition
from workflow.document import Document
from workflow.identifiers import Digest
from workflow.result import Tool


@dataclass
class Ports:
    """One set for all runs of a process; a run's steps are given theirs when the first run of its bundle begins."""

    bundle: Bundle
    store: Store
    tools: Callable[[frozenset[str]], Tool]  #: what a workflow may call → the port that calls no more
    readers: dict[str, Reader]
    directory: Callable[[AccountRule], AccountBook]
    read: Callable[[bytes, FormKeys], tuple[Document, dict[Digest, bytes]]]
    now: Callable[[], datetime]
    load_snapshot: Callable[[dict[str, str]], Bundle]
    beginning: Callable[[Run, bytes], Bundle | None] | None = None  #: what was published for a new run
    effects: bool = True
    modelled: Callable[[Bundle, WorkflowDefinition, str], Reader] | None = None  #: makes the reader of an alias
    taught: Callable[[Bundle, WorkflowDefinition], Reader] | None = None  #: the local reader as a bundle has taught it
    revise: Revise | None = None  #: for a replay with another input

    @cached_property
    def saver(self) -> BaseCheckpointSaver[Any]:
        """Saves the checkpoints and the hops of all runs."""
        return saver_of(self.store)

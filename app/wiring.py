"""Puts the objects together: bundle, store, org, tools, readers, directory, runner."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings, remember
from tools.store import Store
from workflow.errors import InputError

if TYPE_CHECKING:
    from agents.reading.local import LocalReader
    from app.learning.auto import Auto
    from app.versions.releases import Releases
    from graphs.run import Report, Runner
    from tools.directory import Directory
    from tools.directory.upkeep import Upkeep
    from tools.mcp.client import McpTools
    from tools.models import Book, Gateway
    from tools.queue import DurableQueue
    from tools.salesforce.client import Client
    from tools.salesforce.org import EmbeddedOrg
    from tools.store import Run
    from workflow.bundle import Bundle
    from workflow.definition import AccountRule, FormKeys, WorkflowDefinition
    from workflow.document import Document
    from workflow.identifiers import Digest
    from workflow.review import ReviewAnswer


@dataclass
class House:
    """Everything that a face needs. Objects are made, and their rooms imported, when they are first asked for."""

    settings: Settings
    _upkeeps: dict[str, Upkeep] = field(default_factory=dict)
    _kept: dict[int, tuple[AccountRule, Upkeep]] = field(default_factory=dict)  #: by the id of the rule beside it
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @cached_property
    def home(self) -> Path:
        """Where the store and the embedded org stand. Raises InputError where it cannot be made."""
        home = self.settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            told = f"{home} cannot be made: {error.strerror or error}"
            raise InputError(f"{told}; SWITCHYARD_STATE names the folder where state may be kept") from error
        return home

    @cached_property
    def reader(self) -> LocalReader:
        """The reader that needs no model."""
        from agents.reading.local import LocalReader

        return LocalReader()

    @cached_property
    def taught(self) -> Callable[[Bundle, WorkflowDefinition], LocalReader]:
        """The same reader as a bundle has taught it for a workflow."""
        from app.learning.taught import reader_for

        return reader_for(self.settings, self.reader)

    @cached_property
    def bundle(self) -> Bundle:
        """What new runs begin with: what was published, where that is asked for, else the settings' folder.

        Raises BundleErrors, or PinMismatch for a version that this program cannot run.
        """
        found = self._published()
        return found if found is not None else self.draft

    @cached_property
    def draft(self) -> Bundle:
        """The bundle of the settings' folder; raises BundleErrors."""
        from tools.bundle import load

        return load(self.settings.config, replace=dict(self.settings.replace), reader=self.reader.version)

    @cached_property
    def releases(self) -> Releases:
        """What was published in this home."""
        from app.versions.releases import Releases

        return Releases(self.store, self.load_snapshot, self.reader.version)

    def _published(self) -> Bundle | None:
        if not self.settings.published or not self.settings.has_run:
            return None
        if self.settings.effects:
            return self.releases.current()
        from app.versions.releases import Releases

        # A trial's own store is in memory: what was published stands in that of the home.
        store = Store(self.settings.home / "store.db", replace(self.settings, effects=True).database)
        try:
            return Releases(store, self.load_snapshot, self.reader.version).current()
        finally:
            store.close()

    def load_snapshot(self, files: dict[str, str]) -> Bundle:
        """The bundle of a snapshot's texts, with the local reader of this program. Raises BundleErrors."""
        from tools.bundle import load_snapshot

        return load_snapshot(files, reader=self.reader.version)

    @cached_property
    def store(self) -> Store:
        """The store; in memory where effects are off, since a trial leaves nothing behind."""
        return Store(self.home / "store.db", self.settings.database) if self.settings.effects else Store()

    @cached_property
    def org(self) -> EmbeddedOrg | None:
        """The embedded org, or None where the environment names a real one. Once open, later commands look there."""
        from app.org import open_org

        opened = open_org(self.settings, self.home, self.bundle)
        if opened is not None and self.settings.effects:
            remember(self.settings.state, self.home)
        return opened

    @cached_property
    def client(self) -> Client:
        """The Salesforce client, to the embedded org or to the real one."""
        from app.org import client_of

        client = client_of(self.org, self.settings.only_reads)
        client.usage.room = self._room_in_org
        return client

    @cached_property
    def tools(self) -> McpTools:
        """Every tool that definitions may call, behind the one port."""
        from tools.mcp.client import McpTools
        from tools.mcp.salesforce_server import server

        salesforce = partial(server, self.client, self.store.blobs.get)
        return McpTools({"salesforce": salesforce, **self.bundle.connections})

    def queue_for(self, slots: int = 1, worker: str = "") -> DurableQueue:
        """A hold on the queue of the work that waits for a worker, for one of that name that has so many slots."""
        from tools.queue import DurableQueue

        if self.settings.database:
            schema = f"{self.store.connection.schema}_queue"
            return DurableQueue(self.settings.database, worker, slots, schema)
        return DurableQueue(f"sqlite:///{(self.home / 'queue.db').resolve()}", worker, slots)

    @cached_property
    def queue(self) -> DurableQueue:
        """A client of that queue: it puts work in, and takes none out."""
        return self.queue_for()

    @cached_property
    def models(self) -> Gateway:
        """The way to models; opened by the first step that asks one."""
        from app.models.gateway import gateway_of

        return gateway_of(self.book, self.bundle, lambda: self.bundle.limits.models)

    @cached_property
    def book(self) -> Book:
        """What all runs of all homes share: the ledger of model calls, their answers, permits."""
        from app.models.gateway import book_of

        return book_of(self.settings)

    def permit(self, name: str, pace: str) -> float:
        """Takes a permit of a limit: 0, or the seconds until there is one."""
        from tools.limits import Permits

        return Permits(self.book).take(name, pace)

    def _room_in_org(self) -> float:
        """For one API call, by the bundle's limit."""
        from tools.limits.limited import room

        pace = self.bundle.limits.org
        return room(lambda: self.permit(f"org {self.home.name}", pace)) if pace else 0.0

    @cached_property
    def runner(self) -> Runner:
        """Runs messages."""
        from app.models.gateway import reader_over
        from app.replay.recording import RecordingBook, RecordingModels, RecordingTools
        from graphs.run import Runner
        from tools.limits import Limited
        from tools.outbox import Outboxed

        said = self.store.said

        def now() -> datetime:
            return datetime.now(UTC)

        def tools(allowed: frozenset[str]) -> Outboxed:
            recording = RecordingTools(self.tools.only(allowed), said)
            limited = Limited(recording, lambda: self.bundle.limits.tools, self.permit, self.home.name)
            return Outboxed(limited, self.store, now)

        return Runner(
            bundle=self.bundle,
            store=self.store,
            tools=tools,
            readers={"local": self.reader},
            directory=lambda rule: RecordingBook(self.directory(rule), said),
            read=read_message,
            now=now,
            load_snapshot=self.load_snapshot,
            beginning=self._beginning if self.settings.published and self.settings.effects else None,
            effects=self.settings.effects,
            modelled=reader_over(lambda: RecordingModels(self.models, said), self.taught, self.store.blobs.get),
            taught=self.taught,
        )

    def _beginning(self, run: Run, raw: bytes) -> Bundle | None:
        return self.releases.beginning(run.workflow, run.id, run.source, run.name, lambda: read_message(raw)[0])

    def directory(self, rule: AccountRule) -> Directory:
        """The match index over the org's accounts: a cache beside the store, brought up to date when it has aged."""
        return self._upkeep(rule).directory()

    def _upkeep(self, rule: AccountRule) -> Upkeep:
        from tools.directory.source import Source
        from tools.directory.upkeep import Upkeep

        with self._lock:
            if id(rule) in self._kept:
                return self._kept[id(rule)][1]
            # What a case is does not change what recognises an account.
            key = rule.model_copy(update={"a_case_is": ""}).model_dump_json()
            if key not in self._upkeeps:
                folder = self.home / f"directory-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
                fresh_for = self.settings.directory_fresh_for
                self._upkeeps[key] = Upkeep(Source(self.client.rows, rule), rule, folder, fresh_for)
            self._kept[id(rule)] = (rule, self._upkeeps[key])
            return self._upkeeps[key]

    def open(self) -> None:
        """Opens bundle, org and store now: what is wrong with them is said once, before anything begins."""
        for name in ("bundle", "org", "store"):
            getattr(self, name)
        for workflow in self.bundle.learned:
            self.taught(self.bundle, self.bundle.workflow(workflow))

    @cached_property
    def learning(self) -> Auto:
        """What learns from the answers of people by itself, where a workflow says so."""
        from app.learning.auto import Auto

        return Auto(self)

    def answer(self, review: str, answer: ReviewAnswer) -> Report:
        """Answers a review and goes on, as the runner does; what people say is then learned from where that is due."""
        report = self.runner.answer(review, answer)
        self.learning.answered(report.run.workflow)
        return report

    def take_up(self) -> None:
        """Loads the bundle anew: new runs begin with it, others keep that which they began with."""
        with self._lock:
            for name in ("bundle", "draft"):
                self.__dict__.pop(name, None)
            self.runner.turn_to(self.bundle)

    def publish_learned(self, workflow: str, place: Path) -> bool:
        """Puts a learned file in force where new runs begin with what was published; False where a trial is under way.

        Nothing is to be done where they begin with the folder in which the file stands.
        """
        current = self._published()
        if current is None:
            return True
        released = self.store.publications.released()
        if released is not None and released.trial is not None:
            return False
        files = {**current.snapshot, f"learned/{workflow}.yaml": place.read_text("utf-8")}
        self.releases.publish(self.load_snapshot(files), "learning", f"learned for {workflow} from corrections")
        self.take_up()
        return True

    def provide(self, bundle: Bundle) -> None:
        """Has an embedded org that stands here know the queues of a bundle."""
        if (self.settings.home / "org.db").is_file() and self.org is not None:
            from tools.salesforce.org.load import ensure_queues
            from workflow.queues import queues_of

            ensure_queues(self.org, queues_of(bundle))

    def mistakes(self) -> list[str]:
        """The errors of a bundle that loads all the same, such as a table that reads what nobody makes known."""
        from tools.bundle import inspect

        return [str(finding) for finding in inspect(self.bundle) if finding.level == "error"]

    def close(self) -> None:
        """Closes what was opened."""
        for name in ("queue", "tools", "models", "book", "store", "org"):
            opened: Any = self.__dict__.get(name)
            if opened is not None:
                opened.close()


def read_message(raw: bytes, keys: FormKeys | None = None) -> tuple[Document, dict[Digest, bytes]]:
    """A work item's document, and the bytes of its attachments by digest. `keys` name the parts of a form. Raises
    InputError for what is no work item."""
    from tools.mail import read

    reading = read(raw, keys) if keys else read(raw)
    return reading.document, reading.contents

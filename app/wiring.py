"""Puts the objects together: bundle, store, org, tools, readers, directory, runner."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings import Settings, remember
from tools.store import Store
from workflow.errors import InputError

if TYPE_CHECKING:
    from agents.reading.local import LocalReader
    from graphs.run import Runner
    from tools.directory import Directory
    from tools.mcp.client import McpTools
    from tools.salesforce.client import Client
    from tools.salesforce.org import EmbeddedOrg
    from workflow.bundle import Bundle
    from workflow.definition import AccountRule
    from workflow.document import Document
    from workflow.identifiers import Digest


@dataclass
class House:
    """Everything that a face needs. Objects are made, and their rooms imported, when they are first asked for."""

    settings: Settings
    _directories: dict[str, Directory] = field(default_factory=dict)
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
    def bundle(self) -> Bundle:
        """The bundle of the settings; raises BundleErrors."""

        from tools.bundle import load

        return load(self.settings.config, replace=dict(self.settings.replace), reader=self.reader.version)

    @cached_property
    def store(self) -> Store:
        """The store; in memory where effects are off, since a trial leaves nothing behind."""
        return Store(self.home / "store.db") if self.settings.effects else Store()

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

        return client_of(self.org)

    @cached_property
    def tools(self) -> McpTools:
        """Every tool that definitions may call, behind the one port."""
        from tools.mcp.client import McpTools
        from tools.mcp.salesforce_server import server

        salesforce = partial(server, self.client, self.store.blobs.get)
        return McpTools({"salesforce": salesforce, **self.bundle.connections})

    @cached_property
    def runner(self) -> Runner:
        """Runs messages."""
        from graphs.run import Runner
        from tools.bundle import load_snapshot

        return Runner(
            bundle=self.bundle,
            store=self.store,
            tools=lambda allowed: self.tools.only(allowed),
            readers={"local": self.reader},
            directory=self.directory,
            read=read_message,
            now=lambda: datetime.now(UTC),
            load_snapshot=lambda files: load_snapshot(files, reader=self.reader.version),
            effects=self.settings.effects,
        )

    def directory(self, rule: AccountRule) -> Directory:
        """The match index over the org's accounts, read once a process."""
        from tools.directory import Directory
        from tools.directory.source import read_accounts, read_contacts

        with self._lock:
            key = rule.model_dump_json()
            if key not in self._directories:
                self._directories[key] = Directory.build(
                    read_accounts(self.client.query, rule), read_contacts(self.client.query, rule), rule
                )
            return self._directories[key]

    def open(self) -> None:
        """Opens bundle, org and store now: what is wrong with them is said once, before anything begins."""
        for name in ("bundle", "org", "store"):
            getattr(self, name)

    def mistakes(self) -> list[str]:
        """The errors of a bundle that loads all the same, such as a table that reads what nobody makes known."""
        from tools.bundle import inspect

        return [str(finding) for finding in inspect(self.bundle) if finding.level == "error"]

    def close(self) -> None:
        """Closes what was opened."""
        for name in ("tools", "store", "org"):
            opened: Any = self.__dict__.get(name)
            if opened is not None:
                opened.close()


def read_message(raw: bytes) -> tuple[Document, dict[Digest, bytes]]:
    """A message's document, and the bytes of its attachments by digest. Raises InputError for what is no message."""
    from tools.mail import read

    reading = read(raw)
    return reading.document, reading.contents
